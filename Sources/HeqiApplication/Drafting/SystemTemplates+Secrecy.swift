import HeqiDomain

extension SystemTemplates {
  /// A agreement on secrecy; the receiver fills in who they are and how they are reached.
  static let secrecy = DraftTemplate(
    key: "system-secrecy", owner: .system, name: "保密协议", group: "经营",
    text: """
      # 保密协议
      披露方（甲方）：{{披露方}}
      接收方（乙方）：{{接收方}}
      双方就{{合作事项}}进行接触，甲方将向乙方披露不为公众所知的信息。为保护该信息，双方约定如下。
      ## 第一条　保密信息
      保密信息是甲方以任何形式披露、标明保密或者依其性质应当保密的技术、经营和个人信息。已为公众知悉、乙方此前已合法取得或者自行独立开发的信息除外。
      ## 第二条　义务
      乙方只为本协议所述事项使用保密信息，采取不低于保护自己同类信息的措施，只向因工作需要知悉且负有同等义务的人员提供。
      ## 第三条　法定披露
      依法律规定或者有权机关要求必须披露的，乙方应在法律允许的范围内事先通知甲方，并限于必须披露的部分。
      ## 第四条　返还与删除
      合作结束或者甲方提出要求后十日内，乙方应返还或者删除保密信息及其复制件，并书面确认。
      ## 第五条　期限
      保密义务自本协议签署之日起持续{{保密年数}}年；构成商业秘密的，至其不再是商业秘密时止。
      ## 第六条　违约责任
      乙方违反本协议的，应支付违约金人民币{{违约金}}元（大写：{{违约金|upper}}）；违约金不足以弥补损失的，还应赔偿差额。
      ## 第七条　联系人
      乙方保密联系人：{{保密联系人}}，电子邮箱：{{保密邮箱}}。
      ## 第八条　其他
      本协议不构成对知识产权的许可。争议由甲方所在地人民法院管辖。本协议经双方以可靠的电子签名签署后生效。
      甲方（签章）：
      乙方（签章）：
      """,
    parameters: [
      TemplateVariable(key: "披露方", name: "披露方"),
      TemplateVariable(key: "接收方", name: "接收方", filledBy: .receiver),
      TemplateVariable(key: "合作事项", name: "合作事项"),
      TemplateVariable(key: "保密年数", name: "保密年数", kind: .number),
      TemplateVariable(key: "违约金", name: "违约金", kind: .money),
      TemplateVariable(key: "保密联系人", name: "保密联系人", filledBy: .receiver),
      TemplateVariable(key: "保密邮箱", name: "保密邮箱", filledBy: .receiver),
    ])
}
