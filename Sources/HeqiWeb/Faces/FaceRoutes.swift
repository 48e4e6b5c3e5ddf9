package import HeqiApplication
import HeqiDomain
package import HeqiHTTPKit
package import Hummingbird

/// Pages of face checks (M-002, M-018): no account, no cookies; the token in the address is the whole right.
package struct FaceRoutes: Sendable {
  private let renderer: PageRenderer
  private let faces: FaceDesk
  private let testFaces: EvaluationFaceVendor?
  private let entrance: SignLinkRoutes.Entrance

  /// - Parameter testFaces: only in evaluation mode.
  package init(
    renderer: PageRenderer, faces: FaceDesk, testFaces: EvaluationFaceVendor?, entrance: SignLinkRoutes.Entrance
  ) {
    self.renderer = renderer
    self.faces = faces
    self.testFaces = testFaces
    self.entrance = entrance
  }

  package func add(to router: Router<HeqiRequestContext>) {
    let group = guarded(router.group("/f/{token}"))
    group.get("", use: open)
    group.post("consent", use: consent)
    group.post("result", use: refresh)
    // Where the vendor sends the browser back to.
    group.get("return", use: refresh)
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
    let model = FacePage(
      visit, token: token, form: form, isLate: request.query("late") != nil, texts: renderer.texts(context))
    return try await renderer.page(model, request, context, status: status)
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
      try await faces.consent(visit, token: token, words: words, scene: context.scene)
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
