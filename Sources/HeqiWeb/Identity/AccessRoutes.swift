import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiPorts
import Hummingbird

/// The way in and out: registration, codes, sign-in, password reset, sign-out.
struct AccessRoutes: Sendable {
  let renderer: PageRenderer
  let people: PeopleActions
  let tenantID: String

  func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.register), use: registration)
    router.post(RouterPath(stringLiteral: Links.register), use: register)
    router.post(RouterPath(stringLiteral: Links.codes), use: code)
    for office in [false, true] {
      let path = RouterPath(stringLiteral: office ? Links.officeLogin : "/login")
      router.get(path) { try await signIn($0, $1, office: office) }
      router.post(path) { try await logIn($0, $1, office: office) }
    }
    router.get(RouterPath(stringLiteral: Links.reset)) { request, context in
      try await renderer.page(ResetPage(form: FormFields(), codeSent: false), request, context)
    }
    router.post(RouterPath(stringLiteral: Links.reset), use: reset)
    router.post(RouterPath(stringLiteral: Links.logout), use: logOut)
  }

  // MARK: Registration

  @Sendable private func registration(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    if context.session != nil { return .redirect(to: Links.workbench) }
    return try await renderer.page(registerPage(FormFields(), context), request, context)
  }

  @Sendable private func register(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    try await renderer.submit(
      request, context, keeping: ["name", "mobile", "email"], fields: ["name", "mobile", "email", "password", "code", "agreement"]
    ) {
      registerPage($0, context)
    } act: { form in
      if form.text("action") == "code" { return try await codeSent(.register, form, request, context) { registerPage($0, context, codeSent: true) } }
      let faults = RegistrationFaults(form, renderer.texts(context))
      guard faults.errors.isEmpty else {
        let state = FormState(form, keeping: ["name", "mobile", "email"])
        let refused = faults.errors.reduce(state) { $0.refused($1.value, field: $1.key) }
        return try await renderer.page(registerPage(FormFields(refused), context), request, context, status: .unprocessableContent)
      }
      let signedIn = try await people.register(registration(form, context), scene: context.scene, tenantID: tenantID)
      return signedInResponse(signedIn, to: Links.noticing(Links.verification, "registered"), context)
    }
  }

  private func registration(_ form: Form, _ context: HeqiRequestContext) -> RegistrationForm {
    let agreement = renderer.library.documents.agreement(context.language)
    let isConfirmed = form.isOn("agreement") && form.text("agreementVersion") == agreement.version
    return RegistrationForm(
      name: form.trimmed("name"), mobile: form.trimmed("mobile"), email: form.trimmed("email"),
      password: Sensitive(form.text("password") ?? ""), code: form.trimmed("code"),
      agreement: isConfirmed ? ShownAgreement(version: agreement.version, digest: agreement.digest) : nil, language: context.language)
  }

  private func registerPage(_ form: FormFields, _ context: HeqiRequestContext, codeSent: Bool = false) -> RegisterPage {
    RegisterPage(
      form: form, codeSent: codeSent, agreement: renderer.library.documents.agreement(context.language),
      texts: renderer.texts(context))
  }

  // MARK: Codes

  /// Answer to the page's script after a code was asked for.
  private struct CodeAnswer: Encodable {
    let to: String
    let retryAfter: Int

    init(_ receipt: CodeReceipt) {
      to = receipt.maskedRecipient
      retryAfter = receipt.resendAfterSeconds
    }
  }

  @Sendable private func code(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let form = try await request.form()
    if form.trimmed("purpose") == CodePurpose.confirmEmail.rawValue {
      let receipt = try await people.sendOwnCode(confirmEmailOf: context.requireCaller())
      return try jsonResponse(CodeAnswer(receipt), request, context)
    }
    if form.trimmed("purpose") == CodePurpose.changeMobile.rawValue {
      let receipt = try await people.sendOwnCode(changeMobileTo: form.trimmed("target"), caller: context.requireCaller())
      return try jsonResponse(CodeAnswer(receipt), request, context)
    }
    let receipt = try await send(CodePurpose(rawValue: form.trimmed("purpose")) ?? .sign, form.trimmed("target"), form.text("kind"), context)
    return try jsonResponse(CodeAnswer(receipt), request, context)
  }

  private func send(_ purpose: CodePurpose, _ mobile: String, _ kind: String?, _ context: HeqiRequestContext) async throws -> CodeReceipt {
    try await people.sendCode(
      purpose, mobile: mobile, scene: context.scene, tenantID: tenantID, language: context.language,
      kind: kind == AccountKind.backOffice.rawValue ? .backOffice : .person)
  }

  /// Without script: the code is sent and the same form comes back with what was typed.
  private func codeSent<Model: PageModel>(
    _ purpose: CodePurpose, _ form: Form, _ request: Request, _ context: HeqiRequestContext, kind: String? = nil,
    show: (FormFields) -> Model
  ) async throws -> Response {
    _ = try await send(purpose, form.trimmed("mobile"), kind, context)
    return try await renderer.page(show(FormFields(FormState(form, keeping: ["name", "mobile", "email"]))), request, context)
  }

  // MARK: Sign-in

  private func signIn(_ request: Request, _ context: HeqiRequestContext, office: Bool) async throws -> Response {
    let next = Links.returnPath(request.query("next"))
    if context.session != nil { return .redirect(to: next ?? Links.workbench) }
    let model = LoginPage(
      form: FormFields(), isPassword: request.query("method") != "code", next: next, isOffice: Self.isOffice(office, next),
      texts: renderer.texts(context))
    return try await renderer.page(model, request, context)
  }

  private func logIn(_ request: Request, _ context: HeqiRequestContext, office: Bool) async throws -> Response {
    let shown = try await request.form()
    let isPassword = shown.text("method") != "code"
    let next = Links.returnPath(shown.text("next"))
    let office = Self.isOffice(office, next)
    func show(_ form: FormFields, codeSent: Bool = false) -> LoginPage {
      LoginPage(form: form, isPassword: isPassword, next: next, codeSent: codeSent, isOffice: office, texts: renderer.texts(context))
    }
    return try await renderer.submit(request, context, keeping: ["login", "mobile"], fields: ["mobile", "code"]) {
      show($0)
    } act: { form in
      let kind = office ? AccountKind.backOffice : .person
      if form.text("action") == "code" { return try await codeSent(.login, form, request, context, kind: kind.rawValue) { show($0, codeSent: true) } }
      let signedIn =
        isPassword
        ? try await people.logIn(
          identifier: form.trimmed("login"), password: Sensitive(form.text("password") ?? ""), scene: context.scene,
          tenantID: tenantID, kind: kind)
        : try await people.logIn(
          mobile: form.trimmed("mobile"), code: form.trimmed("code"), scene: context.scene, tenantID: tenantID, kind: kind)
      let path = next ?? (office ? Links.reviewQueue : Links.workbench)
      let companies = office ? [] : try await people.listModes(of: signedIn.account.id, tenantID: tenantID)
      return signedInResponse(signedIn, to: !companies.isEmpty ? Links.mode(next: path) : path, context)
    }
  }

  /// Who wants a page of the back office signs in with the back-office account.
  private static func isOffice(_ isOfficePath: Bool, _ next: String?) -> Bool { isOfficePath || next?.hasPrefix("/office/") == true }

  private func signedInResponse(_ signedIn: SignedIn, to path: String, _ context: HeqiRequestContext) -> Response {
    var response = Response.redirect(to: path)
    response.setCookie(
      SessionCookie.make(signedIn.token.reveal(), lifetime: signedIn.lifetime, isSecure: context.facts.isSecure))
    return response
  }

  // MARK: Reset and sign-out

  @Sendable private func reset(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    try await renderer.submit(request, context, keeping: ["mobile"], fields: ["mobile", "code", "password"]) {
      ResetPage(form: $0, codeSent: false)
    } act: { form in
      if form.text("action") == "code" {
        return try await codeSent(.resetPassword, form, request, context) { ResetPage(form: $0, codeSent: true) }
      }
      try await people.resetPassword(
        mobile: form.trimmed("mobile"), code: form.trimmed("code"), password: Sensitive(form.text("password") ?? ""),
        scene: context.scene, tenantID: tenantID)
      return .redirect(to: Links.noticing("/login", "passwordReset"))
    }
  }

  @Sendable private func logOut(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    if let caller = context.caller, let session = context.session.flatMap({ ID<LoginSession>($0.id) }) {
      try await people.logOut(session, caller: caller)
    }
    var response = Response.redirect(to: Links.noticing(Links.home, "signedOut"))
    response.setCookie(SessionCookie.cleared(isSecure: context.facts.isSecure))
    return response
  }
}
