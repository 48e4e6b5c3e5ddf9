import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiPorts
import Hummingbird

/// One contract: its four tabs, page images, downloads and log exports (F-078, F-079, F-087 to F-090).
struct ContractPageRoutes: Sendable {
  let renderer: PageRenderer
  let actions: ContractActions
  let clock: any WallClock

  func add(to router: Router<HeqiRequestContext>) {
    router.get("/contracts/{id}", use: file)
    router.get("/contracts/{id}/progress") { request, context in
      try await tab(request, context) { ContractProgressPage($0, now: $1, texts: $2) }
    }
    router.get("/contracts/{id}/log") { request, context in
      try await tab(request, context) { ContractLogPage($0, now: $1, texts: $2) }
    }
    router.get("/contracts/{id}/pages/{page}", use: image)
    router.get("/contracts/{id}/file.pdf", use: download)
    router.get("/contracts/{id}/evidence/{kind}.pdf", use: evidence)
    router.get("/contracts/{id}/log.{format}", use: exportLog)
  }

  @Sendable private func file(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    _ = try await actions.linkInvitations(for: caller)
    let id = try context.contractID()
    // A page that refreshes itself is not another look.
    let view = try await actions.view(id, isLogged: !request.isRefresh, caller: caller)
    let sizes = try await actions.pages(id, caller: caller)
    let model = ContractFilePage(view, sizes: sizes, now: clock.now, texts: renderer.texts(context))
    return try await renderer.page(model, request, context)
  }

  private func tab<Model: PageModel>(
    _ request: Request, _ context: HeqiRequestContext, _ model: (ContractView, Instant, LocaleTexts) -> Model
  ) async throws -> Response {
    let view = try await actions.view(context.contractID(), isLogged: false, caller: context.requireCaller())
    return try await renderer.page(model(view, clock.now, renderer.texts(context)), request, context)
  }

  @Sendable private func image(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    guard let page = Int(try context.parameters.require("page")), let asked = request.query("v").flatMap(Digest.init(_:) as (String) -> Digest?)
    else { throw Problem.notFound }
    let width = request.query("w").flatMap(Int.init) ?? PageSheet.widths[0]
    let image = try await actions.showPage(
      context.contractID(), page: page, width: width, seen: request.query("seen") == nil ? nil : asked, caller: caller)
    // What is not what was asked for (the file has moved on) may be shown but not kept under that address.
    let isAsked = image.digest == asked
    return Response(
      status: .ok,
      headers: [.contentType: image.mediaType, .cacheControl: isAsked ? "private, max-age=604800, immutable" : "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: image.bytes)))
  }

  @Sendable private func download(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    .file(try await actions.download(context.contractID(), caller: context.requireCaller()))
  }

  @Sendable private func evidence(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    guard let kind = EvidenceFile.Kind(rawValue: try context.parameters.require("kind")) else { throw Problem.notFound }
    return .file(try await actions.download(context.contractID(), .evidence(kind), caller: caller))
  }

  @Sendable private func exportLog(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    guard let format = ExportContractLog.Format(rawValue: try context.parameters.require("format")) else { throw Problem.notFound }
    return .file(try await actions.exportLog(context.contractID(), format, caller: caller))
  }
}

extension HeqiRequestContext {
  /// The contract that the address names; anything else is a page that does not exist.
  func contractID() throws -> ID<Contract> {
    guard let id = ID<Contract>(try parameters.require("id")) else { throw Problem.notFound }
    return id
  }
}

extension Request {
  /// True for a script's own request, such as a list that refreshes itself.
  var isRefresh: Bool { headers[.init("sec-fetch-dest")!] == "empty" }
}

extension Response {
  /// A file to save. Its name goes as RFC 6266 §4.3 and RFC 8187 say; the digest lets the reader check what arrived.
  static func file(_ file: DownloadedFile) -> Response {
    let plain = file.name.unicodeScalars.allSatisfy { $0.isASCII && $0.value > 31 && !"\"\\%".unicodeScalars.contains($0) }
    let name = plain ? "filename=\"\(file.name)\"" : "filename=\"contract\"; filename*=UTF-8''\(Links.encode(file.name))"
    return Response(
      status: .ok,
      headers: [
        .contentType: file.mediaType, .contentDisposition: "attachment; \(name)", .contentLength: "\(file.bytes.count)",
        .cacheControl: "private, no-store", .init("x-content-digest")!: file.digest.description,
      ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
  }
}
