package import HeqiApplication
import HeqiDomain
package import HeqiHTTPKit
package import HeqiPorts
import HeqiStorage
package import Hummingbird

/// Clients of the open API in the back office (M-017, M-034).
package struct ClientRoutes: Sendable {
  private static let fields = ["name", "addresses", "rate", "returnHosts", "frameAncestors"]
  private let renderer: PageRenderer
  private let clients: OperateClients
  private let clock: any WallClock

  package init(renderer: PageRenderer, clients: OperateClients, clock: any WallClock) {
    self.renderer = renderer
    self.clients = clients
    self.clock = clock
  }

  package func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.officeClients), use: list)
    router.post(RouterPath(stringLiteral: Links.officeClients), use: create)
    router.get(RouterPath(stringLiteral: Links.newOfficeClient)) { request, context in
      _ = try context.requireStaff([.operator_])
      return try await renderer.page(form(nil, nil, FormFields(), context), request, context)
    }
    let group = router.group("/office/clients/{id}")
    group.get(use: show)
    group.get("settings", use: settings)
    group.post("settings", use: change)
    group.get("rotation") { try await ask("rotate", "rotation", isGrave: false, $0, $1) }
    group.post("rotation", use: rotate)
    group.get("revocation") { try await ask("revoke", "revocation", isGrave: true, $0, $1) }
    group.post("revocation") { _, context in
      let id = try context.entity(APIClient.self)
      try await clients.revoke(id, caller: context.requireStaff([.operator_]))
      return Response.redirect(to: Links.noticing(Links.officeClient(id.description), "clientRevoked"))
    }
    group.post("secrets/{secret}/end", use: end)
  }

  @Sendable private func list(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireStaff([.operator_, .auditor])
    let found = try await clients.list(caller: caller)
    let page = ClientsPage(
      found, mayManage: caller.platformRoles.contains(.operator_), now: clock.now, texts: renderer.texts(context))
    return try await renderer.page(page, request, context)
  }

  @Sendable private func show(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireStaff([.operator_, .auditor])
    let before = request.query("before").flatMap { ID<RequestLogEntry>($0) }
    let dossier = try await clients.show(context.entity(), before: before, caller: caller)
    let page = ClientPage(
      dossier, mayManage: caller.platformRoles.contains(.operator_), language: context.language, texts: renderer.texts(context))
    return try await renderer.page(page, request, context)
  }

  private func form(
    _ client: APIClient?, _ chosen: Set<APIScope>?, _ form: FormFields, _ context: HeqiRequestContext
  ) -> ClientFormPage {
    ClientFormPage(client, chosen: chosen, form: form, texts: renderer.texts(context))
  }

  @Sendable private func create(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireStaff([.operator_])
    let chosen = try await ClientForm.scopes(request.form())
    return try await renderer.submit(request, context, keeping: Self.fields, fields: Set(Self.fields + ["scope"])) {
      form(nil, chosen, $0, context)
    } act: { form in
      let issued = try await clients.create(ClientForm.terms(form, over: ClientSettings()), caller: caller)
      return try await secret(issued, "clients.createdHead", request, context)
    }
  }

  @Sendable private func settings(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireStaff([.operator_])
    let client = try await clients.show(context.entity(), before: nil, caller: caller).client
    return try await renderer.page(form(client, nil, FormFields(), context), request, context)
  }

  @Sendable private func change(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireStaff([.operator_])
    let client = try await clients.show(context.entity(), before: nil, caller: caller).client
    let chosen = try await ClientForm.scopes(request.form())
    return try await renderer.submit(request, context, keeping: Self.fields, fields: Set(Self.fields + ["scope"])) {
      form(client, chosen, $0, context)
    } act: { form in
      try await clients.change(client.id, ClientForm.terms(form, over: client.settings), caller: caller)
      return .redirect(to: Links.noticing(Links.officeClient(client.id.description), "clientChanged"))
    }
  }

  private func ask(
    _ key: String, _ verb: String, isGrave: Bool, _ request: Request, _ context: HeqiRequestContext
  ) async throws -> Response {
    let caller = try context.requireStaff([.operator_])
    let client = try await clients.show(context.entity(), before: nil, caller: caller).client
    let texts = renderer.texts(context)
    let page = ClientQuestionPage(
      heading: texts("clients.\(key)Head", ["name": client.name]), text: texts("clients.\(key)Text"),
      action: "\(Links.officeClient(client.id.description))/\(verb)", label: texts("clients.\(key)"),
      back: Links.officeClient(client.id.description), isGrave: isGrave)
    return try await renderer.page(page, request, context)
  }

  @Sendable private func rotate(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let issued = try await clients.rotate(context.entity(), caller: context.requireStaff([.operator_]))
    return try await secret(issued, "clients.rotatedHead", request, context)
  }

  @Sendable private func end(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireStaff([.operator_])
    let id = try context.entity(APIClient.self)
    guard let secret = ID<ClientSecret>(try context.parameters.require("secret")) else { throw Problem.notFound }
    try await clients.end(secret, of: id, caller: caller)
    return .redirect(to: Links.noticing(Links.officeClient(id.description), "clientSecretEnded"))
  }

  private func secret(
    _ issued: IssuedClient, _ heading: String, _ request: Request, _ context: HeqiRequestContext
  ) async throws -> Response {
    let texts = renderer.texts(context)
    let page = ClientSecretPage(
      heading: texts(heading), lead: texts("clients.onceText"), identifier: issued.client.id.description,
      secret: issued.secret.reveal(), href: Links.officeClient(issued.client.id.description))
    return try await renderer.page(page, request, context)
  }
}
