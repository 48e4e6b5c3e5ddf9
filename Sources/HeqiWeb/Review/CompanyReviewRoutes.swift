import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiPorts
import Hummingbird

/// Back office: companies, their licences, transfer records and payouts (F-016, F-096).
struct CompanyReviewRoutes: Sendable {
  let renderer: PageRenderer
  let companies: CompanyActions
  let clock: any WallClock

  func add(to router: Router<HeqiRequestContext>) {
    router.get("/office/companies/{id}") { request, context in
      try await renderer.page(page(FormFields(), context), request, context)
    }
    router.post("/office/companies/{id}", use: decide)
    router.post("/office/companies/{id}/payout", use: payout)
    router.get("/office/companies/{id}/files/{kind}", use: file)
  }

  private func page(_ form: FormFields, _ context: HeqiRequestContext) async throws -> CompanyCasePage {
    let caller = try context.requireStaff(ReviewRoutes.roles)
    let found = try await companies.review.open(id(context), caller: caller)
    return CompanyCasePage(found, reviewer: caller.accountID, form: form, now: clock.now, texts: renderer.texts(context))
  }

  @Sendable private func decide(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (caller, task) = (try context.requireStaff(ReviewRoutes.roles), try id(context))
    return try await renderer.submit(request, context, keeping: ["decision", "reason"], fields: ["reason", "decision"]) {
      try await page($0, context)
    } act: { form in
      guard let decision = form.text("decision"), ["approve", "reject"].contains(decision) else { throw Problem.decisionMissing }
      try await companies.review.decide(task, approved: decision == "approve", reason: form.trimmed("reason"), caller: caller)
      return .redirect(to: Links.noticing(Links.reviewQueue, "decided"))
    }
  }

  @Sendable private func payout(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (caller, task) = (try context.requireStaff(ReviewRoutes.roles), try id(context))
    return try await renderer.submit(request, context, keeping: ["amount", "reference"], fields: ["amount", "reference"]) {
      try await page($0, context)
    } act: { form in
      guard let cents = Cents.read(form.trimmed("amount")) else { throw OrganizationError(.amountInvalid, field: "amount") }
      try await companies.review.recordPayout(task, amountMinor: cents, reference: form.trimmed("reference"), caller: caller)
      return .redirect(to: Links.noticing(Links.reviewQueue, "payoutRecorded"))
    }
  }

  @Sendable private func file(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireStaff(ReviewRoutes.roles)
    let kinds: [String: CompanyFiles.Kind] = ["licence": .licence, "voucher": .voucher, "letter": .letter, "signedLetter": .signedLetter]
    guard let kind = kinds[try context.parameters.require("kind")] else { throw Problem.notFound }
    let bytes = try await companies.review.file(kind, of: id(context), caller: caller)
    if kind == .signedLetter { return .pdf(bytes) }
    return Response(
      status: .ok, headers: [.contentType: "image/jpeg", .cacheControl: "private, no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  private func id(_ context: HeqiRequestContext) throws -> ID<ReviewTask> {
    guard let id = ID<ReviewTask>(try context.parameters.require("id")) else { throw Problem.notFound }
    return id
  }
}
