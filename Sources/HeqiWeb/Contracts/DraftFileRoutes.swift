import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// Step 文件: one PDF, photos or an office file that become one (row 5, F-070).
struct DraftFileRoutes: Sendable {
  private static let limits = MultipartLimits(parts: AssemblePhotos.photosMax + 8, fileBytes: ContractLimits.fileBytesMax)
  private static let fields: [ContractError.Code: String] = [.fileRefused: "file", .fileTooLarge: "file", .tooManyPages: "file", .fileMissing: "file"]
  let renderer: PageRenderer
  let actions: ContractActions
  let source: ReadSource?
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
      let caller = try context.requireCaller()
      return try await drafts.show(request, context) { draft, texts in
        let found = try await actions.draftFromTemplate.form(draft.id, caller: caller)
        return DraftFilePage(
          draft, parameters: found == nil ? nil : Links.parameters(draft.id), form: FormFields(), texts: texts)
      }
    }
    router.get("/contracts/{id}/draft/converted") { request, context in
      let sizes = try await actions.pages(context.contractID(), caller: context.requireCaller())
      return try await drafts.show(request, context) { ConvertedFilePage($0, sizes: sizes, texts: $1) }
    }
    router.post("/contracts/{id}/draft/file") { request, context in
      try await upload(to: context.contractID(), request, context)
    }
  }

  private func upload(to id: ID<Contract>?, _ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    do {
      let sent = try await MultipartForm.read(request, context: context, limits: Self.limits)
      let file = try await source.read(sent.all("file"))
      let upload = try await actions.upload.upload(.init(contractID: id, fileName: file.name, bytes: file.bytes), caller: caller)
      if file.isConverted { return .redirect(to: Links.converted(upload.contract.id)) }
      let notice = upload.wasRepaired ? "fileRepaired" : upload.wasSettled ? "fileSettled" : "fileAccepted"
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
}

extension Optional<ReadSource> {
  /// The upload as one PDF; without workers only a PDF is one.
  func read(_ files: [UploadedFile]) async throws -> ReadSource.Source {
    guard let first = files.first else { throw ContractError(.fileMissing) }
    guard let self else { return ReadSource.Source(name: first.fileName, bytes: first.bytes, isConverted: false) }
    return try await self(files.map { ($0.fileName, $0.bytes) })
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
  init(_ draft: Draft?, parameters: String? = nil, form: FormFields, texts: LocaleTexts) {
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
    self.parameters = parameters
  }
}

extension ConvertedFilePage {
  init(_ draft: Draft, sizes: [PageSize], texts: LocaleTexts) {
    let source = draft.round.file.map {
      SheetSource(id: draft.id, digest: $0.latest.digest, sizes: sizes, round: draft.round, texts: texts)
    }
    self.draft = draft.head(.file, texts: texts)
    text = texts("converted.text", ["pages": String(sizes.count)])
    pageCount = String(sizes.count)
    sheets = source.map { $0.sheets(marking: []) } ?? []
    next = Links.draft(draft.id, .receivers)
    again = Links.draft(draft.id, .file)
  }
}
