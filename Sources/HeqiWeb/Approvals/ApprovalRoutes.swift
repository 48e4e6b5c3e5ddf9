import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiPorts
import Hummingbird

/// Reviews of one contract: decide, hand over, remind, add people, and the signed report (F-040, F-065, F-084, T-008).
struct ApprovalRoutes: Sendable {
  private static let fields: [ContractError.Code: String] = [
    .opinionMissing: "opinion", .reasonTooLong: "opinion", .approvalRefused: "opinion",
  ]
  let renderer: PageRenderer
  let actions: ContractActions
  let clock: any WallClock

  func add(to router: Router<HeqiRequestContext>) {
    router.get("/contracts/{id}/approval") { request, context in
      try await renderer.page(page(FormFields(), context), request, context)
    }
    router.post("/contracts/{id}/approval", use: decide)
    router.post("/contracts/{id}/approval/handover", use: handOver)
    router.post("/contracts/{id}/approval/reminder", use: remind)
    router.get("/contracts/{id}/approval/people") { request, context in
      try await renderer.page(peoplePage(FormFields(), context), request, context)
    }
    router.post("/contracts/{id}/approval/people", use: addPeople)
    router.get("/contracts/{id}/approvals.pdf") { _, context -> Response in
      .file(try await actions.exportApprovals(context.contractID(), caller: context.requireCaller()))
    }
  }

  private func page(_ form: FormFields, _ context: HeqiRequestContext) async throws -> ApprovalPage {
    let (id, caller) = (try context.contractID(), try context.requireCaller())
    let view = try await actions.view(id, isLogged: form.message == nil, caller: caller)
    guard !view.actions.isDisjoint(with: [.approveBusiness, .approveSeal]) || form.message != nil else {
      throw ContractError(.notAllowedInStage)
    }
    let menu = try await actions.typeMenu(caller: caller)
    return ApprovalPage(
      view, sizes: try await actions.pages(id, caller: caller), menu: menu, caller: caller, form: form, now: clock.now,
      texts: renderer.texts(context))
  }

  @Sendable private func decide(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (id, caller) = (try context.contractID(), try context.requireCaller())
    let form = try await request.form()
    do {
      guard let outcome = form.text("outcome").flatMap(ApprovalOutcome.init(rawValue:)) else { throw Problem.notFound }
      _ = try await actions.decide(id, outcome, opinion: form.trimmed("opinion"), caller: caller)
      return .redirect(to: Links.noticing(Links.tab(.progress, of: id), "approvalDone"))
    } catch {
      return try await refused(error, form, request, context)
    }
  }

  private func refused(
    _ error: any Error, _ form: Form, _ request: Request, _ context: HeqiRequestContext
  ) async throws -> Response {
    let (state, status) = try renderer.refusal(
      error, of: FormState(form, keeping: ["opinion"]), at: Self.fields, context)
    let spoken = FormState(
      values: state.values, errors: state.errors,
      message: state.message ?? state.errors.first?.value)
    return try await renderer.page(page(FormFields(spoken), context), request, context, status: status)
  }

  @Sendable private func handOver(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let id = try context.contractID()
    let form = try await request.form()
    do {
      guard let other = ID<Membership>(form.trimmed("colleague")) else { throw ContractError(.approvalRefused) }
      _ = try await actions.moveReview.handOver(id, to: other, caller: context.requireCaller())
      return .redirect(to: Links.noticing(Links.tab(.progress, of: id), "approvalMoved"))
    } catch {
      return try await refused(error, form, request, context)
    }
  }

  @Sendable private func remind(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let id = try context.contractID()
    _ = try await actions.moveReview.remind(id, caller: context.requireCaller())
    return .redirect(to: Links.noticing(Links.tab(.progress, of: id), "approvalReminded"))
  }

