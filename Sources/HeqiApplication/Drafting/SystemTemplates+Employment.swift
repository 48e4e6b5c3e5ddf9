import HeqiDomain

extension SystemTemplates {
  /// A contract of employment; the receiver fills in who they are and how they are reached.
  static let employment = DraftTemplate(
    key: "system-employment", owner: .system, name: "劳动合同", group: "人事",
    text: """
      # 劳动合同
      用人单位（甲方）：{{用人单位}}　统一社会信用代码：{{信用代码}}　住所：{{单位住所}}
      劳动者（乙方）：{{劳动者}}　身份证号：{{身份证号}}　住址：{{劳动者住址}}
      依照《中华人民共和国劳动法》和《中华人民共和国劳动合同法》，双方平等自愿、协商一致，订立本合同。
      ## 第一条　期限
      本合同为固定期限劳动合同，自{{开始日期}}起至{{结束日期}}止，其中试用期{{试用期月数}}个月。
      ## 第二条　工作内容和地点
      乙方担任{{岗位}}，工作地点为{{工作地点}}。变更岗位或地点须双方协商一致。
      ## 第三条　工作时间和休息
      执行{{工时制度}}。甲方依法安排休息休假和带薪年休假；安排加班的，依法支付加班工资或者安排补休。
      ## 第四条　劳动报酬
      月工资为人民币{{月工资}}元（大写：{{月工资|upper}}），每月{{发薪日}}日以货币形式发放；试用期工资不低于其百分之八十，且不低于当地最低工资标准。
      ## 第五条　社会保险
      双方依法参加社会保险和住房公积金，乙方应缴部分由甲方代扣代缴。
      ## 第六条　劳动保护
      甲方提供符合国家规定的劳动安全卫生条件和必要的劳动防护用品，告知可能产生的职业危害。
      ## 第七条　解除和终止
      合同的变更、解除、终止和经济补偿依法律规定执行。乙方离职时应办理工作交接。
      ## 第八条　联系方式
      乙方电话：{{劳动者电话}}，紧急联系人及电话：{{紧急联系人}}，工资账户：{{工资账户}}。
      ## 第九条　其他
      补充约定：{{补充约定}}。发生争议的，可以协商、调解，也可以向劳动争议仲裁委员会申请仲裁。本合同经双方以可靠的电子签名签署后生效，双方各执一份电子文本。
      甲方（签章）：
      乙方（签章）：
      """,
    parameters: [
      TemplateVariable(key: "用人单位", name: "用人单位"),
      TemplateVariable(key: "信用代码", name: "信用代码"),
      TemplateVariable(key: "单位住所", name: "单位住所"),
      TemplateVariable(key: "劳动者", name: "劳动者", filledBy: .receiver),
      TemplateVariable(key: "身份证号", name: "身份证号", filledBy: .receiver),
      TemplateVariable(key: "劳动者住址", name: "劳动者住址", filledBy: .receiver),
      TemplateVariable(key: "开始日期", name: "开始日期", kind: .date),
      TemplateVariable(key: "结束日期", name: "结束日期", kind: .date),
      TemplateVariable(key: "试用期月数", name: "试用期月数", kind: .number),
      TemplateVariable(key: "岗位", name: "岗位"),
      TemplateVariable(key: "工作地点", name: "工作地点"),
      TemplateVariable(key: "工时制度", name: "工时制度", kind: .choice, options: ["标准工时制", "综合计算工时制", "不定时工作制"]),
      TemplateVariable(key: "月工资", name: "月工资", kind: .money),
      TemplateVariable(key: "发薪日", name: "发薪日", kind: .number),
      TemplateVariable(key: "劳动者电话", name: "劳动者电话", filledBy: .receiver),
      TemplateVariable(key: "紧急联系人", name: "紧急联系人", filledBy: .receiver),
      TemplateVariable(key: "工资账户", name: "工资账户", filledBy: .receiver),
      TemplateVariable(key: "补充约定", name: "补充约定", isRequired: false),
    ])
}
