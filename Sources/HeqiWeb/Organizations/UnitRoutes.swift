import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// Group, company and departments edited by hand, in company mode (F-056; table D: org.update).
struct UnitRoutes: Sendable {
  let renderer: PageRenderer
  let companies: CompanyActions

  func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.newUnit)) { request, context in
      try await renderer.page(newPage(FormFields(), context), request, context)
    }
    router.post(RouterPath(stringLiteral: Links.newUnit), use: addTop)
    router.get("/organization/units/{id}", use: show)
    router.post("/organization/units/{id}", use: rename)
    router.post("/organization/units/{id}/children", use: addChild)
    router.post("/organization/units/{id}/place", use: move)
    router.post("/organization/units/{id}/order", use: shift)
    router.post("/organization/units/{id}/people", use: join)
    router.post("/organization/units/{id}/people/removal", use: release)
    router.post("/organization/units/{id}/manager", use: lead)
    router.post("/organization/units/{id}/removal", use: remove)
  }

  // MARK: Pages

  private func newPage(_ form: FormFields, _ context: HeqiRequestContext) async throws -> NewUnitPage {
    let texts = renderer.texts(context)
    return NewUnitPage(
      form: form, action: Links.newUnit,
      kinds: try await companies.organization.topKinds(caller: context.requireCaller()).map {
        SelectOption(value: $0.rawValue, label: texts($0.label), isSelected: form.values["kind"] == $0.rawValue)
      })
  }

  private func page(_ form: FormFields, search: String = "", _ context: HeqiRequestContext) async throws -> UnitPage {
    let view = try await companies.organization.unit(unitID(context), search: search, caller: context.requireCaller())
    return UnitPage(view, search: search, form: form, texts: renderer.texts(context))
  }

  @Sendable private func show(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    try await renderer.page(page(FormFields(), search: request.query("name") ?? "", context), request, context)
  }

  // MARK: Tree

  @Sendable private func addTop(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    return try await renderer.submit(request, context, keeping: ["name", "kind"], fields: ["name"]) {
      try await newPage($0, context)
    } act: { form in
      let unit = try await companies.tree.add(
        OrgUnitKind(rawValue: form.trimmed("kind")) ?? .company, form.trimmed("name"), under: nil, caller: caller)
      return .redirect(to: Links.noticing(Links.unit(unit.id), "unitAdded"))
    }
  }

  @Sendable private func addChild(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    try await change(request, context, keeping: ["child"], "unitAdded") { id, form, caller in
      try await companies.tree.add(
        OrgUnitKind(rawValue: form.trimmed("kind")) ?? .department, form.trimmed("child"), under: id, caller: caller)
    }
  }

  @Sendable private func rename(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    try await change(request, context, keeping: ["name"], fields: ["name"], "unitSaved") { id, form, caller in
      try await companies.tree.rename(id, form.trimmed("name"), caller: caller)
    }
  }

  @Sendable private func move(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    try await change(request, context, "unitMoved") { id, form, caller in
      let parent = ID<OrgUnit>(form.trimmed("parent"))
      guard parent != nil || form.trimmed("parent") == "top" else { throw OrganizationError(.unitUnknown) }
      try await companies.tree.move(id, under: parent, caller: caller)
    }
  }

  /// Comes from the page of the unit above, and goes back there.
  @Sendable private func shift(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (id, caller) = (try unitID(context), try context.requireCaller())
    let form = try await request.form()
    try await companies.tree.shift(id, up: form.text("direction") == "up", caller: caller)
    return .redirect(to: ID<OrgUnit>(form.trimmed("back")).map { Links.unit($0) } ?? Links.organization)
  }

  @Sendable private func remove(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    return try await renderer.submit(request, context, keeping: [], fields: []) {
      try await page($0, context)
    } act: { form in
      let chosen = form.trimmed("heir")
      let heir: EditTree.Heir? = chosen == "none" ? EditTree.Heir.none : ID<OrgUnit>(chosen).map { .unit($0) }
      try await companies.tree.remove(unitID(context), peopleTo: heir, caller: caller)
      return .redirect(to: Links.noticing(Links.organization, "unitRemoved"))
    }
  }

  // MARK: People

  @Sendable private func join(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    try await change(request, context, "unitPeople") { id, form, caller in
      let view = try await companies.organization.unit(id, search: form.trimmed("search"), caller: caller)
      let chosen = view.candidates.map(\.id).filter { form.isOn("person-\($0)") }
      try await companies.tree.join(chosen, id, caller: caller)
    }
  }

  @Sendable private func release(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    try await change(request, context, "unitPeople") { id, form, caller in
      guard let person = ID<Membership>(form.trimmed("person")) else { throw Problem.notFound }
      try await companies.tree.release(person, from: id, caller: caller)
    }
  }

  @Sendable private func lead(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    try await change(request, context, "unitLed") { id, form, caller in
      guard let person = ID<Membership>(form.trimmed("manager")) else { throw OrganizationError(.nobodyChosen) }
      try await companies.tree.lead(id, by: person, caller: caller)
    }
  }

  /// Acts and shows the unit again.
  private func change(
    _ request: Request, _ context: HeqiRequestContext, keeping: [String] = [], fields: Set<String> = [], _ notice: String,
    _ act: (ID<OrgUnit>, Form, Caller) async throws -> some Any
  ) async throws -> Response {
    let (id, caller) = (try unitID(context), try context.requireCaller())
    return try await renderer.submit(request, context, keeping: keeping, fields: fields) {
      try await page($0, context)
    } act: { form in
      _ = try await act(id, form, caller)
      return .redirect(to: Links.noticing(Links.unit(id), notice))
    }
  }

  private func unitID(_ context: HeqiRequestContext) throws -> ID<OrgUnit> {
    guard let id = ID<OrgUnit>(try context.parameters.require("id")) else { throw Problem.notFound }
    return id
  }
}
