import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// A company's handler receives and links a business type (row 13, F-039).
struct CompanyReceiptRoutes: Sendable {
  let renderer: PageRenderer
  let actions: ContractActions

  func add(to router: Router<HeqiRequestContext>) {
    router.get("/contracts/{id}/receipt") { request, context -> Response in
      let view = try await actions.view(context.contractID(), isLogged: false, caller: context.requireCaller())
      guard view.actions.contains(.receive), view.party.kind == .company else {
        return .redirect(to: Links.contract(view.contract.id))
      }
      return try await renderer.page(page(FormFields(), context), request, context)
    }
  }

  private func page(_ form: FormFields, _ context: HeqiRequestContext) async throws -> CompanyReceiptPage {
    let caller = try context.requireCaller()
    let view = try await actions.view(context.contractID(), isLogged: false, caller: caller)
    let texts = renderer.texts(context)
    let types = try await actions.typeMenu(caller: caller).types
    return CompanyReceiptPage(
      back: Links.contract(view.contract.id), contractTitle: view.contract.round.title,
      heading: texts("receipt.heading", ["title": view.contract.round.title]), action: Links.receipt(view.contract.id),
      form: form,
      types: types.map {
        SelectOption(value: $0.id.description, label: $0.rules.name, isSelected: form.values["businessType"] == $0.id.description)
      }, hasTypes: !types.isEmpty)
  }

  /// The POST of `/contracts/{id}/receipt` in company mode.
  func receive(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let id = try context.contractID()
    let form = try await request.form()
    do {
      guard let type = ID<BusinessType>(form.trimmed("businessType")) else { throw ContractError(.businessTypeMissing) }
      let contract = try await actions.receive(id, as: type, caller: context.requireCaller())
      return .redirect(to: Links.noticing(Links.contract(contract.id), "contractReceived"))
    } catch {
      let (state, status) = try renderer.refusal(
        error, of: FormState(form, keeping: ["businessType"]),
        at: [.businessTypeMissing: "businessType", .businessTypeRefused: "businessType", .approvalRefused: "businessType"],
        context)
      return try await renderer.page(page(FormFields(state), context), request, context, status: status)
    }
  }
}
