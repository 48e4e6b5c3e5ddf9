/// Log lines of company verification and of the company's people, in the source's grammar; applicant and reviewer read the
/// same (F-017, F-028).
package enum OrganizationLog {
  /// The line of an event, or `nil` when it belongs to no company.
  package static func line(of event: Event) -> LogLine? {
    guard let (category, action) = heads[event.kind] else { return nil }
    return LogLine(category, of: event, action: .marked(action), entries: event.facts.compactMap(entry))
  }

  private static let heads: [String: (LogCategory, Bilingual)] = [
    OrganizationVerificationEvent.submittedKind: (.verification, Bilingual("提交企业认证资料", "Submit company data")),
    OrganizationVerificationEvent.licenceReadKind: (.verification, Bilingual("OCR 识别营业执照", "OCR of the licence")),
    OrganizationVerificationEvent.comparedKind: (.verification, Bilingual("企业信息比对", "Compare company data")),
    OrganizationVerificationEvent.askedKind: (.verification, Bilingual("邀请法定代表人在线签署授权书", "Ask for the letter of authority")),
    OrganizationVerificationEvent.authorizedKind: (.verification, Bilingual("提交法定代表人授权书", "Hand in the letter of authority")),
    OrganizationVerificationEvent.voucherKind: (.verification, Bilingual("提交对公打款凭证", "Hand in the transfer record")),
    OrganizationVerificationEvent.payoutRequestedKind: (.verification, Bilingual("申请小额打款验证", "Ask for a small payout")),
    OrganizationVerificationEvent.payoutRecordedKind: (.verification, Bilingual("后台登记打款", "Record the payout")),
    OrganizationVerificationEvent.amountKind: (.verification, Bilingual("回填打款金额", "Type the amount back")),
    OrganizationVerificationEvent.reviewedKind: (.verification, Bilingual("后台审核企业认证", "Review of the company")),
    OrganizationVerificationEvent.lookedAtKind: (.verification, Bilingual("后台查看企业认证资料", "Look at company data")),
    OrganizationVerificationEvent.statusKind: (.system, Bilingual("企业认证状态", "Company status")),
    OrganizationVerificationEvent.withdrawnKind: (.verification, Bilingual("撤销企业认证申请", "Withdraw the application")),
    OrganizationVerificationEvent.certificateKind: (.system, Bilingual("签发企业数字证书", "Issue company certificate")),
    OrganizationVerificationEvent.certificateRevokedKind: (.system, Bilingual("吊销企业数字证书", "Revoke company certificate")),
    OrganizationVerificationEvent.verifiedKind: (.system, Bilingual("企业开通", "Company opened")),
    MembershipEvent.addedKind: (.personalOperation, Bilingual("添加企业人员", "Add a person")),
    MembershipEvent.linkedKind: (.system, Bilingual("企业人员加入", "Person joined")),
    MembershipEvent.changedKind: (.personalOperation, Bilingual("调整企业人员", "Change a person")),
    MembershipEvent.leftKind: (.system, Bilingual("企业人员离职", "Person left")),
    MembershipEvent.importedKind: (.personalOperation, Bilingual("导入组织架构", "Import the organization")),
    MembershipEvent.pulledKind: (.system, Bilingual("同步组织架构", "Pull the organization")),
    OrgUnitEvent.addedKind: (.personalOperation, Bilingual("新建部门", "Add a unit")),
    OrgUnitEvent.renamedKind: (.personalOperation, Bilingual("部门改名", "Rename a unit")),
    OrgUnitEvent.movedKind: (.personalOperation, Bilingual("移动部门", "Move a unit")),
    OrgUnitEvent.shiftedKind: (.personalOperation, Bilingual("调整部门顺序", "Reorder units")),
    OrgUnitEvent.removedKind: (.personalOperation, Bilingual("删除部门", "Remove a unit")),
    OrgUnitEvent.peopleKind: (.personalOperation, Bilingual("调整部门人员", "Change a unit's people")),
    OrgUnitEvent.ledKind: (.personalOperation, Bilingual("设置部门人员的直接上级", "Set a unit's superior")),
    OrganizationVerificationEvent.renamedKind: (.system, Bilingual("企业更名", "Company renamed")),
  ]

  private static func entry(_ fact: Event.Fact) -> LogLine.Entry? {
    guard let label = labels[fact.name] else { return nil }
    return LogLine.Entry(label, value(fact))
  }

  private static func value(_ fact: Event.Fact) -> Bilingual {
    let known: Bilingual? =
      switch fact.name {
      case "companyStatus": OrganizationVerificationStatus(rawValue: fact.value)?.label
      case "kind": OrganizationKind(rawValue: fact.value)?.label
      case "unitKind": OrgUnitKind(rawValue: fact.value)?.label
      case "capacity": ApplicantCapacity(rawValue: fact.value)?.label
      default: words[fact.value]
      }
    return known ?? Bilingual(fact.value, fact.value)
  }

  private static let labels: [String: Bilingual] = [
    "company": Bilingual("企业名称", "Company"), "code": Bilingual("统一社会信用代码", "Credit code"),
    "kind": Bilingual("企业类型", "Kind"), "legalRepresentative": Bilingual("法定代表人姓名", "Legal representative"),
    "capacity": Bilingual("申请人身份", "Capacity"), "account": Bilingual("对公账号", "Account"),
    "licence": Bilingual("营业执照图片", "Licence"), "checkPerson": Bilingual("法定代表人", "Legal representative"),
    "checkName": Bilingual("企业名称", "Company name"), "checkCode": Bilingual("信用代码", "Credit code"),
    "mobile": Bilingual("手机号码", "Mobile"), "way": Bilingual("方式", "Way"), "hash": Bilingual("HASH值", "Hash"),
    "voucher": Bilingual("打款凭证", "Transfer record"), "reference": Bilingual("银行流水号", "Bank reference"),
    "result": Bilingual("结果", "Result"), "triesLeft": Bilingual("剩余次数", "Tries left"),
    "review": Bilingual("后台审核", "Review"), "reason": Bilingual("理由", "Reason"), "item": Bilingual("内容", "Item"),
    "companyStatus": Bilingual("认证结果", "Status"), "oldName": Bilingual("原名称", "Old name"),
    "member": Bilingual("人员", "Person"), "roles": Bilingual("角色", "Roles"), "unitCount": Bilingual("新增部门", "New departments"),
    "addedCount": Bilingual("新增人员", "Added"), "changedCount": Bilingual("调整人员", "Changed"), "leftCount": Bilingual("离职人员", "Left"),
    "unit": Bilingual("部门", "Unit"), "unitKind": Bilingual("类型", "Kind"), "oldUnit": Bilingual("原位置", "Old place"),
    "peopleCount": Bilingual("人数", "People"), "heir": Bilingual("人员去向", "People go to"), "joined": Bilingual("加入", "Joined"),
    "released": Bilingual("移出", "Taken out"), "manager": Bilingual("直接上级", "Superior"),
    "serial": Bilingual("证书序列号", "Serial number"), "notAfter": Bilingual("有效期至", "Valid until"),
  ]

  private static let words: [String: Bilingual] = [
    "passed": Bilingual("成功", "passed"), "failed": Bilingual("失败", "failed"),
    "needsReview": Bilingual("转人工审核", "to be reviewed"), "unread": Bilingual("未识别", "not read"),
    "scan": Bilingual("上传扫描件", "scan"), "online": Bilingual("在线签署", "signed online"),
    "approved": Bilingual("通过", "approved"), "refused": Bilingual("不通过", "refused"),
    "data": Bilingual("企业资料", "company data"), "licence": Bilingual("营业执照", "licence"),
    "voucher": Bilingual("打款凭证", "transfer record"), "letter": Bilingual("授权书", "letter of authority"),
  ]
}
