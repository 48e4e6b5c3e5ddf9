import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiPorts
import Hummingbird

/// Back office: queues, one case, its images, the decision (F-025, F-096).
struct ReviewRoutes: Sendable {
  static let roles: Set<PlatformRole> = [.reviewer, .operator_, .auditor]
  let renderer: PageRenderer
  let review: ReviewActions
  let clock: any WallClock

  func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.reviewQueue)) { try await queue($0, $1, view: .open) }
    router.get(RouterPath(stringLiteral: Links.reviewOverdue)) { try await queue($0, $1, view: .overdue) }
    router.get("/office/reviews/{id}") { request, context in
      try await renderer.page(casePage(FormFields(), context), request, context)
    }
    router.post("/office/reviews/{id}", use: decide)
    router.get("/office/reviews/{id}/images/{kind}", use: image)
  }

  private func queue(_ request: Request, _ context: HeqiRequestContext, view: ReviewQueueView) async throws -> Response {
    let caller = try context.requireStaff(Self.roles)
    let after = request.query("after").flatMap { ID<ReviewTask>($0) }
    let found = try await review.listQueue(view, after: after, caller: caller)
    return try await renderer.page(
      ReviewQueuePage(found, view: view, isFirst: after == nil, now: clock.now, texts: renderer.texts(context)), request, context)
  }

  private func casePage(_ form: FormFields, _ context: HeqiRequestContext) async throws -> ReviewCasePage {
    let caller = try context.requireStaff(Self.roles)
    let found = try await review.openCase(id(context), caller: caller)
    return ReviewCasePage(found, reviewer: caller.accountID, form: form, now: clock.now, texts: renderer.texts(context))
  }

  @Sendable private func decide(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireStaff(Self.roles)
    let task = try id(context)
    return try await renderer.submit(request, context, keeping: ["decision", "reason"], fields: ["reason", "decision"]) {
      try await casePage($0, context)
    } act: { form in
      guard let decision = form.text("decision"), ["approve", "reject"].contains(decision) else { throw Problem.decisionMissing }
      _ = try await review.decide(task, approved: decision == "approve", reason: form.trimmed("reason"), caller: caller)
      return .redirect(to: Links.noticing(Links.reviewQueue, "decided"))
    }
  }

  @Sendable private func image(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireStaff(Self.roles)
    let kinds: [String: IdentityImages.Kind] = ["front": .front, "back": .back, "live": .live]
    guard let kind = kinds[try context.parameters.require("kind")],
      let jpeg = try await review.readImage(kind, of: id(context), caller: caller)
    else { throw Problem.notFound }
    return Response(
      status: .ok, headers: [.contentType: "image/jpeg", .cacheControl: "private, no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: jpeg)))
  }

  private func id(_ context: HeqiRequestContext) throws -> ID<ReviewTask> {
    guard let id = ID<ReviewTask>(try context.parameters.require("id")) else { throw Problem.notFound }
    return id
  }
}

extension Problem {
  static let decisionMissing = Problem(
    .unprocessableContent, code: "review.decision", title: Bilingual("还没有结论", "No decision yet"),
    detail: Bilingual("请选择通过或不通过。", "Choose approve or reject."), field: "decision")
}
