import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// 代理审批: the page on which an approver names a stand-in (T-007).
struct StandInRoutes: Sendable {
  let renderer: PageRenderer
  let actions: ContractActions

  func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.standIn)) { request, context in
      guard try context.requireCaller().mode != .personal else { return Response.redirect(to: Links.mode(next: Links.standIn)) }
      return try await renderer.page(page(FormFields(), context), request, context)
    }
    router.post(RouterPath(stringLiteral: Links.standIn), use: save)
  }

  private func page(_ form: FormFields, _ context: HeqiRequestContext) async throws -> StandInPage {
    let state = try await actions.standIn.read(caller: context.requireCaller())
    let texts = renderer.texts(context)
    let away = state.standIn.flatMap { member in
      state.until.map { texts("standIn.now", ["name": member.name, "until": $0.shortText]) }
    }
    return StandInPage(
      form: form, state: away ?? texts("standIn.none"), isAway: away != nil,
      colleagues: state.choices.map {
        SelectOption(value: $0.id.description, label: $0.name, isSelected: form.values["colleague"] == $0.id.description)
      }, hasColleagues: !state.choices.isEmpty, action: Links.standIn)
  }

  @Sendable private func save(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let form = try await request.form()
    do {
      let isEnd = form.text("action") == "end"
      let day = SettingsForm.day(form.trimmed("until"))
      let until = day.flatMap { CivilTime.instant(year: $0.year, month: $0.month, day: $0.day, hour: 23, minute: 59) }
      guard isEnd || ID<Membership>(form.trimmed("colleague")) != nil else { throw ContractError(.approvalRefused) }
      try await actions.standIn(
        isEnd ? nil : ID(form.trimmed("colleague")), until: until, caller: context.requireCaller())
      return .redirect(to: Links.noticing(Links.standIn, "standInSaved"))
    } catch {
      let (state, status) = try renderer.refusal(
        error, of: FormState(form, keeping: ["until", "colleague"]), at: [.approvalRefused: "until"], context)
      return try await renderer.page(page(FormFields(state), context), request, context, status: status)
    }
  }
}
