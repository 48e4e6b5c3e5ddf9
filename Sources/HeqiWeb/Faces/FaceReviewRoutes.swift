package import HeqiApplication
import HeqiDomain
package import HeqiHTTPKit
package import HeqiPorts
package import Hummingbird

/// Back office: manual face checks at the end of the chain of vendors (B-26, M-035).
package struct FaceReviewRoutes: Sendable {
  private static let roles: Set<PlatformRole> = [.reviewer, .operator_, .auditor]
  private let renderer: PageRenderer
  private let reviews: FaceReviewDesk
  private let clock: any WallClock

  package init(renderer: PageRenderer, reviews: FaceReviewDesk, clock: any WallClock) {
    self.renderer = renderer
    self.reviews = reviews
    self.clock = clock
  }

  package func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.officeFaces)) { request, context in
      let found = try await reviews.queue(caller: context.requireStaff(Self.roles))
      return try await renderer.page(
        FaceReviewQueuePage(found, now: clock.now, texts: renderer.texts(context)), request, context)
    }
    router.get("/office/faces/{id}") { request, context in
      try await renderer.page(page(FormFields(), context), request, context)
    }
    router.post("/office/faces/{id}", use: decide)
    router.get("/office/faces/{id}/images/{kind}", use: image)
  }

  private func page(_ form: FormFields, _ context: HeqiRequestContext) async throws -> FaceReviewCasePage {
    let caller = try context.requireStaff(Self.roles)
    let found = try await reviews.open(context.entity(), caller: caller)
    return FaceReviewCasePage(found, form: form, now: clock.now, texts: renderer.texts(context))
  }

  @Sendable private func decide(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireStaff(Self.roles)
    let id = try context.entity(FaceReview.self)
    return try await renderer.submit(request, context, keeping: ["decision", "reason"], fields: ["reason", "decision"]) {
      try await page($0, context)
    } act: { form in
      let fault = FaceFault(rawValue: form.text("decision") ?? "")
      guard fault != nil || form.text("decision") == FaceReviewCasePage.passed else { throw Problem.decisionMissing }
      try await reviews.decide(id, fault: fault, reason: form.trimmed("reason"), caller: caller)
      return .redirect(to: Links.noticing(Links.officeFaces, "decided"))
    }
  }

  @Sendable private func image(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireStaff(Self.roles)
    let kinds: [String: FaceReviewDesk.Kind] = ["front": .front, "live": .live]
    guard let kind = kinds[try context.parameters.require("kind")] else { throw Problem.notFound }
    let jpeg = try await reviews.image(kind, of: context.entity(), caller: caller)
    return Response(
      status: .ok, headers: [.contentType: "image/jpeg", .cacheControl: "private, no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: jpeg)))
  }
}
