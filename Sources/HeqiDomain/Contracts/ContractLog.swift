/// One line of a contract's logs with the columns of F-087 and F-088.
package struct ContractLogEntry: Equatable, Sendable {
  package let line: LogLine
  /// 结果: passed, failed, the rating or the reason; nil where the action has none.
  package let result: Bilingual?
  /// 合同最新状态
  package let stage: ContractStageName?

  package init(line: LogLine, result: Bilingual?, stage: ContractStageName?) {
    self.line = line
    self.result = result
    self.stage = stage
  }
}

/// Turns contract events into the source's log lines (F-020, F-036, F-043, F-087 to F-090).
package enum ContractLog {
  /// 合同操作日志: what people did, and what the system did by rule (F-088).
  package static func operation(_ event: Event) -> ContractLogEntry? {
    guard let kind = ContractEventKind(stored: event.kind) else { return nil }
    if event.actor.kind == .system { return systemLine(kind, event).map { entry($0, event) } }
    return operationLine(kind, event, category: .contractOperation).map { entry($0, event) }
  }

  /// 合同状态日志: only what moves the contract (F-087).
  package static func status(_ event: Event) -> ContractLogEntry? {
    guard let kind = ContractEventKind(stored: event.kind), let word = statusWords[kind] else { return nil }
    let isInitiator = event.fact(ContractFact.side) == ContractSide.initiator.rawValue
    let action =
      kind == .signed
      ? (isInitiator ? Bilingual("发起方签", "Initiator signs") : Bilingual("接收方签", "Receiver signs")) : word
    var entries = identity(event)
    if let stage = stage(event) { entries.append(LogLine.Entry(Bilingual("合同最新状态", "Latest state"), stage.title)) }
    let line = LogLine(
      .contractStatus, of: event, role: role(event), action: .plain(action, object: event.fact(ContractFact.title)),
      entries: entries)
    return entry(line, event)
  }

  /// 个人操作日志: the same deed in the doer's own log (F-090).
  package static func personal(_ event: Event) -> ContractLogEntry? {
    guard event.actor.kind == .person, let kind = ContractEventKind(stored: event.kind) else { return nil }
    return operationLine(kind, event, category: .personalOperation).map { entry($0, event) }
  }

  private static func entry(_ line: LogLine, _ event: Event) -> ContractLogEntry {
    let result = event.fact(ContractFact.result) ?? event.fact(ContractFact.reason)
    return ContractLogEntry(line: line, result: result.map { Bilingual($0, $0) }, stage: stage(event))
  }

  private static func operationLine(_ kind: ContractEventKind, _ event: Event, category: LogCategory) -> LogLine? {
    if kind == .liveImageRated { return ratingLine(event, category: category) }
    guard let words = operationWords[kind] else { return nil }
    var entries = [hash(event)].compactMap(\.self)
    for (name, label) in shownFacts {
      if let value = event.fact(name), !value.isEmpty { entries.append(LogLine.Entry(label, shown(name, value))) }
    }
    entries += number(event)
    return LogLine(
      category, of: event, role: role(event), action: .plain(words, object: event.fact(ContractFact.title)),
      entries: entries)
  }

  /// 确认接收方-用户 李*三/活体图像：…/结果：确认 (F-037)
  private static func ratingLine(_ event: Event, category: LogCategory) -> LogLine {
    let other = otherParty(event)
    var entries: [LogLine.Entry] = []
    if let image = event.fact(ContractFact.imageID) {
      entries.append(LogLine.Entry(Bilingual("活体图像", "Live image"), String(image.prefix(12))))
    }
    if let result = event.fact(ContractFact.result) { entries.append(LogLine.Entry(Bilingual("结果", "Result"), result)) }
    return LogLine(
      category, of: event, role: role(event),
      action: .plain(Bilingual("确认\(other.chinese)", "Rate \(other.english)"), object: nil),
      entries: entries + number(event))
  }

  private static func systemLine(_ kind: ContractEventKind, _ event: Event) -> LogLine? {
    let title = event.fact(ContractFact.title)
    let other = otherParty(event)
    var entries = identity(event)
    let words: Bilingual
    switch kind {
    case .sent:
      words = Bilingual("按签署要求和设置自动发送给\(other.chinese) 请求接收", "Sent by rule to \(other.english), asked to receive")
    case .liveImageRequested:
      words = Bilingual("自动请求\(other.chinese) 更新近期活体图像", "Asked \(other.english) for a recent live image")
    case .expired: words = Bilingual("自动撤回合同（超期）", "Withdrawn by rule: deadline missed")
    case .allSigned:
      words = Bilingual("更新合同状态为\(event.fact(ContractFact.result) ?? "")", "Signatures complete on this side")
    case .completed: words = Bilingual("自动更新合同状态为已完成签署", "State updated to completed")
    case .reportIssued, .confirmationIssued:
      let isReport = kind == .reportIssued
      words =
        isReport
        ? Bilingual("自动更新合同存证报告", "Evidence report attached") : Bilingual("自动更新存证确认函", "Evidence confirmation attached")
      let label = isReport ? Bilingual("存证报告", "Evidence report") : Bilingual("存证确认函", "Evidence confirmation")
      entries.append(LogLine.Entry(label, "《\(event.fact(ContractFact.documentTitle) ?? "")》"))
      entries.append(LogLine.Entry(Bilingual("HASH值", "Hash"), event.fact(ContractFact.documentDigest) ?? ""))
    case .renewed: words = Bilingual("为文件补充时间戳", "Time stamp added to the file")
    case .signersChosen: words = Bilingual("自动移除离职的签署人", "A leaver no longer signs")
    case .approvalHandedOver:
      words = Bilingual("自动转交离职人员的审批", "A leaver's review was handed over")
    case .dutyTakenOver:
      words = Bilingual("自动改派离职人员的任务", "A leaver's task was given to a colleague")
      entries = people(event) + entries
    case .requestsMoved:
      words = Bilingual("经办人已离职，自动请法定代表人办理", "The handler has left; the legal representative is asked")
      entries = people(event) + entries
    default: return nil
    }
    return LogLine(.system, of: event, action: .plain(words, object: title), entries: entries)
  }

  private static func people(_ event: Event) -> [LogLine.Entry] {
    shownFacts.filter { [ContractFact.duty, ContractFact.from, ContractFact.to].contains($0.0) }
      .compactMap { name, label in event.fact(name).map { LogLine.Entry(label, $0) } }
  }

  private static func role(_ event: Event) -> Bilingual {
    switch event.fact(ContractFact.side).flatMap(ContractSide.init(rawValue:)) {
    case .initiator?: Bilingual("发起方-用户", "Initiator")
    case .receiver?: Bilingual("接收方-用户", "Receiver")
    case nil: Bilingual("用户", "User")
    }
  }

  private static func otherParty(_ event: Event) -> Bilingual {
    let name = event.fact(ContractFact.other) ?? ""
    return event.fact(ContractFact.otherSide) == ContractSide.initiator.rawValue
      ? Bilingual("发起方-用户 \(name)", "initiator \(name)") : Bilingual("接收方-用户 \(name)", "receiver \(name)")
  }

  private static func stage(_ event: Event) -> ContractStageName? {
    event.fact(ContractFact.stage).flatMap(ContractStageName.init(rawValue:))
  }

  private static func identity(_ event: Event) -> [LogLine.Entry] { [hash(event)].compactMap(\.self) + number(event) }

  private static func hash(_ event: Event) -> LogLine.Entry? {
    event.fileHash.map { LogLine.Entry(Bilingual("HASH值", "Hash"), $0.description) }
  }

  private static func number(_ event: Event) -> [LogLine.Entry] {
    event.transactionNo.map { [LogLine.Entry(Bilingual("系统交易编号", "Transaction number"), $0)] } ?? []
  }

  private static func shown(_ name: String, _ value: String) -> Bilingual {
    name == ContractFact.readSeconds ? Bilingual("\(value) 秒", "\(value) s") : Bilingual(value, value)
  }

  /// Facts that lines print, in print order.
  private static let shownFacts: [(String, Bilingual)] = [
    (ContractFact.digestBefore, Bilingual("签署前HASH值", "Hash before")),
    (ContractFact.businessType, Bilingual("业务类型", "Business type")),
    (ContractFact.contractNo, Bilingual("合同编号", "Contract number")),
    (ContractFact.node, Bilingual("审批节点", "Node")),
    (ContractFact.duty, Bilingual("任务", "Duty")),
    (ContractFact.from, Bilingual("原任务人", "From")),
    (ContractFact.to, Bilingual("接手人", "To")),
    (ContractFact.people, Bilingual("人数", "People")),
    (ContractFact.attachment, Bilingual("附件", "Attachment")),
    (ContractFact.attachmentDigest, Bilingual("附件HASH值", "Attachment hash")),
    (ContractFact.result, Bilingual("结果", "Result")),
    (ContractFact.opinion, Bilingual("意见", "Opinion")),
    (ContractFact.reason, Bilingual("原因", "Reason")),
    (ContractFact.pages, Bilingual("页", "Pages")),
    (ContractFact.readSeconds, Bilingual("阅读", "Read")),
    (ContractFact.intention, Bilingual("意愿确认", "Intention check")),
    (ContractFact.faceTransactionNo, Bilingual("人脸核验流水号", "Face check")),
    (ContractFact.faceMethod, Bilingual("人脸核验方", "Face checked by")),
    (ContractFact.liveImageSkipped, Bilingual("活体图像", "Live image")),
    (ContractFact.signer, Bilingual("签署人", "Signer")),
    (ContractFact.mark, Bilingual("签章", "Mark")),
    (ContractFact.certificateSerial, Bilingual("证书序列号", "Certificate serial")),
    (ContractFact.level, Bilingual("签名级别", "Level")),
  ]

  private static let operationWords: [ContractEventKind: Bilingual] = [
    .draftStarted: Bilingual("发起拟定", "Start drafting"), .draftRejected: Bilingual("驳回拟定", "Decline the text"),
    .draftFilled: Bilingual("填写拟定参数", "Fill in parameters"),
    .draftConfirmed: Bilingual("确认拟定", "Agree to the text"), .draftSaved: Bilingual("保存草稿", "Save the draft"),
    .draftDiscarded: Bilingual("作废草稿", "Discard the draft"), .initiated: Bilingual("发起合同", "Initiate"),
    .businessTypeLinked: Bilingual("关联合同业务类型", "Link a business type"),
    .approversAdded: Bilingual("增加审批人", "Add approvers"), .ccAdded: Bilingual("增加抄送人", "Add copies"),
    .approvalHandedOver: Bilingual("转交审批", "Hand over a review"),
    .dutyTakenOver: Bilingual("改派任务", "Reassign a task"),
    .signersChosen: Bilingual("指定签署人（或签）", "Choose the signers (any one)"),
    .urged: Bilingual("催签", "Urge"),
    .approversReminded: Bilingual("催办审批", "Remind the approvers"),
    .reinitiated: Bilingual("重新发起合同", "Initiate again"), .businessApproved: Bilingual("审批合同", "Business review"),
    .businessRejected: Bilingual("审批合同", "Business review"), .sealApproved: Bilingual("审批用章", "Seal review"),
    .sealRejected: Bilingual("审批用章", "Seal review"), .signed: Bilingual("签署合同", "Sign"),
    .received: Bilingual("接收合同", "Receive"), .returned: Bilingual("退回合同", "Return"),
    .withdrawn: Bilingual("撤回合同", "Withdraw"), .viewed: Bilingual("查看合同", "View"),
    .downloaded: Bilingual("下载合同", "Download"), .verified: Bilingual("验证合同", "Verify"),
    .attachmentAdded: Bilingual("添加附件", "Add an attachment"),
    .attachmentRemoved: Bilingual("移除附件", "Remove an attachment"),
    .attachmentDownloaded: Bilingual("下载附件", "Download an attachment"),
    .read: Bilingual("阅读合同", "Read"), .intentionAsked: Bilingual("获取签署验证码", "Ask for a signing code"),
  ]

  private static let statusWords: [ContractEventKind: Bilingual] = [
    .initiated: Bilingual("发起", "Initiate"), .reinitiated: Bilingual("发起", "Initiate"),
    .signed: Bilingual("签署", "Sign"), .sent: Bilingual("发送", "Send"), .received: Bilingual("接收", "Receive"),
    .withdrawn: Bilingual("撤回", "Withdraw"), .expired: Bilingual("撤回", "Withdraw"),
    .returned: Bilingual("退回", "Return"),
    .allSigned: Bilingual("签署", "Sign"), .completed: Bilingual("签署", "Sign"),
  ]
}
