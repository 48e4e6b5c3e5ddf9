package import HeqiApplication
import HeqiDomain
package import HeqiHTTPKit
package import Hummingbird

/// Seals: list, maker with its preview, one seal with its states and PIN (F-045 to F-048, F-062).
package struct SealRoutes: Sendable {
  private static let pinFields: Set<String> = ["pin", "oldPIN", "again"]
  private let renderer: PageRenderer
  private let seals: SealActions

  package init(renderer: PageRenderer, seals: SealActions) {
    self.renderer = renderer
    self.seals = seals
  }

  package func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.seals), use: list)
    router.get(RouterPath(stringLiteral: Links.newSeal), use: openMaker)
    router.post(RouterPath(stringLiteral: Links.newSeal), use: submitMaker)
    router.get("/account/seals/preview.svg", use: preview)
    router.get("/account/seals/{id}.svg", use: picture)
    router.get("/account/seals/{id}", use: show)
    router.post("/account/seals/{id}/status", use: change)
    router.post("/account/seals/{id}/default", use: makeDefault)
    router.post("/account/seals/{id}/pin", use: setPIN)
  }

  @Sendable private func list(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    let own = try await seals.list(caller: caller)
    let keeper = try? SealKeeper(caller)
    return try await renderer.page(
      SealsPage(own, mayAdd: keeper?.mayAdd ?? false, texts: renderer.texts(context)), request, context)
  }

  // MARK: maker

  private func sealForm(_ form: Form, _ context: HeqiRequestContext) async throws -> (SealForm, SealKeeper) {
    let keeper = try SealKeeper(context.requireCaller())
    try keeper.requireAdding()
    var names: [SealKind: String] = [:]
    for kind in keeper.kinds { names[kind] = try await keeper.name(for: kind, seals.ledger) }
    return (SealForm(form, kinds: keeper.kinds) { names[$0] ?? "" }, keeper)
  }

  private func makerPage(
    _ form: SealForm, _ keeper: SealKeeper, _ fields: FormFields, _ context: HeqiRequestContext
  ) -> SealMakerPage {
    var problem: SealError?
    do throws(SealError) { _ = try seals.design.preview(form.design) } catch { problem = error }
    return SealMakerPage(
      form, kinds: keeper.kinds, problem: problem, waits: !keeper.mayEnable, form: fields, texts: renderer.texts(context))
  }

  @Sendable private func openMaker(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (form, keeper) = try await sealForm(Form(urlEncoded: Array((request.uri.query ?? "").utf8)), context)
    return try await renderer.page(makerPage(form, keeper, FormFields(), context), request, context)
  }

  @Sendable private func submitMaker(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let sent = try await request.form()
    let (form, keeper) = try await sealForm(sent, context)
    guard sent.text("action") == "make" else {
      return try await renderer.page(makerPage(form, keeper, FormFields(), context), request, context)
    }
    do {
      let seal = try await seals.design(form.design, caller: context.requireCaller())
      return .redirect(to: Links.noticing(Links.sealPage(seal.id), "sealMade"))
    } catch {
      let (state, status) = try renderer.refusal(error, of: FormState(), fields: SealForm.fields, context)
      return try await renderer.page(makerPage(form, keeper, FormFields(state), context), request, context, status: status)
    }
  }

  @Sendable private func preview(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (form, _) = try await sealForm(Form(urlEncoded: Array((request.uri.query ?? "").utf8)), context)
    return Self.svg(try seals.design.preview(form.design), seconds: 3600)
  }

  // MARK: one seal

  private func sealID(_ context: HeqiRequestContext) throws -> ID<Seal> {
    guard let id = ID<Seal>(try context.parameters.require("id")) else { throw SealError.unknown }
    return id
  }

  @Sendable private func picture(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    Self.svg(try await seals.drawing(sealID(context), caller: context.requireCaller()).svg, seconds: 300)
  }

  private static func svg(_ bytes: [UInt8], seconds: Int) -> Response {
    Response(
      status: .ok, headers: [.contentType: "image/svg+xml", .cacheControl: "private, max-age=\(seconds)"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  private func page(_ form: FormFields, _ context: HeqiRequestContext) async throws -> SealPage {
    let sheet = try await seals.page(sealID(context), caller: context.requireCaller())
    return SealPage(sheet, form: form, texts: renderer.texts(context))
  }

  @Sendable private func show(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    try await renderer.page(page(FormFields(), context), request, context)
  }

  @Sendable private func change(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let id = try sealID(context)
    return try await renderer.submit(request, context, keeping: [], fields: []) {
      try await page($0, context)
    } act: { form in
      guard let command = form.text("command").flatMap(SealCommand.init(rawValue:)) else { throw SealError.notOwner }
      _ = try await seals.change(command, id, caller: context.requireCaller())
      return .redirect(to: Links.noticing(Links.sealPage(id), "seal-\(command.rawValue)"))
    }
  }

  @Sendable private func makeDefault(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let id = try sealID(context)
    return try await renderer.submit(request, context, keeping: [], fields: []) {
      try await page($0, context)
    } act: { _ in
      _ = try await seals.change.makeDefault(id, caller: context.requireCaller())
      return .redirect(to: Links.noticing(Links.sealPage(id), "sealDefault"))
    }
  }

  @Sendable private func setPIN(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (id, texts) = (try sealID(context), renderer.texts(context))
    return try await renderer.submit(request, context, keeping: [], fields: Self.pinFields) {
      try await page($0, context)
    } act: { form in
      guard form.text("pin") == form.text("again") else {
        throw SealError(.pinWeak, Bilingual(texts("seal.pinDiffers"), texts("seal.pinDiffers")), field: "again")
      }
      _ = try await seals.pins.set(
        Sensitive(form.text("pin") ?? ""), old: form.text("oldPIN").map { Sensitive($0) }, of: id,
        caller: context.requireCaller())
      return .redirect(to: Links.noticing(Links.sealPage(id), "sealPIN"))
    }
  }
}
