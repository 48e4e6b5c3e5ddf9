package import HeqiApplication
import HeqiDomain
package import HeqiHTTPKit
package import Hummingbird

/// 通讯录: the list, one contact, suggestions from contracts (F-049, F-050).
package struct ContactRoutes: Sendable {
  private let renderer: PageRenderer
  private let contacts: ContactActions

  package init(renderer: PageRenderer, contacts: ContactActions) {
    self.renderer = renderer
    self.contacts = contacts
  }

  /// Adds the routes.
  package func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.contacts), use: list)
    router.post(RouterPath(stringLiteral: Links.contacts), use: create)
    router.get(RouterPath(stringLiteral: Links.newContact)) { request, context in
      try await renderer.page(NewContactPage(FormFields()), request, context)
    }
    router.post(RouterPath(stringLiteral: Links.contactSuggestions), use: answer)
    ContactInvitationRoutes(renderer: renderer, contacts: contacts).add(to: router)
    router.get("/contacts/{id}") { request, context in
      try await renderer.page(contactPage(FormFields(), context), request, context)
    }
    router.post("/contacts/{id}", use: change)
    router.post("/contacts/{id}/delete", use: delete)
    router.post("/contacts/{id}/invite", use: send)
  }

  @Sendable private func list(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    try await contacts.join.link(caller)
    let (group, query) = (request.query("group") ?? "", request.query("q") ?? "")
    let page = try await contacts.manage.page(
      group: group, words: query, after: request.query("after").flatMap { ID($0) }, caller: caller)
    return try await renderer.page(
      ContactsPage(page, group: group, query: query, texts: renderer.texts(context)), request, context)
  }

  @Sendable private func create(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    let fields = ["kind", "name", "mobile", "email", "group", "note"]
    return try await renderer.submit(request, context, keeping: fields, fields: Set(fields)) {
      NewContactPage($0)
    } act: { form in
      let contact = try await contacts.manage.add(
        .init(
          kind: PartyKind(rawValue: form.trimmed("kind")) ?? .person, name: form.trimmed("name"), mobile: form.trimmed("mobile"),
          email: form.trimmed("email"), group: form.trimmed("group"), note: form.trimmed("note")), caller: caller)
      return .redirect(to: Links.noticing(Links.contact(contact.id), "contactAdded"))
    }
  }

  @Sendable private func answer(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let form = try await request.form()
    guard let party = ContactOwner(key: form.trimmed("party")) else { throw ContactError(.unknown) }
    if form.text("action") == "dismiss" {
      try await contacts.manage.dismiss(party, caller: context.requireCaller())
      return .redirect(to: Links.contacts)
    }
    try await contacts.manage.accept(party, caller: context.requireCaller())
    return .redirect(to: Links.noticing(Links.contacts, "contactAdded"))
  }

  private func contactPage(_ form: FormFields, _ context: HeqiRequestContext) async throws -> ContactPageModel {
    let caller = try context.requireCaller()
    return ContactPageModel(
      try await contacts.manage.find(context.entity(), caller: caller), form: form, caller: caller, texts: renderer.texts(context))
  }

  @Sendable private func change(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    let id: ID<Contact> = try context.entity()
    return try await renderer.submit(request, context, keeping: ["group", "note"], fields: ["group", "note"]) {
      try await contactPage($0, context)
    } act: { form in
      try await contacts.manage.change(id, group: form.trimmed("group"), note: form.trimmed("note"), caller: caller)
      return .redirect(to: Links.noticing(Links.contact(id), "contactChanged"))
    }
  }

  @Sendable private func delete(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    try await contacts.manage.delete(context.entity(), caller: context.requireCaller())
    return .redirect(to: Links.noticing(Links.contacts, "contactDeleted"))
  }

  @Sendable private func send(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    let id: ID<Contact> = try context.entity()
    return try await renderer.submit(request, context, keeping: [], fields: []) {
      try await contactPage($0, context)
    } act: { _ in
      try await contacts.invite.send(to: id, caller: caller)
      return .redirect(to: Links.noticing(Links.contact(id), "contactInvited"))
    }
  }
}

/// The owner's link and QR code, and what somebody sees who opened it (F-012).
struct ContactInvitationRoutes: Sendable {
  let renderer: PageRenderer
  let contacts: ContactActions

  func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.contactInvitation)) { request, context in
      try await renderer.page(invitationPage(FormFields(), context), request, context)
    }
    router.post(RouterPath(stringLiteral: Links.contactInvitation), use: change)
    router.get(RouterPath(stringLiteral: Links.contactInvitationCode), use: code)
    router.get("/contacts/join/{id}") { request, context in
      try await renderer.page(joinPage(FormFields(), context), request, context)
    }
    router.post("/contacts/join/{id}", use: accept)
  }

  private func invitationPage(_ form: FormFields, _ context: HeqiRequestContext) async throws -> ContactInvitationPage {
    let current = try await contacts.invite.current(caller: context.requireCaller())
    return ContactInvitationPage(
      form: form, address: current.map(contacts.invite.address(of:)), until: current.map { DayText.text($0.expiresAt) } ?? "")
  }

  @Sendable private func change(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    return try await renderer.submit(request, context, keeping: [], fields: []) {
      try await invitationPage($0, context)
    } act: { form in
      if form.text("action") == "end" {
        try await contacts.invite.end(caller: caller)
        return .redirect(to: Links.noticing(Links.contactInvitation, "invitationEnded"))
      }
      _ = try await contacts.invite.open(caller: caller)
      return .redirect(to: Links.contactInvitation)
    }
  }

  @Sendable private func code(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let bytes = try await contacts.invite.code(caller: context.requireCaller())
    return Response(
      status: .ok, headers: [.contentType: "image/svg+xml", .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  private func joinPage(_ form: FormFields, _ context: HeqiRequestContext) async throws -> JoinContactPage {
    let id: ID<ContactInvitation> = try context.entity()
    let invitation = try await contacts.join.read(id, caller: context.requireCaller())
    return JoinContactPage(
      form: form, heading: renderer.texts(context)("contacts.joinHeading", ["name": invitation.ownerName]),
      action: Links.contactJoin(id))
  }

  @Sendable private func accept(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let id: ID<ContactInvitation> = try context.entity()
    try await contacts.join.accept(id, caller: context.requireCaller())
    return .redirect(to: Links.noticing(Links.contacts, "contactAdded"))
  }
}
