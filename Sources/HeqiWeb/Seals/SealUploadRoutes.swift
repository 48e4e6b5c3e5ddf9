package import HeqiApplication
import HeqiDomain
package import HeqiHTTPKit
import HeqiStorage
package import Hummingbird

/// Uploading a picture of a seal: choose, look before and after, make (F-046, B-16).
package struct SealUploadRoutes: Sendable {
  private static let limits = MultipartLimits(parts: 4, fileBytes: UploadSeal.bytesMax + 1024)
  private static let fields: Set<String> = ["file", "width", "declared", "kind"]
  private let renderer: PageRenderer
  private let upload: UploadSeal

  package init(renderer: PageRenderer, upload: UploadSeal) {
    self.renderer = renderer
    self.upload = upload
  }

  package func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.sealUpload), use: open)
    router.post(RouterPath(stringLiteral: Links.sealUpload), use: receive)
    router.get("/account/seals/uploads/{id}", use: show)
    router.post("/account/seals/uploads/{id}", use: finish)
    router.get("/account/seals/uploads/{id}/picture.png", use: picture)
  }

  @Sendable private func open(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    try SealKeeper(context.requireCaller()).requireAdding()
    return try await renderer.page(SealUploadPage(form: FormFields()), request, context)
  }

  @Sendable private func receive(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    let sent = try await MultipartForm.read(request, context: context, limits: Self.limits)
    do {
      return .redirect(to: Links.sealUploaded(try await upload.receive(sent.file("file")?.bytes ?? [], caller: caller)))
    } catch {
      let (state, status) = try renderer.refusal(error, of: FormState(), fields: Self.fields, context)
      return try await renderer.page(SealUploadPage(form: FormFields(state)), request, context, status: status)
    }
  }

  private func uploadID(_ context: HeqiRequestContext) throws -> ID<SealUpload> {
    guard let id = ID<SealUpload>(try context.parameters.require("id")) else { throw SealError.unknown }
    return id
  }

  private func page(_ form: FormFields, _ context: HeqiRequestContext) async throws -> SealUploadedPage {
    let caller = try context.requireCaller()
    let keeper = try SealKeeper(caller)
    let look = try await upload.look(uploadID(context), isGroundRemoved: form.values["ground"] == "removed", caller: caller)
    return SealUploadedPage(look, kinds: keeper.kinds, waits: !keeper.mayEnable, form: form, texts: renderer.texts(context))
  }

  @Sendable private func show(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let form = FormState(Form(urlEncoded: Array((request.uri.query ?? "").utf8)), keeping: ["ground"])
    return try await renderer.page(page(FormFields(form), context), request, context)
  }

  @Sendable private func finish(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (id, keeping) = (try uploadID(context), ["width", "kind", "declared", "ground"])
    return try await renderer.submit(request, context, keeping: keeping, fields: Self.fields) {
      try await page($0, context)
    } act: { form in
      guard form.text("action") == "make" else {
        return try await renderer.page(page(FormFields(FormState(form, keeping: keeping)), context), request, context)
      }
      let seal = try await upload.finish(id, Self.decision(form), caller: context.requireCaller())
      return .redirect(to: Links.noticing(Links.sealPage(seal.id), "sealMade"))
    }
  }

  private static func decision(_ form: Form) -> UploadSeal.Decision {
    UploadSeal.Decision(
      kind: form.text("kind").flatMap(SealKind.init(rawValue:)) ?? .personalName, width: Double(form.trimmed("width")) ?? 0,
      isGroundRemoved: form.text("ground") == "removed", isDeclared: form.isOn("declared"))
  }

  @Sendable private func picture(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let query = Form(urlEncoded: Array((request.uri.query ?? "").utf8))
    let face = query.text("face").flatMap(SealUploadFace.init(rawValue:)) ?? .before
    let bytes = try await upload.picture(
      uploadID(context), isGroundRemoved: face.isGroundRemoved, caller: context.requireCaller())
    return Response(
      status: .ok, headers: [.contentType: "image/png", .cacheControl: "private, no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}

/// Which look of an upload a picture shows.
enum SealUploadFace: String, Sendable {
  /// As it came.
  case before
  /// Without its margin.
  case kept
  /// Without its ground and margin.
  case removed

  var isGroundRemoved: Bool? {
    switch self {
    case .before: nil
    case .kept: false
    case .removed: true
    }
  }
}
