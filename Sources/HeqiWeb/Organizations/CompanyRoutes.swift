import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiPorts
import Hummingbird

/// Company verification for applicants, and the letter of authority for legal representatives (F-013 to F-018).
struct CompanyRoutes: Sendable {
  static let fields: Set<String> = [
    "name", "code", "legalRepresentative", "bank", "account", "licence", "mobile", "amount", "voucher", "letter",
  ]
  let renderer: PageRenderer
  let companies: CompanyActions
  let clock: any WallClock

  func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.companies)) { request, context in
      let own = try await companies.verifications.list(caller: context.requireCaller())
      return try await renderer.page(CompaniesPage(own, texts: renderer.texts(context)), request, context)
    }
    router.get(RouterPath(stringLiteral: Links.newCompany)) { request, context in
      try await renderer.page(newPage(FormFields(), request, context), request, context)
    }
    router.post(RouterPath(stringLiteral: Links.newCompany)) { request, context in
      try await submit(request, context, correcting: nil)
    }
    router.get("/companies/verifications/{id}") { request, context in
      try await renderer.page(page(FormFields(), request, context), request, context)
    }
    router.post("/companies/verifications/{id}") { request, context in
      try await submit(request, context, correcting: context.companyVerificationID())
    }
    router.post("/companies/verifications/{id}/authorization", use: ask)
    router.post("/companies/verifications/{id}/authorization/scan", use: scan)
    router.post("/companies/verifications/{id}/voucher", use: voucher)
    router.post("/companies/verifications/{id}/payout", use: payout)
    router.post("/companies/verifications/{id}/amount", use: amount)
    router.post("/companies/verifications/{id}/withdrawal", use: withdraw)
  }

  private func page(_ form: FormFields, _ request: Request, _ context: HeqiRequestContext) async throws -> CompanyVerificationPage {
    let caller = try context.requireCaller()
    let view = try await companies.verifications.one(context.companyVerificationID(), caller: caller)
    return CompanyVerificationPage(
      view, caller: caller, form: form, isCorrecting: request.query("edit") != nil, now: clock.now, texts: renderer.texts(context))
  }

  /// A form that is empty, or filled from an earlier verification that is done anew (E-10).
  private func newPage(_ form: FormFields, _ request: Request, _ context: HeqiRequestContext) async throws -> CompanyVerificationPage {
    let caller = try context.requireCaller()
    var filled = form
    if let id = request.query("from").flatMap({ ID<OrganizationVerification>($0) }) {
      let data = try await companies.verifications.one(id, caller: caller).verification.data
      filled = form.filling(
        data.map {
          [
            "name": $0.name.text, "code": $0.code.text, "legalRepresentative": $0.legalRepresentative.text, "bank": $0.account.bank,
            "kind": $0.kind.rawValue, "capacity": $0.capacity.rawValue,
          ]
        } ?? [:])
    }
    return CompanyVerificationPage(nil, caller: caller, form: filled, now: clock.now, texts: renderer.texts(context))
  }

  private func submit(
    _ request: Request, _ context: HeqiRequestContext, correcting id: ID<OrganizationVerification>?
  ) async throws -> Response {
    let caller = try context.requireCaller()
    let sent = try await MultipartForm.read(request, context: context, limits: .images)
    do {
      let saved = try await companies.submit(Self.form(sent), correcting: id, caller: caller)
      return .redirect(to: Links.noticing(Links.companyVerification(saved.id.description), "submitted"))
    } catch {
      let typed = FormState(sent.form, keeping: ["name", "code", "legalRepresentative", "bank", "kind", "capacity"])
      let (state, status) = try renderer.refusal(error, of: typed, fields: Self.fields, context)
      let fields = FormFields(state)
      let model = id == nil ? try await newPage(fields, request, context) : try await page(fields, request, context)
      return try await renderer.page(model, request, context, status: status)
    }
  }

  private static func form(_ sent: MultipartForm) -> CompanyForm {
    CompanyForm(
      kind: OrganizationKind(rawValue: sent.form.trimmed("kind")) ?? .legalEntity, name: sent.form.trimmed("name"),
      code: sent.form.trimmed("code"), legalRepresentative: sent.form.trimmed("legalRepresentative"),
      capacity: ApplicantCapacity(rawValue: sent.form.trimmed("capacity")) ?? .legalRepresentative, bank: sent.form.trimmed("bank"),
      account: Sensitive(sent.form.trimmed("account")), licence: sent.file("licence")?.bytes ?? [])
  }

  // MARK: Steps

  @Sendable private func ask(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    try await step(request, context, keeping: ["mobile"]) { form, id, caller in
      try await companies.authorize.ask(form.trimmed("mobile"), id, caller: caller)
    }
  }

  @Sendable private func payout(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    try await step(request, context) { _, id, caller in try await companies.proveAccount.byPayout(id, caller: caller) }
  }

  @Sendable private func withdraw(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    try await step(request, context) { _, id, caller in try await companies.proveAccount.withdraw(id, caller: caller) }
  }

  @Sendable private func amount(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    try await step(request, context) { form, id, caller in
      guard let cents = Cents.read(form.trimmed("amount")) else { throw OrganizationError(.amountInvalid, field: "amount") }
      let entered = try await companies.proveAccount.enter(amountMinor: cents, id, caller: caller)
      guard entered.status != .awaitingAmount else { throw OrganizationError(.amountWrong, field: "amount") }
    }
  }

  private func step(
    _ request: Request, _ context: HeqiRequestContext, keeping: [String] = [],
    act: (Form, ID<OrganizationVerification>, Caller) async throws -> Void
  ) async throws -> Response {
    let (id, caller) = (try context.companyVerificationID(), try context.requireCaller())
    return try await renderer.submit(request, context, keeping: keeping, fields: Self.fields) {
      try await page($0, request, context)
    } act: { form in
      try await act(form, id, caller)
      return .redirect(to: Links.companyVerification(id.description))
    }
  }

  @Sendable private func scan(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    try await upload("letter", request, context) { bytes, id, caller in
      try await companies.authorize.byScan(bytes, id, caller: caller)
    }
  }

  @Sendable private func voucher(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    try await upload("voucher", request, context) { bytes, id, caller in
      try await companies.proveAccount.byVoucher(bytes, id, caller: caller)
    }
  }

  private func upload(
    _ field: String, _ request: Request, _ context: HeqiRequestContext,
    act: ([UInt8], ID<OrganizationVerification>, Caller) async throws -> Void
  ) async throws -> Response {
    let (id, caller) = (try context.companyVerificationID(), try context.requireCaller())
    let sent = try await MultipartForm.read(request, context: context, limits: .images)
    do {
      try await act(sent.file(field)?.bytes ?? [], id, caller)
      return .redirect(to: Links.noticing(Links.companyVerification(id.description), "submitted"))
    } catch {
      let (state, status) = try renderer.refusal(error, of: FormState(), fields: [], context)
      return try await renderer.page(page(FormFields(state), request, context), request, context, status: status)
    }
  }
}

/// Amounts as people type them: `0.37`, `.37`, `0,37`.
enum Cents {
  static func read(_ text: String) -> Int? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let whole = parts.first.flatMap({ $0.isEmpty ? 0 : Int($0) }), (0...999_999).contains(whole)
    else { return nil }
    guard parts.count == 2 else { return whole * 100 }
    guard (1...2).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy({ (48...57).contains($0) }), let rest = Int(parts[1]) else {
      return nil
    }
    return whole * 100 + (parts[1].utf8.count == 1 ? rest * 10 : rest)
  }
}

extension HeqiRequestContext {
  func companyVerificationID() throws -> ID<OrganizationVerification> {
    guard let id = ID<OrganizationVerification>(try parameters.require("id")) else { throw Problem.notFound }
    return id
  }
}