  private func peoplePage(_ form: FormFields, _ context: HeqiRequestContext) async throws -> ApprovalPeoplePage {
    let caller = try context.requireCaller()
    let view = try await actions.view(context.contractID(), isLogged: false, caller: caller)
    guard !view.actions.isDisjoint(with: [.addApprovers, .addCC]) else { throw ContractError(.notAllowedInStage) }
    return ApprovalPeoplePage(
      view, menu: try await actions.typeMenu(caller: caller), form: form, texts: renderer.texts(context))
  }

  @Sendable private func addPeople(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (id, caller) = (try context.contractID(), try context.requireCaller())
    let form = try await request.form()
    let people = form.all("people").compactMap { ID<Membership>($0) }
    do {
      if form.text("action") == "copies" {
        guard !people.isEmpty else { throw ContractError(approval: ApprovalError(.noApprover)) }
        _ = try await actions.addToReview.copies(id, people, caller: caller)
      } else {
        guard let stage = form.text("stage").flatMap(ApprovalStage.init(rawValue:)) else { throw Problem.notFound }
        _ = try await actions.addToReview.approvers(
          id, .init(stage: stage, title: form.trimmed("node"), approvers: people), caller: caller)
      }
      return .redirect(to: Links.noticing(Links.tab(.progress, of: id), "peopleAdded"))
    } catch {
      let (state, status) = try renderer.refusal(error, of: FormState(form, keeping: ["node"]), at: [:], context)
      return try await renderer.page(peoplePage(FormFields(state), context), request, context, status: status)
    }
  }
}

extension ApprovalPage {
  init(
    _ view: ContractView, sizes: [PageSize], menu: BusinessTypeMenu, caller: Caller, form: FormFields, now: Instant,
    texts: LocaleTexts
  ) {
    let contract = view.contract
    let review = view.party.state.review ?? .business
    let source = contract.round.file.map {
      SheetSource(id: contract.id, digest: $0.latest.digest, sizes: sizes, round: contract.round, texts: texts)
    }
    back = Links.contract(contract.id)
    contractTitle = contract.round.title
    heading = texts("approval.heading", ["stage": texts(review.title), "title": contract.round.title])
    action = Links.approval(contract.id)
    self.form = form
    hasPages = source != nil && !sizes.isEmpty
    pageCount = String(sizes.count)
    sheets = source.map { $0.sheets(marking: $0.openPlaces) } ?? []
    facts = ContractFacts(contract, round: contract.round, texts: texts).rows
    approvals = ApprovalCard.cards(view, now: now, texts: texts)
    handOver = "\(Links.approval(contract.id))/handover"
    colleagues = (menu.approvers[review] ?? []).filter { $0.id != caller.mode.standing?.membershipID }
      .map { SelectOption(value: $0.id.description, label: $0.name, isSelected: false) }
    hasColleagues = !colleagues.isEmpty
  }
}

extension ApprovalPeoplePage {
  init(_ view: ContractView, menu: BusinessTypeMenu, form: FormFields, texts: LocaleTexts) {
    back = Links.tab(.progress, of: view.contract.id)
    contractTitle = view.contract.round.title
    action = Links.approvalPeople(view.contract.id)
    self.form = form
    mayAdd = view.actions.contains(.addApprovers)
    func options(_ people: [BusinessTypeMenu.Member]) -> [SelectOption] {
      people.map { SelectOption(value: $0.id.description, label: $0.name, isSelected: false) }
    }
    let open: [ApprovalStage] = view.party.state.review == .seal ? [.seal] : [.business, .seal]
    stages = open.map { stage in
      let approvers = options(menu.approvers[stage] ?? [])
      return Stage(
        stage: stage.rawValue, stageLabel: texts(stage.title), hasApprovers: !approvers.isEmpty, approvers: approvers)
    }
    mayCopy = view.actions.contains(.addCC)
    ccViewers = options(menu.ccViewers.filter { view.party.company?.ccViewers.contains($0.id) != true })
  }
}
