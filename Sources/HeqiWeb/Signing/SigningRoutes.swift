import Graphics
import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiPorts
import Hummingbird

/// Reading, rating, the code, signing, and the page afterwards (rows 10, 11, 17; F-027, F-037, F-041; E-02).
struct SigningRoutes: Sendable {
  private static let keeping = ["mark", "confirmed"]
  private static let fields: [ContractError.Code: String] = [
    .contentUnconfirmed: "confirmed", .readingTooShort: "confirmed", .intentionMissing: "code", .codeWrong: "code", .codeExpired: "code",
    .codeExhausted: "code", .codeTooSoon: "code", .markUnusable: "mark", .handwritingTooSimple: "strokes",
  ]
  let renderer: PageRenderer
  let actions: ContractActions
  let readLiveImage: ReadLiveImage
  let clock: any WallClock

  func add(to router: Router<HeqiRequestContext>) {
    router.get("/contracts/{id}/sign", use: open)
    router.post("/contracts/{id}/sign", use: sign)
    router.post("/contracts/{id}/sign/code", use: askCode)
    router.post("/contracts/{id}/sign/reading", use: noteReading)
    router.get("/contracts/{id}/signed", use: signed)
    router.post("/contracts/{id}/parties/{party}/rating", use: rate)
    router.get("/contracts/{id}/parties/{party}/live.svg", use: liveImage)
  }

  private func page(_ form: FormFields, isCodeSent: Bool = false, _ context: HeqiRequestContext) async throws -> SignPage {
    let (id, caller) = (try context.contractID(), try context.requireCaller())
    let sheet = try await actions.signingSheet(id, caller: caller)
    let sizes = try await actions.pages(id, caller: caller)
    return SignPage(sheet, sizes: sizes, form: form, isCodeSent: isCodeSent, now: clock.now, texts: renderer.texts(context))
  }

  @Sendable private func open(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    do {
      return try await renderer.page(page(FormFields(), isCodeSent: request.query("code") != nil, context), request, context)
    } catch let error as ContractError where [.alreadySigned, .notYourTurn, .notAllowedInStage].contains(error.code) {
      // Signed in another window, or not yet its turn: the contract's own page says where it stands.
      return .redirect(to: Links.contract(try context.contractID()))
    }
  }

  @Sendable private func sign(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (id, caller, texts) = (try context.contractID(), try context.requireCaller(), renderer.texts(context))
    let form = try await request.form()
    do {
      let input = try Self.input(id, form, texts)
      _ = try await actions.sign(input, caller: caller)
      return .redirect(to: Links.signed(id))
    } catch {
      let (state, status) = try refusal(error, FormState(form, keeping: Self.keeping), context)
      return try await renderer.page(page(FormFields(state), context), request, context, status: status)
    }
  }

  private func refusal(_ error: any Error, _ state: FormState, _ context: HeqiRequestContext) throws -> (FormState, HTTPResponse.Status) {
    if let typed = error as? FormCorrections {
      return (FormState(values: state.values, errors: typed.errors, message: typed.message), .unprocessableContent)
    }
    return try renderer.refusal(error, of: state, at: Self.fields, context)
  }

  /// What the signer sent. Throws `FormCorrections` for what can be seen at once.
  private static func input(_ id: ID<Contract>, _ form: Form, _ texts: LocaleTexts) throws -> CompleteSignature.Input {
    guard let digest = Digest(form.text("digest") ?? "") else { throw ContractError(.fileChanged) }
    let mark = form.text("mark") ?? ""
    let drawn = mark == "handwriting" ? DrawnStrokes.read(form.text("strokes") ?? "") : nil
    var wrong = FormCorrections()
    if mark.isEmpty { wrong.errors["mark"] = texts("sign.markMissing") }
    if mark == "handwriting", drawn == nil { wrong.errors["strokes"] = texts("sign.handMissing") }
    if let drawn, let simplicity = drawn.handwriting.simplicity(fieldDiagonal: drawn.diagonal) {
      wrong.errors["strokes"] = texts(Bilingual(simplicity.message.zh, simplicity.message.en))
    }
    if !form.isOn("confirmed") { wrong.errors["confirmed"] = texts("sign.confirmMissing") }
    if !wrong.errors.isEmpty { throw wrong }
    let code = form.trimmed("code")
    return CompleteSignature.Input(
      contractID: id, seenDigest: digest, isContentConfirmed: true, sealID: ID(mark), handwriting: drawn?.handwriting,
      handwritingDiagonal: drawn?.diagonal ?? 0, code: code.isEmpty ? nil : code,
      sealPIN: form.text("pin").map { Sensitive($0) })
  }

  @Sendable private func askCode(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (id, caller) = (try context.contractID(), try context.requireCaller())
    let form = try await request.form()
    guard let digest = Digest(form.text("digest") ?? request.query("digest") ?? "") else { throw ContractError(.fileChanged) }
    let receipt = try await actions.askSigningCode(id, seen: digest, caller: caller)
    if context.facts.wantsJSON { return try jsonResponse(CodeAnswer(retryAfter: receipt.resendAfterSeconds), request, context) }
    return .redirect(to: Links.signing(id) + "?code=sent#sign")
  }

  @Sendable private func noteReading(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (id, caller) = (try context.contractID(), try context.requireCaller())
    let form = try await request.form()
    guard let digest = Digest(form.text("digest") ?? ""),
      let page = (form.text("pages") ?? "").split(separator: ",").prefix(ContractLimits.pagesMax).compactMap({ Int($0) }).max()
    else { throw ContractError(.fileChanged) }
    try await actions.recordReading(id, seen: digest, page: page, caller: caller)
    return Response(status: .noContent)
  }

  @Sendable private func rate(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (id, caller) = (try context.contractID(), try context.requireCaller())
    let form = try await request.form()
    guard let party = ID<ContractParty>(try context.parameters.require("party")),
      let rating = LiveImageRating(rawValue: form.text("rating") ?? "")
    else { throw Problem.notFound }
    let contract = try await actions.rateLiveImage(id, of: party, rating, caller: caller)
    guard rating == .unacceptable else { return .redirect(to: Links.signing(contract.id) + "#sign") }
    return .redirect(to: Links.noticing(Links.contract(contract.id), "ratedUnacceptable"))
  }

  /// The other party's live image, watermarked; only while this signing page may show it (B-26).
  @Sendable private func liveImage(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    let sheet = try await actions.signingSheet(context.contractID(), caller: caller)
    let wanted = try context.parameters.require("party")
    guard let image = sheet.liveImages.first(where: { $0.party.id.description == wanted }), let account = image.party.accountID else {
      throw Problem.notFound
    }
    let svg = try await readLiveImage(of: account, transactionNo: sheet.contract.transactionNo, caller: caller)
    return Response(
      status: .ok, headers: [.contentType: "image/svg+xml", .cacheControl: "private, no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: svg)))
  }

  @Sendable private func signed(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    let view = try await actions.view(context.contractID(), isLogged: false, caller: caller)
    guard view.party.state.isSigned else { return .redirect(to: Links.contract(view.contract.id)) }
    let waiting = try await actions.requests.count(caller: caller)
    let model = SignedPage(view.contract, view.party, waiting: waiting, texts: renderer.texts(context))
    return try await renderer.page(model, request, context)
  }
}

/// Answer to the "get code" button.
struct CodeAnswer: Encodable {
  let retryAfter: Int
}
