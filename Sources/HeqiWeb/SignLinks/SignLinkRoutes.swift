import Graphics
package import HeqiApplication
import HeqiDomain
package import HeqiHTTPKit
package import HeqiPorts
package import Hummingbird
import NIOCore

/// Pages behind signing links (M-019, M-020, M-025): no account, no cookies; the token in the address is the whole right,
/// so another site cannot act here without knowing it.
package struct SignLinkRoutes: Sendable {
  /// What runs before every page.
  package struct Entrance: Sendable {
    package let addresses: ClientAddress
    package let signer: CookieSigner
    package let random: any RandomSource
    package let clock: any WallClock
    /// Address of the platform without a slash at its end.
    package let publicURL: String

    package init(
      addresses: ClientAddress, signer: CookieSigner, random: any RandomSource, clock: any WallClock, publicURL: String
    ) {
      self.addresses = addresses
      self.publicURL = publicURL
      self.signer = signer
      self.random = random
      self.clock = clock
    }
  }

  private static let keeping = ["mark", "confirmed"]
  private static let fields: [ContractError.Code: String] = [
    .contentUnconfirmed: "confirmed", .readingTooShort: "confirmed", .intentionMissing: "code", .codeWrong: "code", .codeExpired: "code",
    .codeExhausted: "code", .codeTooSoon: "code", .markUnusable: "mark", .handwritingTooSimple: "strokes",
  ]
  let renderer: PageRenderer
  let links: SignLinkActions
  private let sign: SignByLink
  private let accept: AcceptByLink
  private let faces: FaceDesk
  let contracts: ContractActions
  let entrance: Entrance

  package init(
    renderer: PageRenderer, links: SignLinkActions, sign: SignByLink, accept: AcceptByLink,
    faces: FaceDesk, contracts: ContractActions,
    entrance: Entrance
  ) {
    self.renderer = renderer
    self.links = links
    self.sign = sign
    self.accept = accept
    self.faces = faces
    self.contracts = contracts
    self.entrance = entrance
  }

  package func add(to router: Router<HeqiRequestContext>) {
    let group = router.group("/s/{token}")
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
    group.get("pages/{page}", use: page)
    group.post("reading", use: noteReading)
    group.post("face", use: startFace)
    group.post("code", use: askCode)
    group.post("signature", use: complete)
    group.get("refusal", use: askRefusal)
    group.post("refusal", use: refuse)
    group.post("fresh", use: sendFresh)
    group.get("file.pdf", use: download)
    group.get("theme.css", use: theme)
    group.get("qr.svg", use: qr)
    group.get("seal.svg", use: seal)
    group.get("state", use: state)
    group.get("events", use: events)
  }

  func visit(_ context: HeqiRequestContext) async throws -> (LinkVisit, String) {
    let token = context.parameters.get("token") ?? ""
    return (try await links.visit(token, scene: context.scene, language: context.language), token)
  }

  /// What is shown: a state, the opening page, or reading and signing.
  private func show(
    _ visit: LinkVisit, _ token: String, _ form: FormFields, _ request: Request, _ context: HeqiRequestContext,
    status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    let texts = renderer.texts(context)
    if let state = LinkStatePage(visit, token: token, isSent: request.query("sent") != nil, texts: texts) {
      return framed(try await renderer.page(state, request, context, status: state.fresh == nil ? status : .gone), visit)
    }
    if visit.party.state == .awaitingReceipt {
      return framed(try await renderer.page(LinkOpenPage(visit, token: token, texts: texts), request, context, status: status), visit)
    }
    if visit.needsFace, visit.party.state == .awaitingSignature {
      return framed(try await renderer.page(LinkFacePage(visit, token: token, group: Self.group(request), texts: texts), request, context, status: status), visit)
    }
    let sheet = try await links.sheet(of: visit)
    let sizes = try await contracts.pages(visit.contract.id, caller: visit.caller)
    let model = LinkSignPage(
      visit, sheet, sizes: sizes, token: token, form: form, isCodeSent: request.query("code") != nil,
      group: Self.group(request), now: entrance.clock.now, texts: texts)
    return framed(try await renderer.page(model, request, context, status: status), visit)
  }

  private func framed(_ response: Response, _ visit: LinkVisit) -> Response { LinkPolicy(visit).applied(to: response) }

  @Sendable private func open(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (visit, token) = try await visit(context)
    return try await show(visit, token, FormFields(), request, context)
  }

  @Sendable private func receive(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (visit, token) = try await visit(context)
    _ = try await links.receive(visit)
    return .redirect(to: Links.link(token))
  }

  @Sendable private func page(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (visit, _) = try await visit(context)
    try links.requireReadable(visit)
    guard let page = context.parameters.get("page").flatMap({ Int($0) }),
      let asked = request.query("v").flatMap(Digest.init(_:) as (String) -> Digest?)
    else { throw Problem.notFound }
    let width = request.query("w").flatMap(Int.init) ?? PageSheet.widths[0]
    let image = try await contracts.showPage(
      visit.contract.id, page: page, width: width, seen: request.query("seen") == nil ? nil : asked, caller: visit.caller)
    let isAsked = image.digest == asked
    return Response(
      status: .ok,
      headers: [.contentType: image.mediaType, .cacheControl: isAsked ? "private, max-age=604800, immutable" : "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: image.bytes)))
  }

  @Sendable private func noteReading(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (visit, _) = try await visit(context)
    try links.requireReadable(visit)
    let form = try await request.form()
    guard let digest = Digest(form.text("digest") ?? ""),
      let page = (form.text("pages") ?? "").split(separator: ",").prefix(ContractLimits.pagesMax).compactMap({ Int($0) }).max()
    else { throw ContractError(.fileChanged) }
    try await contracts.recordReading(visit.contract.id, seen: digest, page: page, caller: visit.caller)
    return Response(status: .noContent)
  }

  /// On to the page that asks for consent and checks the face (M-020).
  @Sendable private func startFace(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (visit, token) = try await visit(context)
    let back = Self.group(request).map(Links.signGroup) ?? Links.link(token)
    let opened = try await faces.start(visit, signPath: back)
    return .redirect(to: Links.face(opened))
  }

  @Sendable private func askCode(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (visit, token) = try await visit(context)
    let form = try await request.form()
    guard let digest = Digest(form.text("digest") ?? request.query("digest") ?? "") else { throw ContractError(.fileChanged) }
    let receipt = try await links.askCode(visit, seen: digest)
    if context.facts.wantsJSON { return try jsonResponse(CodeAnswer(retryAfter: receipt.resendAfterSeconds), request, context) }
    return .redirect(to: Links.link(token) + "?code=sent#sign")
  }

  @Sendable private func complete(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (visit, token) = try await visit(context)
    let form = try await request.form()
    do {
      try await sign(visit, token, form, context)
      if !visit.link.scene.showsResult, let back = visit.link.scene.returnURL { return framed(.redirect(to: back), visit) }
      return .redirect(to: Links.link(token))
    } catch {
      let (shown, status) = try renderer.corrected(error, form, keeping: Self.keeping, at: Self.fields, context)
      return try await show(self.visit(context).0, token, FormFields(shown), request, context, status: status)
    }
  }

  private func sign(_ visit: LinkVisit, _ token: String, _ form: Form, _ context: HeqiRequestContext) async throws {
    let texts = renderer.texts(context)
    guard visit.party.mode == .clickwrap else {
      _ = try await sign(token, Self.input(form, texts), scene: context.scene, language: context.language)
      return
    }
    guard let digest = Digest(form.text("digest") ?? "") else { throw ContractError(.fileChanged) }
    guard form.isOn("confirmed") else { throw FormCorrections(errors: ["confirmed": texts("link.tickMissing")]) }
    _ = try await accept(token, seen: digest, isConfirmed: true, scene: context.scene, language: context.language)
  }

  private static func input(_ form: Form, _ texts: LocaleTexts) throws -> SignByLink.Input {
    guard let digest = Digest(form.text("digest") ?? "") else { throw ContractError(.fileChanged) }
    let drawn = try drawing(form, texts)
    let code = form.trimmed("code")
    return SignByLink.Input(
      seenDigest: digest, isContentConfirmed: true, handwriting: drawn?.handwriting, handwritingDiagonal: drawn?.diagonal ?? 0,
      code: code.isEmpty ? nil : code)
  }

  /// The handwriting of a form and its tick; throws `FormCorrections`.
  static func drawing(
    _ form: Form, _ texts: LocaleTexts, confirmMissing: String = "sign.confirmMissing"
  ) throws -> DrawnStrokes.Drawing? {
    let isDrawn = form.text("mark") == "handwriting"
    let drawn = isDrawn ? DrawnStrokes.read(form.text("strokes") ?? "") : nil
    var wrong = FormCorrections()
    if isDrawn, drawn == nil { wrong.errors["strokes"] = texts("sign.handMissing") }
    if let drawn, let simplicity = drawn.handwriting.simplicity(fieldDiagonal: drawn.diagonal) {
      wrong.errors["strokes"] = texts(Bilingual(simplicity.message.zh, simplicity.message.en))
    }
    if !form.isOn("confirmed") { wrong.errors["confirmed"] = texts(confirmMissing) }
    if !wrong.errors.isEmpty { throw wrong }
    return drawn
  }

  /// The token of the group in which this contract is read; nil for anything that is none.
  private static func group(_ request: Request) -> String? {
    guard let text = request.query("in"), (16...128).contains(text.utf8.count),
      text.utf8.allSatisfy({ byte in byte == 45 || byte == 95 || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) })
    else { return nil }
    return text
  }

  @Sendable private func askRefusal(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (visit, token) = try await visit(context)
    return try await refusalPage(visit, token, FormFields(), request, context)
  }

  private func refusalPage(
    _ visit: LinkVisit, _ token: String, _ form: FormFields, _ request: Request, _ context: HeqiRequestContext,
    status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    guard visit.link.scene.showsRefusal else { throw Problem.notFound }
    let model = LinkRefusalPage(
      surroundings: LinkSurroundings(visit, token: token), theme: Links.theme(visit, token), name: visit.contract.round.title,
      action: Links.linkRefusal(token), back: Links.link(token), form: form)
    return framed(try await renderer.page(model, request, context, status: status), visit)
  }

  @Sendable private func refuse(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (visit, token) = try await visit(context)
    guard visit.link.scene.showsRefusal else { throw Problem.notFound }
    let form = try await request.form()
    do {
      _ = try await links.refuse(visit, reason: form.trimmed("reason"))
      return .redirect(to: Links.link(token))
    } catch {
      let (state, status) = try renderer.refusal(
        error, of: FormState(form, keeping: ["reason"]), at: [.reasonMissing: "reason", .reasonTooLong: "reason"], context)
      return try await refusalPage(visit, token, FormFields(state), request, context, status: status)
    }
  }

  @Sendable private func sendFresh(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (visit, token) = try await visit(context)
    try await links.sendFresh(visit)
    return .redirect(to: Links.link(token) + "?sent=1")
  }

  @Sendable private func download(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (visit, _) = try await visit(context)
    try links.requireReadable(visit)
    return .file(try await contracts.download(visit.contract.id, caller: visit.caller))
  }
}
