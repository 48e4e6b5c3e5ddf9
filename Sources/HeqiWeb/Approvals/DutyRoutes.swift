import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// 待接手任务: what nobody of the company can do, and giving it to somebody (F-058; table D: org.update).
struct DutyRoutes: Sendable {
  let renderer: PageRenderer
  let actions: ContractActions

  func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.duties)) { request, context in
      guard try context.requireCaller().mode != .personal else { return Response.redirect(to: Links.mode(next: Links.duties)) }
      return try await renderer.page(page(FormFields(), context), request, context)
    }
    router.post(RouterPath(stringLiteral: Links.duties), use: assign)
  }

  private func page(_ form: FormFields, _ context: HeqiRequestContext) async throws -> DutiesPage {
    DutiesPage(
      try await actions.stuckDuties(caller: context.requireCaller()), form: form, texts: renderer.texts(context))
  }

  @Sendable private func assign(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    return try await renderer.submit(request, context, keeping: [], fields: []) {
      try await page($0, context)
    } act: { form in
      try caller.require(.orgUpdate)
      guard let contract = ID<Contract>(form.trimmed("contract")), let duty = ContractDuty(rawValue: form.trimmed("duty")),
        let from = ID<Membership>(form.trimmed("from"))
      else { throw Problem.notFound }
      guard let to = ID<Membership>(form.trimmed("to")) else { throw Self.nobody(renderer.texts(context)) }
      _ = try await actions.takeOver(contract, duty, from: from, to: to, caller: caller)
      return .redirect(to: Links.noticing(Links.duties, "dutyTaken"))
    }
  }

  private static func nobody(_ texts: LocaleTexts) -> ContractError {
    ContractError(.approvalRefused, "to", remark: Bilingual(texts("duties.toMissing"), texts("duties.toMissing")))
  }
}
