import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiPorts
import Hummingbird

/// Steps 设置 and 确认并发起 (F-032, F-071 to F-075; rows 6 and 23).
struct DraftSettingsRoutes: Sendable {
  let renderer: PageRenderer
  let actions: ContractActions
  let drafts: DraftPages
  let clock: any WallClock

  func add(to router: Router<HeqiRequestContext>) {
    router.get("/contracts/{id}/draft") { request, context in
      guard let draft = try await drafts.find(context) else { return Response.redirect(to: Links.contract(try context.contractID())) }
      return .redirect(to: Links.draft(draft.id, draft.currentStep))
    }
    router.get("/contracts/{id}/draft/settings") { request, context in
      try await drafts.show(request, context) { draft, texts in
        let values = SettingsForm.values(draft.round, now: clock.now)
        return DraftSettingsPage(
          draft, types: try await types(draft, context), form: FormFields(FormState(values: values)), texts: texts)
      }
    }
    router.post("/contracts/{id}/draft/settings", use: settle)
    router.get("/contracts/{id}/draft/send") { request, context in
      let isVerified = try context.requireCaller().isVerified
      return try await drafts.show(request, context) { draft, texts in
        DraftSendPage(draft, isVerified: isVerified, form: FormFields(), now: clock.now, texts: texts)
      }
    }
    router.post("/contracts/{id}/draft/send", use: send)
  }

  @Sendable private func settle(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (caller, texts) = (try context.requireCaller(), renderer.texts(context))
    return try await drafts.submit(request, context, keeping: SettingsForm.fields, at: SettingsForm.codes) { form, draft in
      let typed = try SettingsForm(form, over: draft.round.settings, now: clock.now, texts: texts)
      _ = try await actions.setSettings(draft.id, title: typed.title, settings: typed.settings, caller: caller)
      if draft.round.initiator.kind == .company {
        guard let type = ID<BusinessType>(form.trimmed("businessType")) else { throw ContractError(.businessTypeMissing) }
        _ = try await actions.chooseType(
          draft.id, type, additions: ApprovalAdditions(of: draft.round.initiator.company), caller: caller)
      }
      return .redirect(to: Links.draft(draft.id, .send))
    } show: { _, draft, fields in
      DraftSettingsPage(draft, types: try await types(draft, context), form: fields, texts: texts)
    }
  }

  /// The business types that the drafter handles; none for a person.
  private func types(_ draft: Draft, _ context: HeqiRequestContext) async throws -> [BusinessType] {
    guard draft.round.initiator.kind == .company else { return [] }
    return try await actions.typeMenu(caller: context.requireCaller()).types
  }

  @Sendable private func send(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (caller, texts) = (try context.requireCaller(), renderer.texts(context))
    return try await drafts.submit(request, context) { _, draft in
      let contract = try await actions.initiate(draft.id, caller: caller)
      let isMine = contract.turn(for: draft.contract.round.initiator, caller: caller).yourAction == .sign
      return .redirect(to: isMine ? Links.signing(contract.id) : Links.noticing(Links.contract(contract.id), "contractStarted"))
    } show: { _, draft, fields in
      DraftSendPage(draft, isVerified: caller.isVerified, form: fields, now: clock.now, texts: texts)
    }
  }
}

extension DraftSettingsPage {
  init(_ draft: Draft, types: [BusinessType], form: FormFields, texts: LocaleTexts) {
    isCompany = draft.round.initiator.kind == .company
    self.types = types.map {
      SelectOption(value: $0.id.description, label: $0.rules.name, isSelected: form.values["businessType"] == $0.id.description)
    }
    self.draft = draft.head(.settings, texts: texts)
    action = Links.draft(draft.id, .settings)
    self.form = form
    let values = form.values
    isSendThenSign = values["issueOrder"] == IssueOrder.sendThenSign.rawValue
    hasSeveral = draft.round.receivers.count > 1
    isSequential = values["signingOrder"] == SigningOrder.sequential.rawValue
    let more = ["readingSeconds", "flowDate", "termStart", "termEnd", "amount"]
    isMoreOpen = more.contains { !(values[$0] ?? "").isEmpty || form.errors[$0] != nil }
    isDeclared = values["declared"] == "on"
    back = Links.draft(draft.id, .places)
  }
}

