import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiPorts
import Hummingbird

/// Papers beside a contract: the tab, adding one, saving one, taking one away (F-079).
struct AttachmentRoutes: Sendable {
  private static let limits = MultipartLimits(parts: 4, fileBytes: ContractLimits.fileBytesMax)
  private static let fields: [ContractError.Code: String] = [
    .fileMissing: "file", .fileTooLarge: "file", .attachmentRefused: "file", .attachmentKnown: "file",
    .tooManyAttachments: "file",
  ]
  let renderer: PageRenderer
  let actions: ContractActions
  let clock: any WallClock

  func add(to router: Router<HeqiRequestContext>) {
    router.get("/contracts/{id}/attachments") { request, context in
      try await renderer.page(page(FormFields(), context), request, context)
    }
    router.post("/contracts/{id}/attachments", use: upload)
    router.get("/contracts/{id}/attachments/{attachment}") { _, context in
      let (id, caller) = (try context.contractID(), try context.requireCaller())
      return Response.file(try await actions.downloadAttachment(context.attachmentID(), of: id, caller: caller))
    }
    router.get("/contracts/{id}/attachments/{attachment}/removal", use: askRemoval)
    router.post("/contracts/{id}/attachments/{attachment}/removal") { _, context in
      let (id, caller) = (try context.contractID(), try context.requireCaller())
      try await actions.removeAttachment(context.attachmentID(), of: id, caller: caller)
      return Response.redirect(to: Links.noticing(Links.tab(.attachments, of: id), "attachmentRemoved"))
    }
  }

  private func page(_ form: FormFields, _ context: HeqiRequestContext) async throws -> ContractAttachmentsPage {
    let view = try await actions.view(context.contractID(), isLogged: false, caller: context.requireCaller())
    return ContractAttachmentsPage(view, form: form, now: clock.now, texts: renderer.texts(context))
  }

  @Sendable private func upload(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (id, caller) = (try context.contractID(), try context.requireCaller())
    try await actions.addAttachment.authorize(id, caller: caller)
    let sent = try await MultipartForm.read(request, context: context, limits: Self.limits)
    do {
      guard let file = sent.file("file") else { throw ContractError(.attachmentRefused, "none", remark: Self.nothing) }
      try await actions.addAttachment(id, .init(fileName: file.fileName, bytes: file.bytes), caller: caller)
      return .redirect(to: Links.noticing(Links.tab(.attachments, of: id), "attachmentAdded"))
    } catch {
      let (state, status) = try renderer.refusal(error, of: FormState(), at: Self.fields, context)
      return try await renderer.page(page(FormFields(state), context), request, context, status: status)
    }
  }

  @Sendable private func askRemoval(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let attachment = try context.attachmentID()
    let view = try await actions.view(context.contractID(), isLogged: false, caller: context.requireCaller())
    guard let line = view.attachments.first(where: { $0.attachment.id == attachment }) else {
      throw ContractError(.attachmentMissing)
    }
    guard line.mayRemove else { throw ContractError(.attachmentFixed) }
    let model = ContractDecisionPage(removing: line.attachment, view, texts: renderer.texts(context))
    return try await renderer.page(model, request, context)
  }

  private static let nothing = Bilingual("还没有选择文件", "no file was chosen")
}

extension HeqiRequestContext {
  /// The attachment that the address names; anything else is a page that does not exist.
  fileprivate func attachmentID() throws -> ID<ContractAttachment> {
    guard let id = ID<ContractAttachment>(try parameters.require("attachment")) else { throw Problem.notFound }
    return id
  }
}

extension ContractDecisionPage {
  init(removing attachment: ContractAttachment, _ view: ContractView, texts: LocaleTexts) {
    let contract = view.contract
    back = Links.tab(.attachments, of: contract.id)
    contractTitle = view.shownRound.title
    heading = texts("decide.attachmentTitle", ["name": attachment.name])
    action = "\(Links.attachment(attachment.id, of: contract.id))/removal"
    form = FormFields()
    consequences = [texts("decide.attachmentOne"), texts("decide.attachmentTwo")]
    (asksReason, isReasonRequired, reasonLabel) = (false, false, "")
    buttonKind = "warn"
    label = texts("decide.attachmentLabel")
  }
}
