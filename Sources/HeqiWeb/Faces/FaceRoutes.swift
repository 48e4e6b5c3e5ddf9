package import HeqiApplication
import HeqiDomain
package import HeqiHTTPKit
package import Hummingbird

/// Pages of face checks (M-002, M-018): no account, no cookies; the token in the address is the whole right.
package struct FaceRoutes: Sendable {
  private let renderer: PageRenderer
  private let faces: FaceDesk
  private let reviews: FaceReviewDesk
  private let testFaces: EvaluationFaceVendor?
  private let entrance: SignLinkRoutes.Entrance

  /// - Parameter testFaces: only in evaluation mode.
  package init(
    renderer: PageRenderer, reviews: FaceReviewDesk, testFaces: EvaluationFaceVendor?, entrance: SignLinkRoutes.Entrance
  ) {
    self.renderer = renderer
    faces = reviews.faces
    self.reviews = reviews
    self.testFaces = testFaces
    self.entrance = entrance
  }

  package func add(to router: Router<HeqiRequestContext>) {
    let group = guarded(router.group("/f/{token}"))
    group.get("", use: open)
    group.get("theme.css", use: theme)
    group.post("consent", use: consent)
    group.post("result", use: refresh)
    group.post("again", use: again)
    group.get("review") { try await showReview(FormFields(), $0, $1) }
    group.post("review", use: askReview)
    // Where the vendor sends the browser back to.
    group.get("return", use: refresh)
    // Where the vendor's servers may say that something has happened; it only makes us ask (M-030).
    group.get("push", use: push)
    group.post("push", use: push)
    guard testFaces != nil else { return }
    let test = guarded(router.group("/dev/face/{token}"))
    test.get("", use: askOutcome)
    test.post("", use: choose)
  }

  private func guarded(_ group: RouterGroup<HeqiRequestContext>) -> RouterGroup<HeqiRequestContext> {
    group.add(
      middleware: RequestFactsMiddleware(
        addresses: entrance.addresses, signer: entrance.signer, random: entrance.random, namesBrowsers: false)
    )
    .add(middleware: LinkHeadersMiddleware())
    .add(middleware: SecurityHeadersMiddleware())
    .add(middleware: ErrorMiddleware(page: WebProblemPage(renderer: renderer)))
    .add(middleware: RateLimitMiddleware(clock: entrance.clock))
  }

  private func visit(_ context: HeqiRequestContext) async throws -> (FaceVisit, String) {
    let token = context.parameters.get("token") ?? ""
    return (try await faces.visit(token), token)
  }

  private func show(
    _ visit: FaceVisit, _ token: String, _ form: FormFields, _ request: Request, _ context: HeqiRequestContext,
    status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    let scripts = !visit.status.isFinal ? await faces.pageScripts() : []
    let model = FacePage(
      visit, token: token, form: form, isLate: request.query("late") != nil, scripts: scripts, texts: renderer.texts(context))
    return policy(visit, scripts: scripts).applied(to: try await renderer.page(model, request, context, status: status))
  }

  /// A check inside signing stands wherever the signing page may stand.
  private func policy(_ visit: FaceVisit, scripts: [String] = []) -> LinkPolicy {
    LinkPolicy(
      ancestors: visit.check.contractID == nil ? [] : visit.client.settings.frameAncestors, scripts: scripts,
      image: visit.check.look.logoURL)
  }

  @Sendable private func theme(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (visit, _) = try await visit(context)
    guard let colour = visit.check.look.themeColour.flatMap(ThemeColour.init(_:)) else { throw Problem.notFound }
    return colour.response
  }

  @Sendable private func open(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (visit, token) = try await visit(context)
    return try await show(visit, token, FormFields(), request, context)
  }

  @Sendable private func consent(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (visit, token) = try await visit(context)
    let form = try await request.form()
    let texts = renderer.texts(context)
    guard form.isOn("consent") else {
      let state = FormState(values: [:], errors: ["consent": texts("face.consentMissing")], message: nil)
      return try await show(visit, token, FormFields(state), request, context, status: .unprocessableContent)
    }
    guard !visit.status.isFinal else { return .redirect(to: Links.face(token)) }
    let words = FacePage.consentWords(visit, texts).joined(separator: "\n")
    return try await unlessLate(token) {
      try await faces.consent(visit, token: token, words: words, browser: form.text("browser"), scene: context.scene)
      return Links.face(token)
    }
  }

  /// Asks the vendor; a check inside signing goes on to the signing page when it passed.
  @Sendable private func refresh(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (visit, token) = try await visit(context)
    return try await unlessLate(token) {
      let check = try await faces.refresh(visit, scene: context.scene)
      if check.status == .success, let back = check.returnPath { return back.reveal() }
      return Links.face(token)
    }
  }

  /// With another service, where the one before does not answer.
  @Sendable private func again(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (visit, token) = try await visit(context)
    let form = try await request.form()
    guard !visit.status.isFinal, !visit.check.isReviewed else { return .redirect(to: Links.face(token)) }
    return try await unlessLate(token) {
      try await faces.again(visit, token: token, browser: form.text("browser"), scene: context.scene)
      return Links.face(token)
    }
  }

  private func showReview(
    _ form: FormFields, _ request: Request, _ context: HeqiRequestContext, status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    let (visit, token) = try await visit(context)
    guard visit.check.mayAskReview, !visit.status.isFinal else { return .redirect(to: Links.face(token)) }
    let model = FaceReviewPage(visit, token: token, form: form, texts: renderer.texts(context))
    return policy(visit).applied(to: try await renderer.page(model, request, context, status: status))
  }

  @Sendable private func askReview(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (visit, token) = try await visit(context)
    let texts = renderer.texts(context)
    // No cookie carries a right here: whoever knows the token in the address has proved all there is to prove.
    var proved = context
    proved.csrfProved = true
    let sent = try await MultipartForm.read(request, context: proved, limits: .images)
    let typed = FormState(sent.form, keeping: ["consent"])
    guard sent.form.isOn("consent") else {
      let state = typed.refused(texts("face.reviewConsentMissing"), field: "consent")
      return try await showReview(FormFields(state), request, context, status: .unprocessableContent)
    }
    do {
      try await reviews.ask(
        visit, front: sent.file("front")?.bytes ?? [], live: sent.file("live")?.bytes ?? [],
        words: FaceReviewPage.consentWords(visit, texts).joined(separator: "\n"), scene: context.scene)
      return .redirect(to: Links.face(token))
    } catch {
      let (state, status) = try renderer.refusal(error, of: typed, fields: ["front", "live"], context)
      return try await showReview(FormFields(state), request, context, status: status)
    }
  }

  /// Whoever calls, and whatever it brings along, learns nothing and settles nothing; the vendor is asked, that is all.
  @Sendable private func push(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (visit, _) = try await visit(context)
    _ = try? await faces.refresh(visit, scene: .system)
    return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: "{\"code\":0}")))
  }

  /// On to where `act` says; where the face service does not answer, the page says so and nothing has changed.
  private func unlessLate(_ token: String, _ act: () async throws -> String) async throws -> Response {
    do {
      return .redirect(to: try await act())
    } catch let error as ClientError where error.code == .providerUnavailable {
      return .redirect(to: Links.face(token) + "?late=1")
    }
  }

  @Sendable private func askOutcome(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let token = context.parameters.get("token") ?? ""
    guard let testFaces, try await testFaces.knows(token) else { throw Problem.notFound }
    let texts = renderer.texts(context)
    let model = TestFacePage(
      action: Links.testFace(token),
      choices: EvaluationFaceVendor.Outcome.allCases.map { .init(value: $0.rawValue, label: texts("face.test.\($0.rawValue)")) })
    return try await renderer.page(model, request, context)
  }

  @Sendable private func choose(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let form = try await request.form()
    guard let testFaces, let outcome = EvaluationFaceVendor.Outcome(rawValue: form.text("outcome") ?? "") else {
      throw Problem.notFound
    }
    return .redirect(to: try await testFaces.choose(outcome, for: context.parameters.get("token") ?? ""))
  }
}
