import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiPorts
import Hummingbird

/// 拟定: agreeing on the text before anybody signs (rows 1 to 4; F-031, F-067, F-068).
struct DraftingRoutes: Sendable {
  private static let limits = MultipartLimits(parts: 8, fileBytes: ContractLimits.fileBytesMax)
  private static let fields: [ContractError.Code: String] = [
    .reasonMissing: "reason", .reasonTooLong: "reason", .fileRefused: "file", .fileTooLarge: "file", .tooManyPages: "file",
    .fileMissing: "file",
  ]
  let renderer: PageRenderer
  let actions: ContractActions
  let source: ReadSource?
  let clock: any WallClock

  func add(to router: Router<HeqiRequestContext>) {
    router.post("/contracts/{id}/drafting/start") { _, context -> Response in
      let contract = try await actions.negotiate.start(context.contractID(), caller: context.requireCaller())
      return .redirect(to: Links.noticing(Links.contract(contract.id), "draftingStarted"))
    }
    router.get("/contracts/{id}/drafting") { request, context in
      try await renderer.page(page(FormFields(), context), request, context)
    }
    router.post("/contracts/{id}/drafting/agreement", use: agree)
    router.post("/contracts/{id}/drafting/rejection", use: reject)
    router.get("/contracts/{id}/drafting/revision") { request, context in
      try await renderer.page(revision(FormFields(), context), request, context)
    }
    router.post("/contracts/{id}/drafting/revision", use: revise)
    router.get("/contracts/{id}/versions", use: compare)
  }

  private func page(_ form: FormFields, _ context: HeqiRequestContext) async throws -> DraftingPage {
    let (id, caller) = (try context.contractID(), try context.requireCaller())
    let view = try await actions.view(id, isLogged: form.message == nil, caller: caller)
    guard view.actions.contains(.confirmDraft) || form.message != nil else { throw ContractError(.notAllowedInStage) }
    return DraftingPage(
      view, sizes: try await actions.pages(id, caller: caller),
      draft: try await actions.draftFromTemplate.form(id, caller: caller)?.form, form: form, texts: renderer.texts(context))
  }

  @Sendable private func agree(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let id = try context.contractID()
    let form = try await request.form()
    do {
      guard let seen = form.text("seen").flatMap(Digest.init(_:) as (String) -> Digest?) else {
        throw ContractError(.fileChanged)
      }
      _ = try await actions.negotiate.confirm(id, seen: seen, caller: context.requireCaller())
      return .redirect(to: Links.noticing(Links.contract(id), "draftingAgreed"))
    } catch {
      return try await refused(error, form, request, context)
    }
  }

  @Sendable private func reject(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let id = try context.contractID()
    let form = try await request.form()
    do {
      _ = try await actions.negotiate.reject(id, reason: form.trimmed("reason"), caller: context.requireCaller())
      return .redirect(to: Links.noticing(Links.contract(id), "draftingRejected"))
    } catch {
      return try await refused(error, form, request, context)
    }
  }

  private func refused(
    _ error: any Error, _ form: Form, _ request: Request, _ context: HeqiRequestContext
  ) async throws -> Response {
    let (state, status) = try renderer.refusal(error, of: FormState(form, keeping: ["reason"]), at: Self.fields, context)
    let spoken = FormState(values: state.values, errors: state.errors, message: state.message ?? state.errors.first?.value)
    return try await renderer.page(page(FormFields(spoken), context), request, context, status: status)
  }

  private func revision(_ form: FormFields, _ context: HeqiRequestContext) async throws -> RedraftPage {
    let view = try await actions.view(context.contractID(), isLogged: false, caller: context.requireCaller())
    guard case .draftRejected(let reason) = view.contract.stage, view.actions.contains(.redraft) else {
      throw ContractError(.notAllowedInStage)
    }
    return RedraftPage(
      back: Links.contract(view.contract.id), contractTitle: view.contract.round.title, form: form,
      action: Links.redraft(view.contract.id), reason: reason,
      parameters: try await actions.draftFromTemplate.form(view.contract.id, caller: context.requireCaller()) == nil
        ? nil : Links.parameters(view.contract.id))
  }

