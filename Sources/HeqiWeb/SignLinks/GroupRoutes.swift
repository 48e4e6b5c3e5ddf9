package import HeqiApplication
import HeqiDomain
package import HeqiHTTPKit
package import Hummingbird

/// 组合签: several contracts of one person behind one link (J-007). No account, no cookies; the token in the address is the
/// whole right. Each contract is read on the page of its own link.
package struct GroupRoutes: Sendable {
  private static let fields: [ContractError.Code: String] = [
    .contentUnconfirmed: "confirmed", .readingTooShort: "confirmed", .intentionMissing: "code", .codeWrong: "code",
    .codeExpired: "code", .codeExhausted: "code", .codeTooSoon: "code", .markUnusable: "mark", .handwritingTooSimple: "strokes",
  ]
  private let renderer: PageRenderer
  private let groups: SignGroupActions
  private let entrance: SignLinkRoutes.Entrance

  package init(renderer: PageRenderer, groups: SignGroupActions, entrance: SignLinkRoutes.Entrance) {
    self.renderer = renderer
    self.groups = groups
    self.entrance = entrance
  }

  package func add(to router: Router<HeqiRequestContext>) {
    let group = router.group("/g/{token}")
      .add(
        middleware: RequestFactsMiddleware(
          addresses: entrance.addresses, signer: entrance.signer, random: entrance.random, namesBrowsers: false)
      )
      .add(middleware: LinkHeadersMiddleware())
      .add(middleware: SecurityHeadersMiddleware())
      .add(middleware: ErrorMiddleware(page: WebProblemPage(renderer: renderer)))
      .add(middleware: RateLimitMiddleware(clock: entrance.clock))
    group.get("", use: open)
    group.post("receipt", use: receive)
    group.post("code", use: askCode)
    group.post("signature", use: sign)
  }

  private func visit(_ context: HeqiRequestContext) async throws -> (GroupVisit, String) {
    let token = context.parameters.get("token") ?? ""
    return (try await groups.visit(token, scene: context.scene, language: context.language), token)
  }

  private func show(
    _ visit: GroupVisit, _ token: String, _ form: FormFields, _ outcomes: [SignGroupActions.Outcome], _ request: Request,
    _ context: HeqiRequestContext, status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    let model = GroupPage(
      visit, token: token, form: form, outcomes: outcomes, isCodeSent: request.query("code") != nil,
      texts: renderer.texts(context))
    return framed(try await renderer.page(model, request, context, status: status), visit)
  }

  private func framed(_ response: Response, _ visit: GroupVisit) -> Response {
    visit.items.first.map { LinkPolicy($0.visit).applied(to: response) } ?? response
  }

  @Sendable private func open(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (visit, token) = try await visit(context)
    return try await show(visit, token, FormFields(), [], request, context)
  }

  @Sendable private func receive(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (visit, token) = try await visit(context)
    try await groups.receive(visit)
    return .redirect(to: Links.signGroup(token))
  }

  @Sendable private func askCode(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (visit, token) = try await visit(context)
    do {
      let receipt = try await groups.askCode(visit)
      if context.facts.wantsJSON { return try jsonResponse(CodeAnswer(retryAfter: receipt.resendAfterSeconds), request, context) }
      return .redirect(to: Links.signGroup(token) + "?code=sent#sign")
    } catch let error as ContractError where !context.facts.wantsJSON {
      let (state, status) = try renderer.refusal(error, of: FormState(), at: Self.fields, context)
      return try await show(visit, token, FormFields(state), [], request, context, status: status)
    }
  }

  @Sendable private func sign(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (visit, token) = try await visit(context)
    let form = try await request.form()
    let texts = renderer.texts(context)
    do {
      let drawn = try SignLinkRoutes.drawing(form, texts, confirmMissing: "group.confirmMissing")
      let code = form.trimmed("code")
      let outcomes = try await groups.sign(
        visit, handwriting: drawn?.handwriting, diagonal: drawn?.diagonal ?? 0, code: code.isEmpty ? nil : code,
        scene: context.scene, language: context.language)
      let scene = visit.items[0].visit.link.scene
      if outcomes.allSatisfy({ $0.problem == nil }), !scene.showsResult, let back = scene.returnURL {
        return framed(.redirect(to: back), visit)
      }
      return try await show(self.visit(context).0, token, FormFields(), outcomes, request, context)
    } catch {
      let (shown, status) = try renderer.corrected(error, form, keeping: ["mark", "confirmed"], at: Self.fields, context)
      return try await show(visit, token, FormFields(shown), [], request, context, status: status)
    }
  }
}
