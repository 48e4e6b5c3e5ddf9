import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiPorts
import Hummingbird

/// Receiving, and the ways out: return, withdraw, discard, and starting again (rows 13, 16, 19, 20, 23, 24).
struct ContractDecisionRoutes: Sendable {
  let renderer: PageRenderer
  let actions: ContractActions

  func add(to router: Router<HeqiRequestContext>) {
    router.post("/contracts/{id}/receipt", use: receive)
    router.post("/contracts/{id}/reinitiation", use: reinitiate)
    router.post("/contracts/{id}/urging") { request, context in
      let id = try context.contractID()
      try await actions.urge(id, caller: context.requireCaller())
      return Response.redirect(to: Links.noticing(Links.contract(id), "contractUrged"))
    }
    for (path, isInvoiced) in [("on", true), ("off", false)] {
      router.post(RouterPath(stringLiteral: "/contracts/{id}/invoicing/\(path)")) { _, context in
        let id = try context.contractID()
        try await actions.noteInvoicing(id, isInvoiced: isInvoiced, caller: context.requireCaller())
        return Response.redirect(to: Links.noticing(Links.contract(id), "invoicingNoted"))
      }
    }
    for decision in ContractDecision.allCases {
      router.get(RouterPath(stringLiteral: "/contracts/{id}/\(decision.path)")) { request, context in
        try await renderer.page(page(decision, FormFields(), context), request, context)
      }
      router.post(RouterPath(stringLiteral: "/contracts/{id}/\(decision.path)")) { request, context in
        try await decide(decision, request, context)
      }
    }
  }

  @Sendable private func receive(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    guard caller.mode == .personal else { return try await CompanyReceiptRoutes(renderer: renderer, actions: actions).receive(request, context) }
    let contract = try await actions.receive(context.contractID(), caller: caller)
    return .redirect(to: Links.noticing(Links.contract(contract.id), "contractReceived"))
  }

  @Sendable private func reinitiate(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let contract = try await actions.reopen(context.contractID(), caller: context.requireCaller())
    return .redirect(to: Links.draft(contract.id))
  }

  private func page(_ decision: ContractDecision, _ form: FormFields, _ context: HeqiRequestContext) async throws -> ContractDecisionPage {
    let view = try await actions.view(context.contractID(), isLogged: false, caller: context.requireCaller())
    guard view.actions.contains(decision.command) || form.message != nil else { throw ContractError(.notAllowedInStage) }
    return ContractDecisionPage(decision, view, form: form, texts: renderer.texts(context))
  }

  private func decide(_ decision: ContractDecision, _ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (id, caller) = (try context.contractID(), try context.requireCaller())
    let form = try await request.form()
    do {
      try await act(decision, id, reason: form.trimmed("reason"), caller)
      return .redirect(to: Links.noticing(decision == .discard ? Links.contracts : Links.contract(id), decision.notice))
    } catch {
      let (state, status) = try renderer.refusal(
        error, of: FormState(form, keeping: ["reason"]), at: [.reasonMissing: "reason", .reasonTooLong: "reason"], context)
      return try await renderer.page(page(decision, FormFields(state), context), request, context, status: status)
    }
  }

  private func act(_ decision: ContractDecision, _ id: ID<Contract>, reason: String, _ caller: Caller) async throws {
    switch decision {
    case .returning: _ = try await actions.returnContract(id, reason: reason, caller: caller)
    case .withdrawal: _ = try await actions.withdraw(id, reason: reason, caller: caller)
    case .discard: _ = try await actions.discard(id, caller: caller)
    }
  }
}

/// A step that ends something and is asked about once more.
enum ContractDecision: Sendable, CaseIterable {
  case returning, withdrawal, discard

  var path: String {
    switch self {
    case .returning: "return"
    case .withdrawal: "withdrawal"
    case .discard: "discard"
    }
  }

  var command: ContractCommandName {
    switch self {
    case .returning: .returnContract
    case .withdrawal: .withdraw
    case .discard: .discard
    }
  }

  var notice: String {
    switch self {
    case .returning: "contractReturned"
    case .withdrawal: "contractWithdrawn"
    case .discard: "draftDiscarded"
    }
  }

  /// Middle part of its text keys.
  var word: String {
    switch self {
    case .returning: "return"
    case .withdrawal: "withdraw"
    case .discard: "discard"
    }
  }

  var consequenceKeys: [String] {
    switch self {
    case .returning: ["decide.returnOne", "decide.returnTwo"]
    case .withdrawal: ["decide.withdrawOne", "decide.withdrawTwo", "decide.withdrawThree"]
    case .discard: ["decide.discardOne", "decide.discardTwo"]
    }
  }
}

extension ContractDecisionPage {
  init(_ decision: ContractDecision, _ view: ContractView, form: FormFields, texts: LocaleTexts) {
    let contract = view.contract
    back = Links.contract(contract.id)
    contractTitle = view.shownRound.title
    heading = texts("decide.\(decision.word)Title", ["title": view.shownRound.title])
    action = "\(Links.contract(contract.id))/\(decision.path)"
    self.form = form
    consequences = decision.consequenceKeys.map { texts($0) }
    asksReason = decision != .discard
    // An initiator may withdraw without a word until somebody has signed (B-04).
    isReasonRequired = decision == .returning || view.party.side == .receiver || contract.round.hasSignature
    reasonLabel = decision == .discard ? "" : texts("decide.\(decision.word)Reason")
    buttonKind = "warn"
    label = texts("decide.\(decision.word)Label")
  }
}