  @Sendable private func revise(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let id = try context.contractID()
    do {
      let sent = try await MultipartForm.read(request, context: context, limits: Self.limits)
      let file = try await source.read(sent.all("file"))
      _ = try await actions.negotiate.redraft(
        id, fileName: file.name, bytes: file.bytes, caller: context.requireCaller())
      return .redirect(to: Links.noticing(Links.contract(id), "draftingStarted"))
    } catch {
      let (state, status) = try renderer.refusal(error, of: FormState(), at: Self.fields, context)
      return try await renderer.page(revision(FormFields(state), context), request, context, status: status)
    }
  }

  @Sendable private func compare(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let comparison = try await actions.compare(
      context.contractID(), from: request.query("from").flatMap(Int.init), to: request.query("to").flatMap(Int.init),
      caller: context.requireCaller())
    return try await renderer.page(
      ComparisonPage(comparison, now: clock.now, texts: renderer.texts(context)), request, context)
  }
}

extension DraftingPage {
  init(_ view: ContractView, sizes: [PageSize], draft: DraftForm?, form: FormFields, texts: LocaleTexts) {
    let contract = view.contract
    let source = contract.round.file.map {
      SheetSource(id: contract.id, digest: $0.latest.digest, sizes: sizes, round: contract.round, texts: texts)
    }
    back = Links.contract(contract.id)
    contractTitle = contract.round.title
    heading = texts("drafting.heading", ["title": contract.round.title])
    self.form = form
    seen = contract.round.file?.latest.digest.description ?? ""
    hasPages = source != nil && !sizes.isEmpty
    pageCount = String(sizes.count)
    sheets = source.map { $0.sheets(marking: []) } ?? []
    facts = ContractFacts(contract, round: contract.round, texts: texts).rows
    confirmAction = "\(Links.drafting(contract.id))/agreement"
    rejectAction = "\(Links.drafting(contract.id))/rejection"
    compare = view.hasVersions ? Links.versions(contract.id) : nil
    let own = draft?.parameters(of: .receiver) ?? []
    let open = contract.round.file?.openParameters ?? 0
    parameters = own.isEmpty ? nil : Links.parameters(contract.id)
    canAgree = open == 0
    openText = open == 0 ? texts("parameters.complete") : texts("parameters.open", ["count": String(open)])
  }
}

extension ComparisonPage {
  init(_ comparison: CompareVersions.Comparison, now: Instant, texts: LocaleTexts) {
    let contract = comparison.contract
    back = Links.contract(contract.id)
    contractTitle = contract.round.title
    lead = texts(
      "drafting.compareLead", ["from": String(comparison.old.number), "to": String(comparison.new.number)])
    hasText = comparison.hasText
    isSame = !comparison.pages.contains(where: \.isChanged)
    pages = comparison.pages.map { page in
      let lines = page.lines.map { line in
        let said = line.change == .same ? "" : texts("drafting.\(line.change.rawValue)")
        return Line(change: line.change.rawValue, said: said, text: line.text)
      }
      return Page(
        label: texts("drafting.page", ["number": String(page.number)]), isChanged: page.isChanged, lines: lines)
    }
    versions = comparison.versions.map { version in
      let digest = version.file.original.digest
      return Version(
        label: texts("drafting.version", ["number": String(version.number)]),
        at: ShortTime.text(version.file.original.at, now: now, texts: texts), hash: digest.description,
        hashShort: digest.short)
    }
    action = Links.versions(contract.id)
    func options(_ chosen: Int) -> [SelectOption] {
      comparison.versions.map {
        SelectOption(
          value: String($0.number), label: texts("drafting.version", ["number": String($0.number)]),
          isSelected: $0.number == chosen)
      }
    }
    froms = options(comparison.old.number)
    tos = options(comparison.new.number)
  }
}
