import HeqiDomain

/// One message as text message and as e-mail: whose turn, what, until when, where.
struct ContractMessage: Equatable, Sendable {
  let subject: String
  /// For a text message: one sentence and the link.
  let short: String
  /// For an e-mail.
  let body: String

  static func request(
    _ action: RequestedAction, from contract: Contract, to party: ContractParty, isInvited: Bool, link: String,
    isUrged: Bool = false, in language: Language
  ) -> ContractMessage {
    let title = contract.round.title
    let sender = contract.round.initiator.name
    let what = action.title.text(in: language)
    let until = contract.nextExpiry.map { $0.shortText }
    let subject: String
    let sentence: String
    switch language {
    case .chinese:
      subject = (isUrged ? "催办 · " : "") + "请\(what)：《\(title)》"
      sentence =
        (isUrged ? "\(sender)催您办理：" : "") + "\(sender)与您签订的《\(title)》等待您\(what)" + (until.map { "，请在 \($0) 前完成" } ?? "") + "。"
        + (isInvited ? "请用本手机号码或邮箱注册并完成实名认证后办理。" : "")
    case .english:
      subject = (isUrged ? "Reminder · " : "") + "Please \(what.lowercased()): \(title)"
      sentence =
        (isUrged ? "\(sender) reminds you: " : "") + "\(sender)’s contract “\(title)” waits for you to \(what.lowercased())" + (until.map { " by \($0)" } ?? "")
        + "."
        + (isInvited ? " Register with this number or address and verify your identity to go on." : "")
    }
    return message(subject, sentence, contract, link, language)
  }

  static func notice(
    _ notice: ContractNotice, from contract: Contract, link: String, in language: Language
  ) -> ContractMessage {
    let subject = words(notice.kind, notice.reason, contract.round.title).text(in: language)
    let sentence = sentence(notice.kind, notice.reason, contract.round.title).text(in: language)
    return message(subject, sentence, contract, link, language)
  }

  /// What became of a contract, with the reason that was given.
  static func sentence(_ kind: ContractNotice.Kind, _ reason: String, _ title: String) -> Bilingual {
    let words = words(kind, reason, title)
    guard !reason.isEmpty, kind != .signedByColleague else { return Bilingual(words.chinese + "。", words.english + ".") }
    return Bilingual(words.chinese + "。原因：\(reason)。", words.english + ". Reason: \(reason).")
  }

  /// Subject and text of a code that signs one file.
  static func signingCode(
    _ code: String, title: String, digest: Digest, in language: Language
  ) -> (subject: String, text: String) {
    switch language {
    case .chinese:
      ("签署验证码", "验证码 \(code)，用于签署《\(title)》（文件 \(digest.short)），10 分钟内有效。请勿告诉任何人；如非本人操作，请不要使用。")
    case .english:
      (
        "Signing code",
        "Code \(code) signs “\(title)” (file \(digest.short)). Valid for 10 minutes. Tell nobody; ignore it if you did not ask."
      )
    }
  }

  private static func message(
    _ subject: String, _ sentence: String, _ contract: Contract, _ link: String, _ language: Language
  ) -> ContractMessage {
    let number =
      language == .chinese ? "系统交易编号：\(contract.transactionNo)" : "Transaction number: \(contract.transactionNo)"
    return ContractMessage(subject: subject, short: "\(sentence) \(link)", body: "\(sentence)\n\n\(number)\n\(link)\n")
  }

  private static func words(_ kind: ContractNotice.Kind, _ reason: String, _ title: String) -> Bilingual {
    switch kind {
    case .returned: Bilingual("接收方退回了《\(title)》", "The receiver returned “\(title)”")
    case .withdrawn: Bilingual("《\(title)》已被撤回，不再需要签署", "“\(title)” was withdrawn and needs no signature any more")
    case .expired: Bilingual("《\(title)》超过签署有效期，已自动撤回", "“\(title)” passed its deadline and was withdrawn")
    case .completed:
      Bilingual(
        "《\(title)》已由各方签署完成，可下载合同和存证报告", "“\(title)” is signed by all parties; contract and evidence report are ready")
    case .liveImageRequested:
      Bilingual(
        "对方请您更新近期活体图像，以便签署《\(title)》", "The other party asks for a recent live image of you before signing “\(title)”")
    case .reviewRejected: Bilingual("《\(title)》审批未通过", "“\(title)” did not pass its review")
    case .draftRejected: Bilingual("《\(title)》的文本被驳回", "The text of “\(title)” was declined")
    case .discarded: Bilingual("《\(title)》的草稿已作废", "The draft of “\(title)” was discarded")
    case .approvalReminder: Bilingual("请审批《\(title)》", "“\(title)” waits for your review")
    case .signedByColleague:
      Bilingual(
        "贵公司的\(reason)已签署《\(title)》，您无需再签", "\(reason) of your company has signed “\(title)”; you need not sign")
    case .signedByOther: Bilingual("接收方已签署《\(title)》", "The receiver has signed “\(title)”")
    }
  }
}
