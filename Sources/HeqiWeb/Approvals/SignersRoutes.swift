import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// 或签: naming the people of whom any one signs for the company.
struct SignersRoutes: Sendable {
  let renderer: PageRenderer
  let actions: ContractActions

  func add(to router: Router<HeqiRequestContext>) {
    router.get("/contracts/{id}/signers") { request, context in
      try await renderer.page(page(FormFields(), context), request, context)
    }
    router.post("/contracts/{id}/signers", use: choose)
  }

  private func page(_ form: FormFields, _ context: HeqiRequestContext) async throws -> SignersPage {
    let (id, caller) = (try context.contractID(), try context.requireCaller())
    let view = try await actions.view(id, isLogged: false, caller: caller)
    let candidates = try await actions.chooseSigners.candidates(id, caller: caller)
    return SignersPage(view, candidates, form: form, texts: renderer.texts(context))
  }

  @Sendable private func choose(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (id, caller) = (try context.contractID(), try context.requireCaller())
    let form = try await request.form()
    do {
      let people = form.all("people").compactMap { ID<Membership>($0) }
      let contract = try await actions.chooseSigners(id, people, caller: caller)
      let isPreparing = contract.editable != nil
      return .redirect(
        to: isPreparing ? Links.draft(id, .send) : Links.noticing(Links.tab(.progress, of: id), "signersChosen"))
    } catch {
      let (state, status) = try renderer.refusal(error, of: FormState(form, keeping: []), at: [:], context)
      return try await renderer.page(page(FormFields(state), context), request, context, status: status)
    }
  }
}

extension SignersPage {
  init(_ view: ContractView, _ candidates: [ChooseSigners.Candidate], form: FormFields, texts: LocaleTexts) {
    let contract = view.contract
    back = contract.editable == nil ? Links.contract(contract.id) : Links.draft(contract.id, .send)
    contractTitle = contract.round.title
    action = Links.signers(contract.id)
    self.form = form
    self.candidates = candidates.map { person in
      Candidate(
        value: person.id.description, candidateName: person.name, isChosen: person.isChosen,
        lack: person.hasSeal ? nil : texts("signers.noSeal"))
    }
    hasCandidates = !candidates.isEmpty
  }
}
