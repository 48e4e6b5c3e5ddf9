import HeqiDomain

extension SystemTemplates {
  /// A sale of goods; the receiver fills in who they are and how they are reached.
  static let purchase = DraftTemplate(
    key: "system-purchase", owner: .system, name: "买卖合同", group: "经营",
    text: """
      # 买卖合同
      出卖方（甲方）：{{出卖方}}
      买受方（乙方）：{{买受方}}
      ## 第一条　标的物
      乙方向甲方购买{{货物名称}}，规格型号为{{规格型号}}，数量{{数量}}{{单位}}，质量标准按{{质量标准}}执行。
      ## 第二条　价款
      单价为人民币{{单价}}元，总价为人民币{{总价}}元（大写：{{总价|upper}}），含税。
      ## 第三条　交付
      甲方于{{交货日期}}前将货物运至{{交货地点}}，运费由甲方承担。货物的毁损、灭失风险自交付时起由乙方承担。
      ## 第四条　检验
      乙方应在收货后{{检验天数}}日内检验，发现数量或质量不符的，应在此期间内书面通知甲方；逾期未通知的，视为符合约定。
      ## 第五条　付款
      乙方在检验合格后{{付款天数}}日内，凭甲方开具的增值税发票付至甲方账户：开户行{{开户行}}，账号{{账号}}。
      ## 第六条　质量保证
      质保期为检验合格之日起{{质保月数}}个月。质保期内非因乙方使用不当出现的故障，由甲方免费修理或更换。
      ## 第七条　违约责任
      甲方逾期交货或乙方逾期付款的，每逾期一日按逾期部分价款的万分之五支付违约金；逾期超过三十日的，对方可以解除合同。
      ## 第八条　收货与开票
      收货联系人：{{收货联系人}}，电话：{{收货电话}}，开票信息：{{开票信息}}。
      ## 第九条　其他
      因不可抗力不能履行的，部分或者全部免除责任。争议协商不成的，由被告所在地人民法院管辖。本合同经双方以可靠的电子签名签署后生效。
      甲方（签章）：
      乙方（签章）：
      """,
    parameters: [
      TemplateVariable(key: "出卖方", name: "出卖方"),
      TemplateVariable(key: "买受方", name: "买受方", filledBy: .receiver),
      TemplateVariable(key: "货物名称", name: "货物名称"),
      TemplateVariable(key: "规格型号", name: "规格型号"),
      TemplateVariable(key: "数量", name: "数量", kind: .number),
      TemplateVariable(key: "单位", name: "单位"),
      TemplateVariable(key: "质量标准", name: "质量标准"),
      TemplateVariable(key: "单价", name: "单价", kind: .money),
      TemplateVariable(key: "总价", name: "总价", kind: .money),
      TemplateVariable(key: "交货日期", name: "交货日期", kind: .date),
      TemplateVariable(key: "交货地点", name: "交货地点", filledBy: .receiver),
      TemplateVariable(key: "检验天数", name: "检验天数", kind: .number),
      TemplateVariable(key: "付款天数", name: "付款天数", kind: .number),
      TemplateVariable(key: "开户行", name: "开户行"),
      TemplateVariable(key: "账号", name: "账号"),
      TemplateVariable(key: "质保月数", name: "质保月数", kind: .number),
      TemplateVariable(key: "收货联系人", name: "收货联系人", filledBy: .receiver),
      TemplateVariable(key: "收货电话", name: "收货电话", filledBy: .receiver),
      TemplateVariable(key: "开票信息", name: "开票信息", filledBy: .receiver),
    ])
}
