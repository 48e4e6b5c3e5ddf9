import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// Step 文件: one PDF, or photos that become one (row 5, F-070).
struct DraftFileRoutes: Sendable {
  private static let limits = MultipartLimits(parts: AssemblePhotos.photosMax + 8, fileBytes: ContractLimits.fileBytesMax)
  private static let fields: [ContractError.Code: String] = [.fileRefused: "file", .fileTooLarge: "file", .tooManyPages: "file", .fileMissing: "file"]
  let renderer: PageRenderer
  let actions: ContractActions
  let photos: AssemblePhotos?
  let drafts: DraftPages

  func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.newContract)) { request, context in
      _ = try context.requireCaller()
      return try await renderer.page(DraftFilePage(nil, form: FormFields(), texts: renderer.texts(context)), request, context)
    }
    router.post(RouterPath(stringLiteral: Links.newContract)) { request, context in
      try await upload(to: nil, request, context)
    }
    router.get("/contracts/{id}/draft/file") { request, context in
      try await drafts.show(request, context) { DraftFilePage($0, form: FormFields(), texts: $1) }
    }
    router.post("/contracts/{id}/draft/file") { request, context in
      try await upload(to: context.contractID(), request, context)
    }
  }

  private func upload(to id: ID<Contract>?, _ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    do {
      let sent = try await MultipartForm.read(request, context: context, limits: Self.limits)
      let (name, bytes) = try await document(sent.all("file"), texts: renderer.texts(context))
      let upload = try await actions.upload.upload(.init(contractID: id, fileName: name, bytes: bytes), caller: caller)
      let notice = upload.wasRepaired ? "fileRepaired" : "fileAccepted"
      return .redirect(to: Links.noticing(Links.draft(upload.contract.id, .receivers), notice))
    } catch {
      let (state, status) = try renderer.refusal(error, of: FormState(), at: Self.fields, context)
      return try await refused(id, FormFields(state.atFile), status, request, context)
    }
  }

  private func refused(
    _ id: ID<Contract>?, _ form: FormFields, _ status: HTTPResponse.Status, _ request: Request, _ context: HeqiRequestContext
  ) async throws -> Response {
    guard id == nil else { return try await drafts.show(request, context, status: status) { DraftFilePage($0, form: form, texts: $1) } }
    return try await renderer.page(
      DraftFilePage(nil, form: form, texts: renderer.texts(context)), request, context, status: status)
  }

  /// The one PDF, or the photos as one; what a file is, its first bytes say.
  private func document(_ files: [UploadedFile], texts: LocaleTexts) async throws -> (name: String, bytes: [UInt8]) {
    guard let first = files.first else { throw Self.problem("start.missing", texts) }
    let images = files.filter { $0.bytes.starts(with: [0xFF, 0xD8, 0xFF]) || $0.bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) }
    if images.isEmpty {
      guard files.count == 1 else { throw Self.problem("start.mixed", texts) }
      return (first.fileName, first.bytes)
    }
    guard images.count == files.count, let photos else { throw Self.problem(photos == nil ? "start.missing" : "start.mixed", texts) }
    let stem = first.fileName.lastIndex(of: ".").map { String(first.fileName[..<$0]) } ?? first.fileName
    return (stem + ".pdf", try await photos(images.map(\.bytes)))
  }

  private static func problem(_ key: String, _ texts: LocaleTexts) -> Problem {
    let text = texts(key)
    return Problem(
      .unprocessableContent, code: "draft.file", title: Bilingual(text, text), detail: Bilingual(text, text), field: "file")
  }
}

extension FormState {
  /// The upload form has one field, so every refusal stands at it.
  fileprivate var atFile: FormState {
    guard let message else { return self }
    return FormState(values: values, errors: ["file": message])
  }
}

extension DraftFilePage {
  init(_ draft: Draft?, form: FormFields, texts: LocaleTexts) {
    let found = draft?.round.file
    self.draft = draft?.head(.file, texts: texts) ?? .new(texts: texts)
    action = draft.map { Links.draft($0.id, .file) } ?? Links.newContract
    self.form = form
    file = found.map { file in
      CurrentFile(
        fileName: file.name, fileFacts: "\(texts("start.pages", ["count": String(file.pageCount)])) · \(FileSize.text(file.latest.length))",
        hash: file.latest.digest.description, hashShort: file.latest.digest.short)
    }
    next = draft.map { Links.draft($0.id, .receivers) } ?? ""
    dropTitle = texts(found == nil ? "start.drop" : "start.dropReplace")
    isNew = draft == nil
  }
}
