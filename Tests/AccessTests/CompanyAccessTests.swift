import Foundation
import HTTPTypes
import HeqiDomain
import HeqiHTTPKit
import HeqiProviders
import HeqiSQL
import HeqiServer
import HeqiStorage
import HeqiTestSupport
import Hummingbird
import HummingbirdTesting
import Logging
import Testing

/// Role × route × scope for companies over the real server (F-030, drill 29). `company-routes.txt` is the printed form;
/// HEQI_UPDATE_EXPECTED=1 writes it anew.
@Suite("Company routes by role")
struct CompanyAccessTests {
  private let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "company-routes.txt")

  /// Somebody at a browser.
  private struct Actor: Sendable {
    let name: String
    /// nil for a visitor.
    let token: String?
  }

  @Test("what each role may open and change is what company-routes.txt says")
  func matrix() async throws {
    try await TestDatabase.withFolder { folder in
      let data = try await world(folder)
      let application = Application(router: try data.composition.router())
      let text = try await application.test(.router) { client in try await print(data, client) }
      await data.engine.close()
      if ProcessInfo.processInfo.environment["HEQI_UPDATE_EXPECTED"] == "1" { try text.write(to: url, atomically: true, encoding: .utf8) }
      #expect(try String(contentsOf: url, encoding: .utf8) == text)
    }
  }

  private func print(_ data: CompanyWorld, _ client: any TestClientProtocol) async throws -> String {
    let actors = data.actors
    var lines = [
      "Status of each company route for each role. unsigned = a delegate without a signed 授权委托书; own = their company's person, other = another company's.",
      "303 of a page = sent to sign in or to choose a mode; of a change = done. Printed by CompanyAccessTests.", "",
    ]
    let width = 44
    lines.append("".padding(toLength: width, withPad: " ", startingAt: 0) + actors.map(\.name).joined(separator: " "))
    func add(_ label: String, _ statuses: [Int]) {
      let cells = zip(actors, statuses).map { String($1).padding(toLength: $0.name.count, withPad: " ", startingAt: 0) }
      let line = label.padding(toLength: width, withPad: " ", startingAt: 0) + cells.joined(separator: " ")
      lines.append(String(line.reversed().drop { $0 == " " }.reversed()))
    }
    for (label, path) in data.pages {
      var statuses: [Int] = []
      for actor in actors { statuses.append(try await status(.get, path, actor, client)) }
      add("GET  \(label)", statuses)
    }
    for (label, path) in data.changes {
      var statuses: [Int] = []
      for actor in actors { statuses.append(try await status(.post, path, actor, client)) }
      add("POST \(label)", statuses)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func status(
    _ method: HTTPRequest.Method, _ path: String, _ actor: Actor, _ client: any TestClientProtocol
  ) async throws -> Int {
    var headers: HTTPFields = [.init("sec-fetch-site")!: "same-origin"]
    if let token = actor.token { headers[.cookie] = "\(SessionCookie.name)=\(token)" }
    guard method == .post else {
      return try await client.execute(uri: path, method: .get, headers: headers) { Int($0.status.code) }
    }
    let page = try await client.execute(uri: "/mode", method: .get, headers: headers) { String(buffer: $0.body) }
    let csrf = page.split(separator: "name=\"csrf\" value=\"").dropFirst().first.map { $0.prefix { $0 != "\"" } } ?? ""
    headers[.init("x-csrf-token")!] = String(csrf)
    headers[.contentType] = "application/x-www-form-urlencoded"
    return try await client.execute(uri: path, method: .post, headers: headers, body: ByteBuffer(string: "role-handler=on")) {
      Int($0.status.code)
    }
  }

  // MARK: World

  private struct CompanyWorld: Sendable {
    let composition: Composition
    let engine: any SQLEngine
    let actors: [Actor]
    let pages: [(String, String)]
    let changes: [(String, String)]
  }

  private func world(_ folder: String) async throws -> CompanyWorld {
    let configuration = try ServerConfiguration(
      ConfigurationSources(
        flags: [
          .dataDirectory: folder + "/data", .publicURL: "http://localhost",
          .resourcesPath: url.deletingLastPathComponent().appending(path: "../../Sources/HeqiWeb/Resources").standardizedFileURL.path,
        ]))
    let random = SystemRandom()
    let data = try OpenedData(configuration, random: random)
    let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    try await HeqiMigrations.run(on: data.engine, at: now)
    let composition = try await Composition(configuration, data: data, metrics: MetricsRegistry(), logger: Logger(label: "test"))
    let vault = try await data.vault.open(tenantID: Tenant.main, at: now)
    var made = Making(engine: data.engine, vault: vault, now: now, random: random)
    let own = try await made.organization("91350100M000100Y43", "甲公司")
    let other = try await made.organization("91350206MA32JUL977", "乙公司")
    var actors = [Actor(name: "visitor", token: nil)]
    actors.append(Actor(name: "personal", token: try await made.person(nil, [], in: nil).token))
    for role in CompanyRole.allCases {
      actors.append(Actor(name: role.rawValue, token: try await made.person(own, [role], in: own).token))
    }
    actors.append(Actor(name: "unsigned", token: try await made.person(own, [.delegate], in: own, source: .manual).token))
    actors.append(Actor(name: "noRole", token: try await made.person(own, [], in: own).token))
    actors.append(Actor(name: "left", token: try await made.person(own, [.delegate], in: own, hasLeft: true).token))
    actors.append(Actor(name: "otherRep", token: try await made.person(other, [.legalRep], in: other).token))
    for role in PlatformRole.allCases { actors.append(Actor(name: role.rawValue, token: try await made.staff(role))) }
    let member = try await made.person(own, [.handler], in: nil).membership
    let foreign = try await made.person(other, [.handler], in: nil).membership
    let people = "/organization/people"
    let (unit, foreignUnit) = (try await made.unit(own), try await made.unit(other))
    let units = "/organization/units"
    return CompanyWorld(
      composition: composition, engine: data.engine, actors: actors,
      pages: [
        ("/mode", "/mode"), ("/companies", "/companies"), ("/companies/new", "/companies/new"),
        ("/companies/verifications/{another's}", "/companies/verifications/\(member)"),
        ("/companies/authorizations/{another's}", "/companies/authorizations/\(member)"), ("/organization", "/organization"),
        ("/organization/people/{own}", "\(people)/\(member)"), ("/organization/people/{other}", "\(people)/\(foreign)"),
        ("/organization/people/new", "\(people)/new"), ("/organization/import", "/organization/import"),
        ("/organization/duties", "/organization/duties"), ("/organization/units/new", "\(units)/new"),
        ("/organization/units/{own}", "\(units)/\(unit)"), ("/organization/units/{other}", "\(units)/\(foreignUnit)"),
        ("/office/reviews", "/office/reviews"), ("/office/companies/{unknown}", "/office/companies/\(member)"),
        ("/office/jobs", "/office/jobs"),
      ],
      changes: [
        ("/organization/people/{own}", "\(people)/\(member)"), ("/organization/people/{other}", "\(people)/\(foreign)"),
        ("/organization/people/{other}/leaving", "\(people)/\(foreign)/leaving"),
        ("/organization/import/directory", "/organization/import/directory"), ("/organization/duties", "/organization/duties"),
        ("/organization/units/new", "\(units)/new"),
        ("/organization/units/{own}", "\(units)/\(unit)"), ("/organization/units/{other}", "\(units)/\(foreignUnit)"),
        ("/organization/units/{own}/children", "\(units)/\(unit)/children"),
        ("/organization/units/{own}/place", "\(units)/\(unit)/place"), ("/organization/units/{own}/order", "\(units)/\(unit)/order"),
        ("/organization/units/{other}/order", "\(units)/\(foreignUnit)/order"),
        ("/organization/units/{own}/people", "\(units)/\(unit)/people"),
        ("/organization/units/{own}/people/removal", "\(units)/\(unit)/people/removal"),
        ("/organization/units/{own}/manager", "\(units)/\(unit)/manager"),
        ("/organization/units/{other}/removal", "\(units)/\(foreignUnit)/removal"),
      ])
  }

  /// Puts people, companies and signed-in sessions into the stores.
  private struct Making {
    let engine: any SQLEngine
    let vault: TenantVault
    let now: Instant
    let random: SystemRandom
    var number = 10_000_000

    func id<Entity>() -> ID<Entity> { ID(at: now, random: random.bytes(10)) }

    func organization(_ code: String, _ name: String) async throws -> Organization {
      let organization = Organization(
        id: id(), tenantID: Tenant.main, kind: .legalEntity, name: name, code: try UnifiedSocialCreditCode(code),
        legalRepresentative: "叶小三", verifiedAt: now, createdAt: now)
      try await engine.write { try OrganizationStore(tenantID: Tenant.main).insert(organization, in: $0) }
      return organization
    }

    func unit(_ organization: Organization) async throws -> ID<OrgUnit> {
      let unit = OrgUnit(
        id: id(), tenantID: Tenant.main, organizationID: organization.id, parentID: nil, kind: .company, name: organization.name)
      try await engine.write { try OrgUnitStore(tenantID: Tenant.main).insert(unit, in: $0) }
      return unit.id
    }

    mutating func person(
      _ organization: Organization?, _ roles: Set<CompanyRole>, in mode: Organization?, hasLeft: Bool = false,
      source: MembershipSource = .verification
    ) async throws -> (token: String, membership: ID<Membership>) {
      let (account, token) = try await signedIn(.person, roles: [], in: mode?.id)
      let membership: ID<Membership> = id()
      guard let organization else { return (token, membership) }
      let member = Membership(
        id: membership, tenantID: Tenant.main, organizationID: organization.id, accountID: account.id, name: account.name,
        roles: roles, status: hasLeft ? .left(at: now) : .active, source: source, createdAt: now)
      try await engine.write { [vault] in try MembershipStore(vault: vault).insert(member, in: $0) }
      return (token, membership)
    }

    mutating func staff(_ role: PlatformRole) async throws -> String { try await signedIn(.backOffice, roles: [role], in: nil).token }

    private mutating func signedIn(
      _ kind: AccountKind, roles: Set<PlatformRole>, in mode: ID<Organization>?
    ) async throws -> (account: Account, token: String) {
      number += 1
      guard let mobile = MobileNumber("138\(number)"), let email = EmailAddress("p\(number)@example.com") else {
        throw IdentityError(.invalidMobile)
      }
      let account = Account(
        id: id(), tenantID: Tenant.main, kind: kind, name: "叶小三", mobile: mobile, email: email, isVerified: true, platformRoles: roles,
        createdAt: now)
      let token = Hex.encode(random.bytes(32))
      let scene = Scene(client: .web, ip: "127.0.0.1", deviceID: "d", userAgent: "Test")
      let session = LoginSession(
        id: id(), accountID: account.id, createdAt: now, lastSeenAt: now, expiresAt: now.adding(.seconds(3600)), scene: scene,
        organizationID: mode)
      try await engine.write { [vault] connection in
        try AccountStore(vault: vault).insert(account, in: connection)
        try LoginSessionStore(tenantID: Tenant.main)
          .insert(session, tokenHash: ContentHash.sha256(Array(token.utf8)), in: connection)
      }
      return (account, token)
    }
  }
}
