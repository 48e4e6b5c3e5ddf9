import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiPorts
import Hummingbird

/// User centre: profile, password, devices, personal log (F-044a, d).
struct AccountRoutes: Sendable {
  let renderer: PageRenderer
  let people: PeopleActions
  let clock: any WallClock

  func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.account)) { request, context in
      try await renderer.page(accountPage(FormFields(), context), request, context)
    }
    router.post(RouterPath(stringLiteral: Links.password), use: changePassword)
    router.post(RouterPath(stringLiteral: Links.email), use: confirmEmail)
    router.get(RouterPath(stringLiteral: Links.sessions), use: sessions)
    router.post(RouterPath(stringLiteral: Links.otherSessionsEnd), use: endOthers)
    router.post("/account/sessions/{id}/end", use: endOne)
    router.get(RouterPath(stringLiteral: Links.personalLog), use: log)
  }

  private func accountPage(_ form: FormFields, _ context: HeqiRequestContext) async throws -> AccountPage {
    let profile = try await people.readProfile(caller: context.requireCaller())
    return AccountPage(profile, form: form, now: clock.now, texts: renderer.texts(context))
  }

  @Sendable private func changePassword(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    let session = try currentSession(context)
    return try await renderer.submit(request, context, keeping: [], fields: ["old", "password"]) {
      try await accountPage($0, context)
    } act: { form in
      try await people.changePassword(
        old: Sensitive(form.text("old") ?? ""), new: Sensitive(form.text("password") ?? ""), session: session, caller: caller)
      return .redirect(to: Links.noticing(Links.account, "passwordChanged"))
    }
  }

  @Sendable private func confirmEmail(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    return try await renderer.submit(request, context, keeping: [], fields: ["code"]) {
      try await accountPage($0, context)
    } act: { form in
      if form.text("action") == "code" {
        _ = try await people.sendOwnCode(confirmEmailOf: caller)
        return .redirect(to: Links.account)
      }
      try await people.confirmEmail(code: form.trimmed("code"), caller: caller)
      return .redirect(to: Links.noticing(Links.account, "emailConfirmed"))
    }
  }

  @Sendable private func sessions(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    let current = try currentSession(context)
    let live = try await people.listSessions(caller: caller)
    return try await renderer.page(
      SessionsPage(live, current: current, now: clock.now, texts: renderer.texts(context)), request, context)
  }

  @Sendable private func endOne(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    guard let id = ID<LoginSession>(try context.parameters.require("id")) else { throw Problem.notFound }
    try await people.revokeSession(id, caller: caller)
    return .redirect(to: Links.noticing(Links.sessions, "sessionEnded"))
  }

  @Sendable private func endOthers(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    try await people.revokeSession(allBut: currentSession(context), caller: caller)
    return .redirect(to: Links.noticing(Links.sessions, "sessionsEnded"))
  }

  @Sendable private func log(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    let page = try await people.readPersonalLog(before: request.query("before").flatMap { ID<Event>($0) }, caller: caller)
    let texts = renderer.texts(context)
    let model = ActivityLogPage(
      tabs: PageTab.account(current: Links.personalLog, texts: texts), lines: page.lines.map { LogEntry($0, texts: texts) },
      older: page.next.map { "\(Links.personalLog)?before=\($0)" })
    return try await renderer.page(model, request, context)
  }

  private func currentSession(_ context: HeqiRequestContext) throws -> ID<LoginSession> {
    guard let id = context.session.flatMap({ ID<LoginSession>($0.id) }) else { throw Problem.signInRequired }
    return id
  }
}
