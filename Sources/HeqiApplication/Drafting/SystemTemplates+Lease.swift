import HeqiDomain

extension SystemTemplates {
  /// A lease of a home, an office or a shop; the receiver fills in who they are and how they are reached.
  static let lease = DraftTemplate(
    key: "system-lease", owner: .system, name: "房屋租赁合同", group: "房屋",
    text: """
      # 房屋租赁合同
      出租方（甲方）：{{出租方}}　身份证号或统一社会信用代码：{{出租方证件号码}}
      承租方（乙方）：{{承租方}}　身份证号或统一社会信用代码：{{承租方证件号码}}
      依照《中华人民共和国民法典》，双方就房屋租赁事项自愿订立本合同。
      ## 第一条　房屋
      甲方将位于{{房屋地址}}、建筑面积{{建筑面积}}平方米的房屋出租给乙方，用途为{{用途}}。甲方保证有权出租该房屋。
      ## 第二条　租期
      租期自{{开始日期}}起至{{结束日期}}止。期满后乙方继续租用的，双方应在期满三十日前另行约定。
      ## 第三条　租金与押金
      租金为每月人民币{{月租金}}元（大写：{{月租金|upper}}），{{付款方式}}支付，于每期开始前五日内付清。押金为人民币{{押金}}元，租期结束且费用结清后十日内无息退还。
      ## 第四条　费用
      租期内的水、电、燃气、网络和物业费用由乙方承担；房屋的税费由甲方承担。
      ## 第五条　维修
      房屋及其设施自然损坏的，由甲方在接到通知后七日内维修；因乙方使用不当造成的损坏，由乙方修复或赔偿。
      ## 第六条　转租与改动
      未经甲方书面同意，乙方不得转租，不得改变房屋结构或用途。
      ## 第七条　解除与违约
      一方提前解除合同的，应提前三十日通知对方，并支付相当于一个月租金的违约金；逾期付款超过十五日的，甲方可以解除合同。
      ## 第八条　通知
      乙方联系电话：{{承租方电话}}。双方以本合同载明的联系方式发送的通知视为送达。
      ## 第九条　其他
      补充约定：{{补充约定}}。争议协商不成的，由房屋所在地人民法院管辖。本合同经双方以可靠的电子签名签署后生效。
      甲方（签章）：
      乙方（签章）：
      """,
    parameters: [
      TemplateVariable(key: "出租方", name: "出租方"),
      TemplateVariable(key: "出租方证件号码", name: "出租方证件号码"),
      TemplateVariable(key: "承租方", name: "承租方", filledBy: .receiver),
      TemplateVariable(key: "承租方证件号码", name: "承租方证件号码", filledBy: .receiver),
      TemplateVariable(key: "房屋地址", name: "房屋地址"),
      TemplateVariable(key: "建筑面积", name: "建筑面积", kind: .number),
      TemplateVariable(key: "用途", name: "用途", kind: .choice, options: ["居住", "办公", "经营"]),
      TemplateVariable(key: "开始日期", name: "开始日期", kind: .date),
      TemplateVariable(key: "结束日期", name: "结束日期", kind: .date),
      TemplateVariable(key: "月租金", name: "月租金", kind: .money),
      TemplateVariable(key: "付款方式", name: "付款方式", kind: .choice, options: ["按月", "按季", "按半年", "按年"]),
      TemplateVariable(key: "押金", name: "押金", kind: .money),
      TemplateVariable(key: "承租方电话", name: "承租方电话", filledBy: .receiver),
      TemplateVariable(key: "补充约定", name: "补充约定", isRequired: false),
    ])
}
