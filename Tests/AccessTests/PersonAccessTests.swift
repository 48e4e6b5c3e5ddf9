import Foundation
import HTTPTypes
import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiProviders
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Hummingbird
import HummingbirdTesting
import Logging
import Testing

@testable import HeqiServer

/// Every route of a contract × who asks, over the real server and its real route table (drill 29).
/// `person-routes.txt` is the printed form; HEQI_UPDATE_EXPECTED=1 writes it anew.
@Suite("Contract routes by person")
struct PersonAccessTests {
  private let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "person-routes.txt")

  /// Somebody at a browser.
  private struct Actor: Sendable {
    let name: String
    /// nil for a visitor.
    let token: String?
    /// Parties may be told more than that there is nothing.
    var isParty = false
  }

  private struct Route: Hashable, Sendable {
    let method: HTTPRequest.Method
    /// As the router knows it, such as `/contracts/{id}/log`.
    let path: String

    /// 1 where the route ends a contract or shows a draft to its receiver.
    var ends: Int { ["/discard", "/drafting/start", "/withdrawal"].contains { path.hasSuffix($0) } ? 1 : 0 }

    /// With values in place of its parameters; nil where a parameter is new to this test.
    func filled(_ contract: String, _ party: String, _ attachment: String) -> String? {
      let values = [
        "id": contract, "party": party, "page": "1?w=828&v=\(String(repeating: "0", count: 64))", "kind": "report",
        "format": "csv", "attachment": attachment,
      ]
      var text = path
      for (name, value) in values { text = text.replacing("{\(name)}", with: value) }
      return text.contains("{") ? nil : text
    }
  }

  private struct Answer: Sendable {
    let status: Int
    /// Without what differs at each request.
    let body: String
  }

  @Test("what each person may open and change is what person-routes.txt says; others learn nothing")
  func matrix() async throws {
    try await TestDatabase.withFolder { folder in
      let world = try await World(folder)
      let router = try world.composition.router()
      let routes = Self.contractRoutes(of: router)
      let text = try await Application(router: router).test(.router) { client in
        try await print(world, routes, client)
      }
      await world.engine.close()
      if ProcessInfo.processInfo.environment["HEQI_UPDATE_EXPECTED"] == "1" { try text.write(to: url, atomically: true, encoding: .utf8) }
      #expect(try String(contentsOf: url, encoding: .utf8) == text)
    }
  }

  /// Every route below one contract, in a fixed order; what changes who may see it comes last.
  private static func contractRoutes(of router: Router<HeqiRequestContext>) -> [Route] {
    router.routes.map { Route(method: $0.method, path: "\($0.path)") }
      .filter { $0.path.hasPrefix("/contracts/{id}") && [.get, .post].contains($0.method) }
      .sorted { ($0.method.rawValue, $0.ends, $0.path) < ($1.method.rawValue, $1.ends, $1.path) }
  }

  private func print(_ world: World, _ routes: [Route], _ client: any TestClientProtocol) async throws -> String {
    #expect(routes.count > 25, "the route table was read")
    var lines = [
      "Status of each route of a contract for each person: a draft / one that waits for its receiver.",
      "303 of a page = sent to sign in or to the page that fits; 404 = as if it did not exist. Printed by PersonAccessTests.", "",
    ]
    let width = 56, column = 12
    func line(_ label: String, _ cells: [String]) -> String {
      let text = label.padding(toLength: width, withPad: " ", startingAt: 0)
        + cells.map { $0.padding(toLength: column, withPad: " ", startingAt: 0) }.joined()
      return String(text.reversed().drop { $0 == " " }.reversed())
    }
    lines.append(line("", world.actors.map(\.name)))
    for route in routes {
      var cells: [String] = []
      for actor in world.actors {
        let unknown = try await ask(route, world.unknown, world.unknown, world.unknown, actor, client)
        var statuses: [String] = []
        for (contract, party) in [(world.draft, world.draftParty), (world.waiting, world.waitingParty)] {
          let answer = try await ask(route, contract, party, world.attachments[contract] ?? world.unknown, actor, client)
          statuses.append(String(answer.status))
          let mayKnow = actor.isParty && !(actor.name == "receiver" && contract == world.draft)
          guard !mayKnow else { continue }
          #expect(
            answer.status == unknown.status && answer.body == unknown.body,
            "\(route.method) \(route.path) tells \(actor.name) that there is a contract: \(answer.status), not \(unknown.status)")
        }
        cells.append(statuses.joined(separator: "/"))
      }
      lines.append(line("\(route.method.rawValue.padding(toLength: 5, withPad: " ", startingAt: 0))\(route.path)", cells))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func ask(
    _ route: Route, _ contract: String, _ party: String, _ attachment: String, _ actor: Actor, _ client: any TestClientProtocol
  ) async throws -> Answer {
    let path = try #require(route.filled(contract, party, attachment), "\(route.path) has a parameter that this test does not know")
    var headers: HTTPFields = [.init("sec-fetch-site")!: "same-origin"]
    if let token = actor.token { headers[.cookie] = "\(SessionCookie.name)=\(token)" }
    var body = ByteBuffer()
    if route.method == .post {
      let page = try await client.execute(uri: "/agreement", method: .get, headers: headers) { String(buffer: $0.body) }
      let csrf = page.split(separator: "name=\"csrf\" value=\"").dropFirst().first.map { $0.prefix { $0 != "\"" } } ?? ""
      headers[.init("x-csrf-token")!] = String(csrf)
      headers[.contentType] = "application/x-www-form-urlencoded"
      body = ByteBuffer(string: "action=none")
    }
    return try await client.execute(uri: path, method: route.method, headers: headers, body: body) { response in
      Answer(status: Int(response.status.code), body: Self.plain(String(buffer: response.body), contract, party))
    }
  }

  /// Takes out form tokens, request ids and what was asked for.
  private static func plain(_ body: String, _ contract: String, _ party: String) -> String {
    body.replacing(/name="csrf" (value|content)="[^"]*"/, with: "csrf")
      .replacing(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/, with: "id")
      .replacing(/[0-9a-f]{16,}/, with: "id")
      .replacing(contract, with: "id").replacing(party, with: "id")
  }

  // MARK: World

  private struct World: Sendable {
    let composition: Composition
    let engine: any SQLEngine
    let actors: [Actor]
    let draft: String
    let draftParty: String
    let waiting: String
    let waitingParty: String
    /// A paper beside each contract, by the contract.
    let attachments: [String: String]
    let unknown = "0198a000-0000-7000-8000-000000000000"

    init(_ folder: String) async throws {
      let resources = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/HeqiWeb/Resources").standardizedFileURL.path
      let configuration = try ServerConfiguration(
        ConfigurationSources(
          flags: [.dataDirectory: folder + "/data", .publicURL: "http://localhost", .resourcesPath: resources]))
      let random = SystemRandom()
      let data = try OpenedData(configuration, random: random)
      let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
      try await HeqiMigrations.run(on: data.engine, at: now)
      composition = try await Composition(configuration, data: data, metrics: MetricsRegistry(), logger: Logger(label: "test"))
      engine = data.engine
      var people = People(
        engine: data.engine, vault: try await data.vault.open(tenantID: Tenant.main, at: now), now: now, random: random)
      let (initiator, receiver) = (try await people.person("叶小三"), try await people.person("李小四"))
      var all = [Actor(name: "visitor", token: nil)]
      all.append(Actor(name: "unverified", token: try await people.person("王未证", isVerified: false).token))
      all.append(Actor(name: "outsider", token: try await people.person("何路人").token))
      for role in PlatformRole.allCases { all.append(Actor(name: Self.short(role), token: try await people.staff(role))) }
      all.append(Actor(name: "receiver", token: receiver.token, isParty: true))
      all.append(Actor(name: "initiator", token: initiator.token, isParty: true))
      actors = all
      let made = try await Self.contract(composition.contracts, initiator.caller, receiver, now)
      let sent = try await Self.contract(composition.contracts, initiator.caller, receiver, now)
      let waiting = try await composition.contracts.initiate(sent.id, caller: initiator.caller)
      (draft, draftParty) = (made.id.description, made.round.parties[0].id.description)
      (self.waiting, waitingParty) = (waiting.id.description, waiting.round.parties[0].id.description)
      var papers: [String: String] = [:]
      for contract in [made, waiting] {
        let paper = try await composition.contracts.addAttachment(
          contract.id, .init(fileName: "平面图.pdf", bytes: OddPages.bytes("PLAN")), caller: initiator.caller)
        papers[contract.id.description] = paper.id.description
      }
      attachments = papers
    }

    private static func short(_ role: PlatformRole) -> String { role.rawValue.replacing("platform", with: "").lowercased() }

    private static func contract(
      _ actions: ContractActions, _ initiator: Caller, _ receiver: (caller: Caller, mobile: String, token: String), _ now: Instant
    ) async throws -> Contract {
      var contract = try await actions.upload(
        .init(contractID: nil, fileName: "合同.pdf", bytes: OddPages.bytes("SIGN")), caller: initiator)
      contract = try await actions.setReceivers(
        contract.id, [SetReceivers.Receiver(name: receiver.caller.name, mobile: receiver.mobile)], caller: initiator)
      let places = contract.round.parties.map {
        SetPlaces.Place(partyID: $0.id, kind: .signature, page: 1, box: PageBox(x: 60, y: 60, width: 119, height: 119))
      }
      contract = try await actions.setPlaces(contract.id, places, caller: initiator)
      let settings = ContractSettings(
        issueOrder: .sendThenSign, signDeadline: now.adding(.seconds(7 * 86_400)), subjectMatter: .general)
      return try await actions.setSettings(contract.id, title: "租赁合同", settings: settings, caller: initiator)
    }
  }

  /// Puts people and their sessions into the stores.
  private struct People {
    let engine: any SQLEngine
    let vault: TenantVault
    let now: Instant
    let random: SystemRandom
    var number = 20_000_000

    mutating func person(
      _ name: String, isVerified: Bool = true
    ) async throws -> (caller: Caller, mobile: String, token: String) {
      try await signedIn(name, .person, isVerified: isVerified, roles: [])
    }

    mutating func staff(_ role: PlatformRole) async throws -> String {
      try await signedIn("审核员", .backOffice, isVerified: false, roles: [role]).token
    }

    private mutating func signedIn(
      _ name: String, _ kind: AccountKind, isVerified: Bool, roles: Set<PlatformRole>
    ) async throws -> (caller: Caller, mobile: String, token: String) {
      number += 1
      let mobile = "138\(number)"
      let account = Account(
        id: ID(at: now, random: random.bytes(10)), tenantID: Tenant.main, kind: kind, name: name,
        mobile: try #require(MobileNumber(mobile)), email: try #require(EmailAddress("p\(number)@example.com")),
        isVerified: isVerified, platformRoles: roles, createdAt: now)
      let token = Hex.encode(random.bytes(32))
      let scene = Scene(client: .web, ip: "127.0.0.1", deviceID: "d", userAgent: "Test")
      let session = LoginSession(
        id: ID(at: now, random: random.bytes(10)), accountID: account.id, createdAt: now, lastSeenAt: now,
        expiresAt: now.adding(.seconds(3600)), scene: scene)
      var verification = IdentityVerification(
        id: ID(at: now, random: random.bytes(10)), accountID: account.id, tenantID: Tenant.main)
      verification.status = isVerified ? .verified : .unverified
      let stored = verification
      try await engine.write { [vault] connection in
        try AccountStore(vault: vault).insert(account, in: connection)
        try VerificationStore(vault: vault).insert(stored, in: connection)
        try LoginSessionStore(tenantID: Tenant.main)
          .insert(session, tokenHash: ContentHash.sha256(Array(token.utf8)), in: connection)
      }
      let caller = Caller(
        accountID: account.id, tenantID: Tenant.main, name: name, isVerified: isVerified, scene: scene)
      return (caller, mobile, token)
    }
  }
}
