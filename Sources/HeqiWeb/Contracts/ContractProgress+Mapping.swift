import HeqiApplication
import HeqiDomain

extension ContractProgressPage {
  init(_ view: ContractView, now: Instant, texts: LocaleTexts) {
    head = ContractHead(view, tab: .progress, now: now, texts: texts)
    steps = ProgressSteps(view.contract, now: now, texts: texts).steps
    approvals = ApprovalCard.cards(view, now: now, texts: texts)
    lines = LogEntry.newestFirst(view.statusLog, texts)
    csv = Links.logExport("csv", of: view.contract.id)
  }
}

/// The way of a contract from start to filing, as a line of steps: done, now, later.
struct ProgressSteps {
  let steps: [ContractProgressPage.Step]

  init(_ contract: Contract, now: Instant, texts: LocaleTexts) {
    let round = contract.round
    let time = { (instant: Instant) in ShortTime.text(instant, now: now, texts: texts) }
    var steps: [ContractProgressPage.Step] = []
    func add(_ label: String, _ text: String, _ state: String) {
      steps.append(.init(label: label, text: text, state: state, isDone: state == "done", isNow: state == "now"))
    }
    let start = round.initiatedAt
    add(
      texts("contract.stepStart"), start.map { "\(round.initiator.name) · \(time($0))" } ?? texts("contract.stepNow"),
      start == nil ? "now" : "done")
    func review(_ stage: ApprovalStage, _ party: ContractParty) {
      guard let flow = party.company?.flow(stage) else { return }
      let isNow = party.state.review == stage && contract.stage.isLive
      let key = flow.outcome == .approved ? "contract.stepDoneShort" : flow.outcome == .rejected ? "contract.stepRejected" : isNow ? "contract.stepNow" : "contract.stepLater"
      add(
        texts("contract.stepReview", ["name": party.name, "stage": texts(stage.title)]), texts(key),
        flow.outcome == .approved ? "done" : isNow ? "now" : "later")
    }
    review(.business, round.initiator)
    let order = round.settings.issueOrder == .signThenSend ? [round.initiator] + round.receivers : round.receivers + [round.initiator]
    for party in order {
      if party.side == .receiver, !party.state.isSigned {
        let isReceived = party.state == .awaitingSignature
        let isNow = party.state == .awaitingReceipt && contract.stage.isLive
        add(
          texts("contract.stepReceive", ["name": party.name]), texts(isNow ? "contract.stepNow" : isReceived ? "contract.stepDoneShort" : "contract.stepLater"),
          isReceived ? "done" : isNow ? "now" : "later")
      }
      if party.side == .receiver { review(.business, party) }
      review(.seal, party)
      add(texts("contract.stepSign", ["name": party.name]), Self.text(party, contract, time, texts), Self.state(party, contract))
    }
    switch contract.stage {
    case .completed(let at): add(texts("contract.stepDone"), texts("contract.stepDoneAt", ["at": time(at)]), "done")
    case .withdrawnByInitiator(let ending), .withdrawnByReceiver(let ending), .returned(let ending), .expired(let ending):
      steps.removeAll { !$0.isDone }
      add(texts(contract.stage.name.title), [time(ending.at), ending.reason].filter { !$0.isEmpty }.joined(separator: " · "), "ended")
    default: add(texts("contract.stepDone"), texts("contract.stepDoneText"), round.allSigned ? "now" : "later")
    }
    self.steps = steps
  }

  private static func state(_ party: ContractParty, _ contract: Contract) -> String {
    if party.state.isSigned { return "done" }
    return party.state == .awaitingSignature && contract.stage.isLive ? "now" : "later"
  }

  private static func text(_ party: ContractParty, _ contract: Contract, _ time: (Instant) -> String, _ texts: LocaleTexts) -> String {
    if case .signed(let at) = party.state { return time(at) }
    return texts(state(party, contract) == "now" ? "contract.stepNow" : "contract.stepLater")
  }
}

/// Bytes as people read them.
enum FileSize {
  static func text(_ bytes: Int) -> String {
    if bytes < 1_048_576 { return "\(max(1, (bytes + 512) / 1024)) KB" }
    let tenths = (bytes * 10 + 524_288) / 1_048_576
    return "\(tenths / 10).\(tenths % 10) MB"
  }
}
