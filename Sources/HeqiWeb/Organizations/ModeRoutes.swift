import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// For whom the signed-in person acts: chosen after login, switched at any time (F-029).
struct ModeRoutes: Sendable {
  let renderer: PageRenderer
  let people: PeopleActions

  func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.mode), use: show)
    router.post(RouterPath(stringLiteral: Links.mode), use: choose)
  }

  @Sendable private func show(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    let model = ModePage(
      try await people.listModes(caller: caller), caller: caller, next: Links.returnPath(request.query("next")),
      texts: renderer.texts(context))
    return try await renderer.page(model, request, context)
  }

  @Sendable private func choose(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    let form = try await request.form()
    var organization: ID<Organization>?
    if let text = form.text("organization"), !text.isEmpty {
      guard let id = ID<Organization>(text) else { throw OrganizationError(.notAMember) }
      organization = id
    }
    guard let session = context.session.flatMap({ ID<LoginSession>($0.id) }) else { throw Problem.signInRequired }
    try await people.chooseMode(organization, session: session, caller: caller)
    return .redirect(to: Links.returnPath(form.text("next")) ?? Links.workbench)
  }
}
