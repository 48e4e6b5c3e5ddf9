import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiPorts
import HeqiStorage
import Hummingbird

/// The company's tree, its people and their roles, in company mode (F-056 to F-060).
struct OrganizationRoutes: Sendable {
  static let fields: Set<String> = ["name", "mobile", "email", "roles", "units", "manager", "file"]
  let renderer: PageRenderer
  let companies: CompanyActions
  let clock: any WallClock

  func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.organization), use: show)
    router.get(RouterPath(stringLiteral: Links.newMember)) { request, context in
      try await renderer.page(newPage(FormFields(), context), request, context)
    }
    router.post(RouterPath(stringLiteral: Links.newMember), use: add)
    router.get("/organization/people/{id}") { request, context in
      try await renderer.page(memberPage(FormFields(), context), request, context)
    }
    router.post("/organization/people/{id}", use: change)
    router.post("/organization/people/{id}/leaving", use: leave)
    router.get(RouterPath(stringLiteral: Links.rosterImport)) { request, context in
      try await renderer.page(rosterPage(nil, FormFields(), context), request, context)
    }
    router.post(RouterPath(stringLiteral: Links.rosterImport), use: preview)
    router.post("/organization/import/confirmation", use: confirm)
    router.post("/organization/import/directory", use: pull)
  }

  @Sendable private func show(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    guard caller.mode != .personal else { return .redirect(to: Links.mode(next: Links.organization)) }
    let unit = request.query("unit").flatMap { ID<OrgUnit>($0) }
    let status = ["active", "invited", "left"].contains(request.query("status") ?? "") ? request.query("status") ?? "active" : "active"
    let view = try await companies.organization(
      unit: unit, status: status, after: request.query("after").flatMap { ID<Membership>($0) }, caller: caller)
    return try await renderer.page(OrganizationPage(view, unit: unit, status: status, texts: renderer.texts(context)), request, context)
  }

  private func newPage(_ form: FormFields, _ context: HeqiRequestContext) async throws -> MemberPage {
    let caller = try context.requireCaller()
    let standing = try caller.require(.orgUpdate)
    let view = try await companies.organization(limit: 500, caller: caller)
    return MemberPage(newIn: view, roles: ManageMembers.grantable(by: standing.roles), form: form, texts: renderer.texts(context))
  }

  private func memberPage(_ form: FormFields, _ context: HeqiRequestContext) async throws -> MemberPage {
    let view = try await companies.organization.member(memberID(context), caller: context.requireCaller())
    return MemberPage(view, form: form, texts: renderer.texts(context))
  }

  @Sendable private func add(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    return try await renderer.submit(request, context, keeping: ["name", "mobile", "email"], fields: Self.fields) {
      try await newPage($0, context)
    } act: { form in
      let units = try await companies.organization(caller: caller).units.map(\.unit.id)
      try await companies.members.add(
        name: form.trimmed("name"), mobile: form.trimmed("mobile"), email: form.trimmed("email"),
        Self.change(form, units: units, fixed: []), caller: caller)
      return .redirect(to: Links.noticing(Links.organization, "memberAdded"))
    }
  }

  @Sendable private func change(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (id, caller) = (try memberID(context), try context.requireCaller())
    return try await renderer.submit(request, context, keeping: [], fields: Self.fields) {
      try await memberPage($0, context)
    } act: { form in
      let view = try await companies.organization.member(id, caller: caller)
      let fixed = view.member.roles.subtracting(view.grantable)
      try await companies.members.change(id, Self.change(form, units: view.units.map(\.unit.id), fixed: fixed), caller: caller)
      return .redirect(to: Links.noticing(Links.member(id.description), "memberSaved"))
    }
  }

  @Sendable private func leave(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (id, caller) = (try memberID(context), try context.requireCaller())
    try await companies.members.leave(id, caller: caller)
    return .redirect(to: Links.noticing(Links.organization, "memberLeft"))
  }

  /// Roles the page shows but may not change stay as they are.
  private static func change(_ form: Form, units: [ID<OrgUnit>], fixed: Set<CompanyRole>) -> MemberChange {
    let main = form.text("main").flatMap { ID<OrgUnit>($0) }
    let chosen = units.filter { $0 == main || form.isOn("unit-\($0)") }
    return MemberChange(
      roles: Set(CompanyRole.allCases.filter { form.isOn("role-\($0.rawValue)") }).union(fixed),
      units: chosen.filter { $0 == main } + chosen.filter { $0 != main }, manager: form.text("manager").flatMap { ID<Membership>($0) })
  }

  // MARK: Import

  private func rosterPage(_ preview: RosterPreview?, _ form: FormFields, _ context: HeqiRequestContext) async throws -> RosterPage {
    let caller = try context.requireCaller()
    try caller.require(.orgUpdate)
    return RosterPage(
      preview, form: form, pull: try await companies.directory.last(caller: caller), now: clock.now, texts: renderer.texts(context))
  }

  @Sendable private func pull(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let pulled = try await companies.directory(caller: context.requireCaller())
    return .redirect(to: Links.noticing(Links.rosterImport, pulled.outcome == .failed ? "directoryFailed" : "directoryPulled"))
  }

  @Sendable private func preview(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    let sent = try await MultipartForm.read(request, context: context, limits: .images)
    do {
      let preview = try await companies.importRoster.preview(sent.file("file")?.bytes ?? [], caller: caller)
      return try await renderer.page(
        rosterPage(preview, FormFields(), context), request, context,
        status: preview.faults.isEmpty ? .ok : .unprocessableContent)
    } catch {
      let (state, status) = try renderer.refusal(error, of: FormState(), fields: [], context)
      return try await renderer.page(rosterPage(nil, FormFields(state), context), request, context, status: status)
    }
  }

  @Sendable private func confirm(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    let form = try await request.form()
    guard let digest = Hex.decode(form.trimmed("digest")).flatMap({ Digest($0) }), let length = Int64(form.trimmed("length")) else {
      throw OrganizationError(.rosterMissing)
    }
    _ = try await companies.importRoster.confirm(StoredImage(digest: digest, length: length), caller: caller)
    return .redirect(to: Links.noticing("\(Links.organization)?status=invited", "rosterImported"))
  }

  private func memberID(_ context: HeqiRequestContext) throws -> ID<Membership> {
    guard let id = ID<Membership>(try context.parameters.require("id")) else { throw Problem.notFound }
    return id
  }
}
