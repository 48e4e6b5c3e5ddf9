/// Whose turn it is, what happens next, until when: the first line of every row, page and message.
package struct ContractTurn: Equatable, Sendable {
  /// Parties that are asked to do something now; empty when nobody is.
  package let waitingFor: [ActionRequestKey]
  /// True when the viewer is one of them.
  package let isYours: Bool
  /// What the viewer does now; nil when it waits.
  package let yourAction: RequestedAction?
  package let sentence: Bilingual
  package let until: Instant?
}

extension Contract {
  /// The turn as `viewer` is told of it.
  /// - Parameter caller: who of a company asks: its approvers are asked one by one, its other people by their rights.
  package func turn(for viewer: ContractParty, caller: Caller? = nil) -> ContractTurn {
    let open = openRequests
    let mine = open.filter { $0.partyID == viewer.id && $0.isPut(to: viewer, caller) }
    let until = nextExpiry
    let action = mine.first?.action
    return ContractTurn(
      waitingFor: open, isYours: !mine.isEmpty, yourAction: action,
      sentence: sentence(for: viewer, action: action, open: open, until: until), until: until)
  }

  private func sentence(
    for viewer: ContractParty, action: RequestedAction?, open: [ActionRequestKey], until: Instant?
  ) -> Bilingual {
    if let ended = endSentence(for: viewer) { return ended }
    let deadline = until.map { Bilingual("，请在 \($0.shortText) 前完成", " by \($0.shortText)") } ?? Bilingual("", "")
    let next = nextStep(after: action, viewer: viewer)
    if let action {
      return Bilingual(
        "轮到您\(action.title.chinese)\(deadline.chinese)。\(next.chinese)",
        "Your turn: \(action.title.english.lowercased())\(deadline.english).\(next.english.isEmpty ? "" : " " + next.english)"
      )
    }
    guard let first = open.first, let party = round.party(first.partyID) else {
      return Bilingual(
        "各方均已签署，平台正在复核签名并生成存证报告。",
        "All parties have signed. The platform is verifying the signatures and preparing the evidence report.")
    }
    let count = Set(open.map(\.partyID)).count
    let others = count > 1 ? Bilingual(" 等 \(count) 方", " and \(count - 1) more") : Bilingual("", "")
    let limit = until.map { Bilingual("，截止 \($0.shortText)", ", until \($0.shortText)") } ?? Bilingual("", "")
    return Bilingual(
      "等待\(party.side.title.chinese) \(party.name)\(others.chinese)\(first.action.title.chinese)\(limit.chinese)。",
      "Waiting for \(party.name)\(others.english) to \(first.action.title.english.lowercased())\(limit.english).")
  }

  private func nextStep(after action: RequestedAction?, viewer: ContractParty) -> Bilingual {
    switch action {
    case .receive?: return Bilingual("接收后即可阅读并签署。", "After that you can read and sign it.")
    case .sign?:
      if viewer.side == .initiator {
        return round.settings.issueOrder == .signThenSend
          ? Bilingual("签署后自动发送给接收方。", "It is sent to the receivers as soon as you have signed.")
          : Bilingual("签署后合同成立。", "The contract stands as soon as you have signed.")
      }
      if round.receivers.contains(where: { $0.id != viewer.id && !$0.state.isSigned }) {
        return Bilingual("之后由其他接收方签署。", "Other receivers sign after that.")
      }
      return round.settings.issueOrder == .signThenSend
        ? Bilingual("签署后合同成立。", "The contract stands as soon as you have signed.")
        : Bilingual("之后由发起方签署。", "The initiator signs after that.")
    case .updateLiveImage?: return Bilingual("更新后对方会再次确认。", "The other party rates the new image.")
    default: return Bilingual("", "")
    }
  }

  private func endSentence(for viewer: ContractParty) -> Bilingual? {
    func because(_ reason: String) -> Bilingual {
      reason.isEmpty ? Bilingual("。", ".") : Bilingual("，原因：\(reason)。", ": \(reason).")
    }
    let again =
      viewer.side == .initiator
      ? Bilingual("您可以重新发起。", " You can start it again.")
      : Bilingual("如仍需签约，请联系发起方重新发起。", " If it is still wanted, ask the initiator to start it again.")
    func ended(_ what: Bilingual, _ ending: ContractEnding) -> Bilingual {
      let reason = because(ending.reason)
      return Bilingual(what.chinese + reason.chinese + again.chinese, what.english + reason.english + again.english)
    }
    switch stage {
    case .draft: return Bilingual("草稿，尚未发起。补全后即可发起。", "A draft that has not been started. Complete it to start.")
    case .discarded: return Bilingual("草稿已作废。", "This draft was discarded.")
    case .completed(let at):
      return Bilingual(
        "已于 \(at.shortText) 完成签署，可下载合同、存证报告和存证确认函。",
        "Completed on \(at.shortText). Contract, evidence report and confirmation can be downloaded.")
    case .withdrawnByInitiator(let ending):
      return ended(Bilingual("发起方已撤回", "Withdrawn by the initiator"), ending)
    case .withdrawnByReceiver(let ending):
      return ended(Bilingual("接收方已撤回", "Withdrawn by the receiver"), ending)
    case .returned(let ending): return ended(Bilingual("接收方已退回", "Returned by the receiver"), ending)
    case .expired(let ending):
      let empty = ContractEnding(at: ending.at, partyID: nil, reason: "")
      return ended(Bilingual("超过签署有效期，已自动撤回", "The deadline passed and it was withdrawn"), empty)
    default: return nil
    }
  }
}

extension ActionRequestKey {
  /// Whether this person is the one who is asked.
  fileprivate func isPut(to party: ContractParty, _ caller: Caller?) -> Bool {
    guard let standing = caller?.mode.standing, let caller, party.kind == .company else { return holder == nil }
    if let holder { return holder == standing.membershipID }
    return action.permission.map { party.isReached(by: $0, of: caller) } ?? false
  }
}

extension RequestedAction {
  /// The right that it takes in a company.
  package var permission: Permission? {
    switch self {
    case .confirm, .receive: .contractReceive
    case .approveBusiness, .approveSeal: .approvalDecide
    case .sign: .contractSign
    case .updateLiveImage: nil
    case .initiate: .contractInitiate
    }
  }
}