extension DraftSendPage {
  init(_ draft: Draft, isVerified: Bool, form: FormFields, now: Instant, texts: LocaleTexts) {
    let round = draft.round
    let obstacle = draft.obstacle(isVerified: isVerified, at: now)
    let isSignThenSend = round.settings.issueOrder == .signThenSend
    self.draft = draft.head(.send, texts: texts)
    self.form = form
    problems = obstacle.map { [Missing(problem: texts($0.error.message), fixHref: $0.href)] } ?? []
    rows = Self.rows(draft, now: now, texts: texts)
    steps = Self.steps(round, isSignThenSend: isSignThenSend, texts)
    action = Links.draft(draft.id, .send)
    isReady = obstacle == nil
    submit = texts(isSignThenSend ? "send.startAndSign" : "send.start")
    consequence = texts(isSignThenSend ? "send.consequenceSign" : "send.consequence")
    let mayNegotiate = draft.contract.stage == .draft && round.file != nil && !round.receivers.isEmpty && !round.isTextConfirmed
    negotiate = mayNegotiate && isVerified ? "\(Links.drafting(draft.id))/start" : nil
    isAgreed = round.isTextConfirmed
    later = Links.contract(draft.id)
  }

  private static func rows(_ draft: Draft, now: Instant, texts: LocaleTexts) -> [Row] {
    let round = draft.round
    func row(_ key: String, _ value: String, _ extra: String?, _ step: DraftStep) -> Row {
      let label = texts("send.\(key)")
      return Row(
        label: label, value: value.isEmpty ? "—" : value, extra: extra, href: Links.draft(draft.id, step),
        changeLabel: texts("send.changeLabel", ["what": label]))
    }
    let comma = texts("list.comma")
    let reach = round.receivers.map { party -> String in
      let contact = party.contact.mobile.map { Mask.mobile($0.reveal()) } ?? party.contact.email.map { Mask.email($0.reveal()) } ?? ""
      return [contact, party.accountID == nil ? texts("send.invited") : ""].filter { !$0.isEmpty }.joined(separator: " · ")
    }
    let places = round.parties.map { party in
      texts("send.placesOf", ["name": party.name, "count": String(round.places(of: party.id).count)])
    }
    let file = round.file.map { "\(texts("start.pages", ["count": String($0.pageCount)])) · \(FileSize.text($0.latest.length)) · \($0.latest.digest.short)" }
    return [
      row("file", round.file?.name ?? "", file, .file),
    ] + companyRows(draft, row, texts) + [
      row("receivers", round.receivers.map(\.name).joined(separator: comma), reach.filter { !$0.isEmpty }.joined(separator: comma), .receivers),
      row("places", places.joined(separator: comma), nil, .places),
      row("order", texts(round.settings.issueOrder.title), round.receivers.count > 1 ? texts(round.settings.signingOrder.title) : nil, .settings),
      row(
        "until", round.settings.signDeadline?.shortText ?? "",
        round.settings.signDeadline.map { ShortTime.remaining(until: $0, now: now, texts: texts) }, .settings),
    ]
  }

  /// 业务类型 and 或签 of a company.
  private static func companyRows(
    _ draft: Draft, _ row: (String, String, String?, DraftStep) -> Row, _ texts: LocaleTexts
  ) -> [Row] {
    guard draft.round.initiator.kind == .company else { return [] }
    let company = draft.round.initiator.company
    let count = company?.signers.count ?? 0
    let label = texts("send.signers")
    let signers = Row(
      label: label,
      value: count == 0 ? texts("send.signersHandler") : texts("send.signersAny", ["count": String(count)]), extra: nil,
      href: Links.signers(draft.id), changeLabel: texts("send.changeLabel", ["what": label]))
    return [row("type", company?.businessType?.name ?? "", nil, .settings), signers]
  }

  private static func steps(_ round: ContractRound, isSignThenSend: Bool, _ texts: LocaleTexts) -> [NextStep] {
    func step(_ key: String, _ text: String, _ values: [String: String] = [:], state: String = "later") -> NextStep {
      NextStep(label: texts("send.\(key)", values), text: text, state: state)
    }
    let names = round.receivers.map(\.name).joined(separator: texts("list.comma"))
    let me = step("stepMe", texts("sign.stepsShort"))
    let them = step("stepThem", texts("send.stepTold"), ["names": names])
    return [step("stepFix", texts("send.stepFixText"), state: "now")] + (isSignThenSend ? [me, them] : [them, me])
      + [step("stepDone", texts("send.stepDoneText"))]
  }
}
