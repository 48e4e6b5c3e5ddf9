package import HeqiApplication
import HeqiDomain
package import HeqiHTTPKit
package import HeqiPorts
package import Hummingbird

/// 强制撤销: two operators end an order of a business system (M-026, B-22).
package struct RevocationRoutes: Sendable {
  private let renderer: PageRenderer
  private let revocations: ForceRevocation
  private let clock: any WallClock

  package init(renderer: PageRenderer, revocations: ForceRevocation, clock: any WallClock) {
    self.renderer = renderer
    self.revocations = revocations
    self.clock = clock
  }

  package func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.officeRevocations)) { request, context in
      try await renderer.page(page(FormFields(), context), request, context)
    }
    router.post(RouterPath(stringLiteral: Links.officeRevocations), use: propose)
    router.post("/office/revocations/{id}/confirmation") { _, context in
      try await revocations.confirm(context.entity(), caller: context.requireStaff([.operator_]))
      return Response.redirect(to: Links.noticing(Links.officeRevocations, "revocationConfirmed"))
    }
    router.post("/office/revocations/{id}/drop") { _, context in
      try await revocations.drop(context.entity(), caller: context.requireStaff([.operator_]))
      return Response.redirect(to: Links.noticing(Links.officeRevocations, "revocationDropped"))
    }
  }

  private func page(_ form: FormFields, _ context: HeqiRequestContext) async throws -> RevocationsPage {
    let caller = try context.requireStaff([.operator_, .auditor])
    return RevocationsPage(
      try await revocations.list(caller: caller), form: form, caller: caller, now: clock.now, texts: renderer.texts(context))
  }

  @Sendable private func propose(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireStaff([.operator_])
    return try await renderer.submit(request, context, keeping: ["contract", "reason"], fields: ["contract", "reason"]) {
      try await page($0, context)
    } act: { form in
      _ = try await revocations.propose(contract: form.trimmed("contract"), reason: form.trimmed("reason"), caller: caller)
      return .redirect(to: Links.noticing(Links.officeRevocations, "revocationProposed"))
    }
  }
}
