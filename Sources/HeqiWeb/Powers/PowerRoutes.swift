package import HeqiApplication
import HeqiDomain
package import HeqiHTTPKit
package import HeqiPorts
package import Hummingbird

/// 授权委托书: drafted from the system template, read, signed online, revoked (F-047, F-061).
package struct PowerRoutes: Sendable {
  private static let kept = ["kind", "grantee", "seal", "businessType", "scope", "from", "until", "confirmed"]
  private static let fields: Set<String> = ["grantee", "seal", "businessType", "scope", "from", "until", "confirmed", "code"]
  private let renderer: PageRenderer
  private let powers: PowerActions
  private let clock: any WallClock

  package init(renderer: PageRenderer, powers: PowerActions, clock: any WallClock) {
    self.renderer = renderer
    self.powers = powers
    self.clock = clock
  }

  package func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.powers), use: list)
    router.get(RouterPath(stringLiteral: Links.newPower), use: openDraft)
    router.post(RouterPath(stringLiteral: Links.newPower), use: draft)
    router.get("/powers/{id}", use: show)
    router.get("/powers/{id}/file.pdf", use: file)
    router.get("/powers/{id}/pages/{page}", use: page)
    router.post("/powers/{id}/code", use: askCode)
    router.post("/powers/{id}/signature", use: sign)
    router.post("/powers/{id}/revocation", use: revoke)
  }

  @Sendable private func list(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    guard caller.mode.standing != nil else { return .redirect(to: "\(Links.mode)?next=\(Links.powers)") }
    let all = try await powers.list(caller: caller)
    let model = PowersPage(all, mayGrant: caller.permits(.sealGrant), now: clock.now, texts: renderer.texts(context))
    return try await renderer.page(model, request, context)
  }

  // MARK: drafting

  private func draftPage(_ form: FormFields, _ context: HeqiRequestContext) async throws -> PowerDraftPage {
    let choices = try await powers.draft.choices(caller: context.requireCaller())
    let today = DayText.text(clock.now)
    return PowerDraftPage(
      choices, form: form.filling(["from": today, "until": DayText.text(clock.now.adding(.seconds(364 * 86_400)))]),
      texts: renderer.texts(context))
  }

  @Sendable private func openDraft(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let values = ["kind", "seal"].reduce(into: [String: String]()) { $0[$1] = request.query($1) }
    return try await renderer.page(draftPage(FormFields(FormState(values: values)), context), request, context)
  }

  @Sendable private func draft(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let texts = renderer.texts(context)
    return try await renderer.submit(request, context, keeping: Self.kept, fields: Self.fields) {
      try await draftPage($0, context)
    } act: { form in
      let power = try await powers.draft(Self.input(form, texts), caller: context.requireCaller())
      return .redirect(to: Links.power(power.id))
    }
  }

  private static func input(_ form: Form, _ texts: LocaleTexts) throws -> DraftPower.Input {
    func day(_ name: String) throws -> Instant {
      guard let day = DayText.instant( form.trimmed(name)) else {
        throw SealError(.powerInvalid, Bilingual(texts("settings.dateWrong"), texts("settings.dateWrong")), field: name)
      }
      return day
    }
    return DraftPower.Input(
      kind: form.text("kind").flatMap(PowerOfAttorney.Kind.init(rawValue:)) ?? .sealUse,
      granteeID: form.text("grantee").flatMap { ID($0) }, sealID: form.text("seal").flatMap { ID($0) },
      businessTypeID: form.text("businessType").flatMap { ID($0) }, scope: form.trimmed("scope"),
      validFrom: try day("from"), validUntil: try day("until").adding(.seconds(86_400)))
  }

  // MARK: one paper

  private func powerID(_ context: HeqiRequestContext) throws -> ID<PowerOfAttorney> {
    guard let id = ID<PowerOfAttorney>(try context.parameters.require("id")) else { throw Problem.notFound }
    return id
  }

  private func page(_ form: FormFields, isCodeSent: Bool, _ context: HeqiRequestContext) async throws -> PowerPage {
    let (id, caller) = (try powerID(context), try context.requireCaller())
    let power = try await powers.read(id, caller: caller)
    return PowerPage(
      power, pageCount: try await powers.read.pageCount(id, caller: caller), mayGrant: caller.permits(.sealGrant),
      isCodeSent: isCodeSent, form: form, now: clock.now, texts: renderer.texts(context))
  }

  @Sendable private func show(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    try await renderer.page(page(FormFields(), isCodeSent: request.query("code") != nil, context), request, context)
  }

  @Sendable private func file(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let bytes = try await powers.read.file(powerID(context), caller: context.requireCaller())
    return Response(
      status: .ok,
      headers: [
        .contentType: "application/pdf", .cacheControl: "private, no-store",
        .contentDisposition: "inline; filename=\"power-of-attorney.pdf\"",
      ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  @Sendable private func page(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    guard let number = Int(try context.parameters.require("page")) else { throw Problem.notFound }
    let bytes = try await powers.read.page(number, of: powerID(context), caller: context.requireCaller())
    return Response(
      status: .ok, headers: [.contentType: "image/jpeg", .cacheControl: "private, no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  @Sendable private func askCode(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let form = try await request.form()
    let seen = try Self.digest(form, request)
    let receipt = try await powers.sign.askCode(powerID(context), seen: seen, caller: context.requireCaller())
    if context.facts.wantsJSON { return try jsonResponse(PowerCodeAnswer(retryAfter: receipt.resendAfterSeconds), request, context) }
    return .redirect(to: Links.power(try powerID(context)) + "?code=sent#sign")
  }

  @Sendable private func sign(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let id = try powerID(context)
    return try await renderer.submit(request, context, keeping: ["confirmed"], fields: Self.fields) {
      try await page($0, isCodeSent: false, context)
    } act: { form in
      _ = try await powers.sign(
        id, seen: Self.digest(form, request), isConfirmed: form.isOn("confirmed"), code: form.trimmed("code"),
        caller: context.requireCaller())
      return .redirect(to: Links.noticing(Links.power(id), "powerSigned"))
    }
  }

  private static func digest(_ form: Form, _ request: Request) throws -> Digest {
    guard let digest = Digest(form.text("digest") ?? request.query("digest") ?? "") else {
      throw SealError(.fileChanged, Bilingual("委托书已变化，请刷新后重新阅读。", "The paper has changed. Reload and read it again."))
    }
    return digest
  }

  @Sendable private func revoke(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let id = try powerID(context)
    return try await renderer.submit(request, context, keeping: [], fields: []) {
      try await page($0, isCodeSent: false, context)
    } act: { _ in
      let power = try await powers.revoke(id, caller: context.requireCaller())
      return .redirect(to: Links.noticing(Links.power(id), power.status == .discarded ? "powerDiscarded" : "powerRevoked"))
    }
  }
}

/// Answer to the "get code" button.
private struct PowerCodeAnswer: Encodable {
  let retryAfter: Int
}
