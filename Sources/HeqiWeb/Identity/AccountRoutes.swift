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
    router.get("/account/log.{format}", use: exportLog)
    router.get(RouterPath(stringLiteral: Links.newMobile)) { request, context in
      try await renderer.page(contactPage(isMobile: true, FormFields(), context), request, context)
    }
    router.post(RouterPath(stringLiteral: Links.newMobile), use: changeMobile)
    router.get(RouterPath(stringLiteral: Links.newEmail)) { request, context in
      try await renderer.page(contactPage(isMobile: false, FormFields(), context), request, context)
    }
    router.post(RouterPath(stringLiteral: Links.newEmail), use: changeEmail)
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

  private func contactPage(
    isMobile: Bool, codeSent: Bool = false, _ form: FormFields, _ context: HeqiRequestContext
  ) async throws -> ContactPage {
    let profile = try await people.readProfile(caller: context.requireCaller())
    return ContactPage(profile, isMobile: isMobile, codeSent: codeSent, form: form, texts: renderer.texts(context))
  }

  @Sendable private func changeMobile(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    let session = try currentSession(context)
    return try await renderer.submit(request, context, keeping: ["mobile"], fields: ["old", "mobile", "code"]) {
      try await contactPage(isMobile: true, $0, context)
    } act: { form in
      if form.text("action") == "code" {
        _ = try await people.sendOwnCode(changeMobileTo: form.trimmed("mobile"), caller: caller)
        let kept = FormFields(FormState(form, keeping: ["mobile"]))
        return try await renderer.page(contactPage(isMobile: true, codeSent: true, kept, context), request, context)
      }
      try await people.changeContact(
        mobile: form.trimmed("mobile"), code: form.trimmed("code"), password: Sensitive(form.text("old") ?? ""),
        session: session, caller: caller)
      return .redirect(to: Links.noticing(Links.account, "mobileChanged"))
    }
  }

  @Sendable private func changeEmail(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    return try await renderer.submit(request, context, keeping: ["email"], fields: ["old", "email"]) {
      try await contactPage(isMobile: false, $0, context)
    } act: { form in
      try await people.changeContact(
        email: form.trimmed("email"), password: Sensitive(form.text("old") ?? ""), caller: caller)
      return .redirect(to: Links.noticing(Links.account, "emailChanged"))
    }
  }

  @Sendable private func exportLog(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    guard let format = ExportContractLog.Format(rawValue: try context.parameters.require("format")) else { throw Problem.notFound }
    let filter = LogFilterForm(request).filter
    return .file(try await people.exportPersonalLog(format, filter, caller: context.requireCaller()))
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
    let form = LogFilterForm(request)
    let page = try await people.readPersonalLog(
      form.filter, before: request.query("before").flatMap { ID<Event>($0) }, caller: caller)
    let texts = renderer.texts(context)
    let model = ActivityLogPage(
      tabs: PageTab.account(current: Links.personalLog, texts: texts), lines: page.lines.map { LogEntry($0, texts: texts) },
      older: page.next.map { form.address(Links.personalLog, [("before", $0.description)]) },
      csv: form.address("\(Links.personalLog).csv"), pdf: form.address("\(Links.personalLog).pdf"),
      topics: form.topics(texts), form: form.fields(texts), clear: form.isEmpty ? nil : Links.personalLog)
    return try await renderer.page(model, request, context)
  }

  private func currentSession(_ context: HeqiRequestContext) throws -> ID<LoginSession> {
    guard let id = context.session.flatMap({ ID<LoginSession>($0.id) }) else { throw Problem.signInRequired }
    return id
  }
}
