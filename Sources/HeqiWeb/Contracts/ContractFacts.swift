import HeqiApplication
import HeqiDomain
import HeqiStorage

/// The fields of F-078 that the head of the page does not say.
struct ContractFacts {
  let rows: [FactRow]

  /// Everything that the viewer of a contract is told.
  init(_ view: ContractView, round: ContractRound, now: Instant, texts: LocaleTexts) {
    let contract = view.contract
    var rows: [FactRow] = []
    func add(_ key: String, _ value: String?) {
      if let value, !value.isEmpty { rows.append(FactRow(label: texts("contract.\(key)"), value: value)) }
    }
    add("factType", Self.type(view, texts))
    add("factStage", texts(contract.stage.name.title))
    add("factFolder", contract.folder(of: view.party).map { texts($0.title) })
    add("factReviews", Self.reviews(contract, texts))
    if case .completed(let at) = contract.stage {
      add("factSigned", at.shortText)
      add("factMonth", String(at.shortText.prefix(7)))
    }
    add("factPerformance", contract.performance(at: now).map { texts($0.title) })
    add("factInvoiced", view.listing.map { texts($0.isInvoiced ? "contract.yes" : "contract.no") })
    self.rows = Self(contract, round: round, texts: texts).rows + rows
  }

  /// 合同类型: the viewer's own business type, else what kind of paper it is.
  private static func type(_ view: ContractView, _ texts: LocaleTexts) -> String {
    view.party.company?.businessType?.name ?? texts("contract.kind.\(view.contract.kind.rawValue)")
  }

  /// 审批状态 of each company and stage in a word.
  private static func reviews(_ contract: Contract, _ texts: LocaleTexts) -> String {
    contract.round.parties.flatMap { party in
      [party.company?.business, party.company?.seal].compactMap(\.self).map { flow in
        let isNow = party.state.review == flow.stage && contract.stage.isLive
        let word = flow.outcome.map { texts($0.title) } ?? texts(isNow ? "approval.waiting" : "approval.later")
        return "\(party.name) \(texts(flow.stage.title))：\(word)"
      }
    }.joined(separator: texts("list.semicolon"))
  }

  init(_ contract: Contract, round: ContractRound, texts: LocaleTexts) {
    let settings = round.settings
    var rows: [FactRow] = []
    func add(_ key: String, _ value: String?) {
      if let value { rows.append(FactRow(label: texts("contract.\(key)"), value: value)) }
    }
    add("factNumber", contract.contractNo)
    add("factOrder", texts(settings.issueOrder.title) + (round.receivers.count > 1 ? " · " + texts(settings.signingOrder.title) : ""))
    add("factDeadline", settings.signDeadline?.shortText)
    add("factFlow", settings.flowExpiresAt?.shortText)
    add("factCreated", contract.createdAt.shortText)
    add("factInitiated", round.initiatedAt?.shortText)
    add("factSent", round.sentAt?.shortText)
    add("factTerm", settings.term.map { Self.term($0, texts) })
    add("factAmount", settings.amount?.text)
    add("factPages", round.file.map { String($0.pageCount) })
    add("factReading", settings.forcedReadingSeconds > 0 ? texts("contract.seconds", ["n": String(settings.forcedReadingSeconds)]) : nil)
    add("factIntention", settings.requiresIntentionCheck ? texts("contract.factIntentionText") : nil)
    self.rows = rows
  }

  private static func term(_ term: ContractTerm, _ texts: LocaleTexts) -> String {
    func day(_ instant: Instant) -> String { String(instant.shortText.prefix(10)) }
    guard let end = term.end else { return texts("contract.termOpen", ["start": day(term.start)]) }
    return texts("contract.termRange", ["start": day(term.start), "end": day(end)])
  }
}
