import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiPorts
import Hummingbird

/// Many contracts, one code (T-011).
struct BatchRoutes: Sendable {
  private static let fields: [ContractError.Code: String] = [
    .codeWrong: "code", .codeExpired: "code", .codeExhausted: "code", .intentionMissing: "code", .codeTooSoon: "code",
  ]
  let renderer: PageRenderer
  let actions: ContractActions
  let clock: any WallClock

  func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.batch)) { request, context in
      try await renderer.page(page(nil, FormFields(), false, context), request, context)
    }
    router.post(RouterPath(stringLiteral: Links.batch), use: submit)
  }

  private func page(
    _ chosen: Set<SignBatch.Choice>?, _ form: FormFields, _ isCodeSent: Bool, _ context: HeqiRequestContext
  ) async throws -> BatchPage {
    let sheet = try await actions.signBatch(caller: context.requireCaller())
    return BatchPage(sheet, chosen: chosen, form: form, isCodeSent: isCodeSent, now: clock.now, texts: renderer.texts(context))
  }

  @Sendable private func submit(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    let texts = renderer.texts(context)
    let form = try await request.form()
    let choices = form.all("choice").compactMap(SignBatch.Choice.init(text:))
    do {
      guard !choices.isEmpty else { throw FormCorrections(message: texts("batch.noneChosen")) }
      if form.text("action") == "code" {
        _ = try await actions.signBatch.askCode(choices, caller: caller)
        return try await renderer.page(page(Set(choices), FormFields(FormState(form, keeping: ["confirmed"])), true, context), request, context)
      }
      guard form.isOn("confirmed") else { throw FormCorrections(errors: ["confirmed": texts("sign.confirmMissing")]) }
      let code = form.trimmed("code")
      let outcomes = try await actions.signBatch.sign(
        choices, code: code.isEmpty ? nil : code, sealPIN: form.text("pin").map { Sensitive($0) }, caller: caller)
      return try await renderer.page(BatchDonePage(outcomes, texts: texts), request, context)
    } catch {
      let (state, status): (FormState, HTTPResponse.Status)
      if let typed = error as? FormCorrections {
        (state, status) = (FormState(values: [:], errors: typed.errors, message: typed.message), .unprocessableContent)
      } else {
        (state, status) = try renderer.refusal(error, of: FormState(form, keeping: ["confirmed"]), at: Self.fields, context)
      }
      return try await renderer.page(page(Set(choices), FormFields(state), false, context), request, context, status: status)
    }
  }
}

extension SignBatch.Choice {
  /// `<contract> <digest>`
  var text: String { "\(contractID) \(digest)" }

  init?(text: String) {
    let parts = text.split(separator: " ").map(String.init)
    guard parts.count == 2, let id = ID<Contract>(parts[0]), let digest = Digest(parts[1]) else { return nil }
    self.init(contractID: id, digest: digest)
  }
}

/// What waits for a signature, to be signed together.
struct BatchPage: PageModel {
  static let template = "signing/batch"
  let form: FormFields
  let action: String
  let rows: [Row]
  let hasRows: Bool
  let codeHint: String
  let isCodeSent: Bool
  let asksPIN: Bool
  let isConfirmed: Bool

  struct Row: Sendable {
    let index: String
    let choice: String
    let title: String
    let href: String
    let other: String
    let due: String
    let hash: String
    let hashShort: String
    let isOpen: Bool
    let isChosen: Bool
    let state: String
    let stateKind: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("batch.title") }
}

/// What became of each.
struct BatchDonePage: PageModel {
  static let template = "signing/batch-done"
  let heading: String
  let rows: [Row]

  struct Row: Sendable {
    let title: String
    let href: String
    let isSigned: Bool
    let text: String
  }

  func title(_ texts: LocaleTexts) -> String { heading }
}

extension BatchPage {
  init(
    _ sheet: SignBatch.Sheet, chosen: Set<SignBatch.Choice>?, form: FormFields, isCodeSent: Bool, now: Instant,
    texts: LocaleTexts
  ) {
    self.form = form
    action = Links.batch
    rows = sheet.items.enumerated().map { index, item in
      let choice = SignBatch.Choice(contractID: item.contract.id, digest: item.digest)
      let others = item.contract.round.counterparties(of: item.party).map(\.name)
      return Row(
        index: String(index), choice: choice.text, title: item.contract.round.title, href: Links.signing(item.contract.id),
        other: others.joined(separator: texts("list.comma")),
        due: item.contract.nextExpiry.map { ShortTime.text($0, now: now, texts: texts) } ?? "—",
        hash: item.digest.description, hashShort: item.digest.short, isOpen: item.obstacle == nil,
        // Everything that was read is proposed at first; what the signer then leaves out stays out.
        isChosen: item.obstacle == nil && chosen?.contains(choice) ?? true,
        state: texts("batch.\(item.obstacle?.rawValue ?? "ready")"), stateKind: item.obstacle == nil ? "ok" : "wait")
    }
    hasRows = !rows.isEmpty
    codeHint = texts("batch.codeHint", ["mobile": sheet.maskedMobile])
    self.isCodeSent = isCodeSent
    asksPIN = sheet.asksSealPIN
    isConfirmed = form.values["confirmed"] == "on"
  }
}

extension BatchDonePage {
  init(_ outcomes: [SignBatch.Outcome], texts: LocaleTexts) {
    let signed = outcomes.count { $0.problem == nil }
    heading = texts("batch.done", ["count": String(signed), "all": String(outcomes.count)])
    rows = outcomes.map { outcome in
      Row(
        title: outcome.title, href: Links.contract(outcome.contractID), isSigned: outcome.problem == nil,
        text: outcome.problem.map { texts($0.message) } ?? texts("batch.signed"))
    }
  }
}
