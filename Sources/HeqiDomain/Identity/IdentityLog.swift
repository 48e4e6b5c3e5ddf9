/// Turns events of registration and verification into the source's log lines, one to one (F-017, F-019 to F-028).
package enum IdentityLog {
  /// The line of an event, or `nil` when the event belongs to no registration or verification log.
  package static func line(of event: Event) -> LogLine? {
    guard let (category, action) = heads[event.kind] else { return nil }
    return LogLine(category, of: event, action: .marked(action), entries: event.facts.compactMap(entry))
  }

  /// The kinds shown in this log.
  package static var kinds: [String] { heads.keys.sorted() }

  private static let heads: [String: (LogCategory, Bilingual)] = [
    VerificationEvent.registered: (.registration, Bilingual("提交注册信息", "Submit registration")),
    VerificationEvent.agreementAccepted: (.registration, Bilingual("确认用户使用服务协议", "Confirm user agreement")),
    VerificationEvent.mobileChecked: (.system, Bilingual("验证手机短信", "Check SMS code")),
    VerificationEvent.statusChangedKind: (.system, Bilingual("用户认证状态", "Verification status")),
    VerificationEvent.submittedKind: (.verification, Bilingual("提交验证信息", "Submit verification data")),
    VerificationEvent.cardReadKind: (.verification, Bilingual("OCR 识别", "OCR")),
    VerificationEvent.portraitKind: (.verification, Bilingual("人脸识别", "Portrait")),
    VerificationEvent.comparedKind: (.verification, Bilingual("身份验证", "Identity check")),
    VerificationEvent.editedKind: (.verification, Bilingual("修改个人信息", "Edit personal data")),
    VerificationEvent.policeKind: (.system, Bilingual("公安一所身份信息查询", "Police database query")),
    VerificationEvent.faceKind: (.system, Bilingual("人脸比对", "Face comparison")),
    VerificationEvent.reviewRequestedKind: (.verification, Bilingual("提交后台审核", "Ask for review")),
    VerificationEvent.reviewedKind: (.verification, Bilingual("后台审核人脸比对", "Review of face comparison")),
    VerificationEvent.lookedAtKind: (.verification, Bilingual("后台查看认证资料", "Look at verification data")),
    VerificationEvent.liveImageShown: (.verification, Bilingual("查看活体图像", "Look at live image")),
    VerificationEvent.certificateIssued: (.system, Bilingual("签发数字证书", "Issue certificate")),
    VerificationEvent.certificateRevoked: (.system, Bilingual("吊销数字证书", "Revoke certificate")),
    VerificationEvent.sealMade: (.system, Bilingual("生成个人印章", "Make personal seal")),
  ]

  private static func entry(_ fact: Event.Fact) -> LogLine.Entry? {
    guard let label = labels[fact.name] else { return nil }
    if fact.name == "status", let status = VerificationStatus(rawValue: fact.value) { return LogLine.Entry(label, status.label) }
    return LogLine.Entry(label, words[fact.value] ?? Bilingual(fact.value, fact.value))
  }

  private static let labels: [String: Bilingual] = [
    "name": Bilingual("姓名", "Name"), "mobile": Bilingual("手机号码", "Mobile"), "email": Bilingual("邮箱", "E-mail"),
    "version": Bilingual("版本", "Version"), "hash": Bilingual("HASH值", "Hash"), "result": Bilingual("结果", "Result"),
    "status": Bilingual("认证结果", "Status"), "idCardNumber": Bilingual("身份证号码", "Identity card number"),
    "front": Bilingual("身份证正面", "Card front"), "back": Bilingual("身份证反面", "Card back"),
    "live": Bilingual("活体图像", "Live image"), "faceConsent": Bilingual("人脸信息单独同意", "Consent to face data"),
    "showConsent": Bilingual("向合同相对方展示活体图像的单独同意", "Consent to show the live image"),
    "portrait": Bilingual("身份证头像", "Card portrait"), "checkNumber": Bilingual("验证身份证号码", "Number check"),
    "checkName": Bilingual("验证姓名", "Name check"), "request": Bilingual("用户提交后台审核", "Request"),
    "review": Bilingual("后台审核", "Review"), "reason": Bilingual("理由", "Reason"), "item": Bilingual("内容", "Item"),
    "serial": Bilingual("证书序列号", "Serial number"), "notAfter": Bilingual("有效期至", "Valid until"),
    "viewer": Bilingual("查看人", "Viewer"), "contract": Bilingual("系统交易编号", "Transaction number"),
    "sealKind": Bilingual("印章类型", "Seal kind"),
  ]

  private static let words: [String: Bilingual] = [
    "passed": Bilingual("成功", "passed"), "failed": Bilingual("失败", "failed"),
    "needsReview": Bilingual("转人工审核", "to be reviewed"), "unread": Bilingual("未识别", "not read"),
    "absent": Bilingual("未提交", "not submitted"), "given": Bilingual("已同意", "given"),
    "notGiven": Bilingual("未同意", "not given"), "confirmed": Bilingual("确认", "confirmed"),
    "cancelled": Bilingual("取消", "cancelled"), "approved": Bilingual("通过", "approved"),
    "refused": Bilingual("不通过", "refused"), "data": Bilingual("脱敏资料", "masked data"),
    "front": Bilingual("身份证正面", "card front"), "back": Bilingual("身份证反面", "card back"),
    "live": Bilingual("活体图像", "live image"), "log": Bilingual("日志", "log"),
    "personalName": Bilingual("个人姓名章", "personal name seal"),
  ]
}
