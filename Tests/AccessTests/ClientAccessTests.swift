import Foundation
import HTTPTypes
import HeqiDomain
import HeqiHTTPKit
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Hummingbird
import Testing

@testable import HeqiApplication
@testable import HeqiServer

/// Every route of the open API × who asks, over the real server and its real route table (quality drill 29).
/// `client-routes.txt` is the printed form; HEQI_UPDATE_EXPECTED=1 writes it anew.
@Suite("API routes by client", .serialized)
struct ClientAccessTests {
  private let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "client-routes.txt")

  private struct Route: Hashable {
    let method: String
    /// Below `/api/v1`, as the router knows it.
    let path: String

    /// Later ones change what earlier ones show: the last ends the contract.
    var rank: Int { method == "GET" ? 0 : path == "/contract/{id}/revoke" ? 2 : 1 }
  }

  /// Things of one business system.
  private struct Things {
    let contract: String
    let template: String
    let check: String
    let delivery: String
    let file: String

    static let missing = Things(
      contract: "0198a000-0000-7000-8000-000000000000", template: "NOBODY-1", check: "0198a000-0000-7000-8000-000000000001",
      delivery: "0198a000-0000-7000-8000-000000000002", file: "0198a000-0000-7000-8000-000000000003")

    func id(_ path: String) -> String? {
      switch path.split(separator: "/").first {
      case "contract": contract
      case "template": template
      case "verification": check
      case "webhook": delivery
      default: nil
      }
    }
  }

  /// What is asked of each route, so that only whose it is decides; nil for a route that this test does not know.
  private func call(_ route: Route, _ things: Things, number: Int) -> APIWorld.Call? {
    var path = "/api/v1" + route.path.replacing("{provider}", with: "TSA")
    if path.contains("{id}") {
      guard let id = things.id(String(route.path.dropFirst())) else { return nil }
      path = path.replacing("{id}", with: id)
    }
    guard !path.contains("{") else { return nil }
    if route.method == "GET" {
      let query = ["/webhook/delivery": "?contractId=\(things.contract)"][route.path] ?? ""
      return APIWorld.Call(path: path + query)
    }
    if route.method == "PUT" {
      return APIWorld.Call(method: .put, path: path, bytes: OddPages.bytes("SIGN"), contentType: "application/pdf")
    }
    let party = ["contractId": things.contract, "partyId": APIWorld.zhang.partyID]
    let bodies: [String: [String: Any]] = [
      "/contract/verify": ["method": "CONTRACT_ID", "contractId": things.contract],
      "/contract/{id}/revoke": ["reason": "用户要求取消"],
      "/contract/{id}/archive": [:],
      "/contract/{id}/remind": [:],
      "/contract/{id}/sign-url": ["partyId": APIWorld.zhang.partyID],
      "/sign-group": ["contracts": [party]],
      "/verification/face/initiate": Self.check("ACCESS-\(number)"),
      "/webhook/delivery/{id}/replay": [:],
      "/webhook/delivery/replay": ["from": "2020-01-01T00:00:00Z", "to": "2099-01-01T00:00:00Z", "state": "all", "contractId": things.contract],
      "/template": Self.template("ACCESS-\(number)"),
      "/template/{id}/activate": ["version": "1", "active": true],
      "/template/{id}/approve": ["version": "1", "approved": true],
      "/template/{id}/preview": ["format": "HTML"],
    ]
    if route.path == "/contract/initiate" {
      return APIWorld.Call(method: .post, path: path, body: APIWorld.order("ACCESS-\(number)", file: things.file))
    }
    return bodies[route.path].map { APIWorld.Call(method: .post, path: path, body: APIWorld.json($0)) }
  }

  private static func check(_ bizID: String) -> [String: Any] {
    [
      "bizId": bizID, "bizType": "RELATIONSHIP_BINDING",
      "userInfo": ["name": APIWorld.zhang.name, "idCardNo": APIWorld.zhang.card, "mobile": APIWorld.zhang.mobile],
    ]
  }

  private static func template(_ id: String) -> [String: Any] {
    [
      "templateId": id, "name": "协议", "category": "FUNDS", "contentType": "HTML", "content": "<h1>协议</h1><p>{{no}}</p>",
      "variableDefinitions": [["key": "no", "name": "编号", "sample": "1"]],
      "signerConfig": ["minSigners": 1, "maxSigners": 2, "defaultSignMethods": ["CA_CERT"]], "active": true,
    ]
  }

  private func things(_ world: APIWorld, of client: IssuedClient) async throws -> Things {
    let file = try await world.file(client)
    let order = APIWorld.order(
      "OWN-1", file: file, more: ["callbackUrl": "http://127.0.0.1:9/hook", "archiveConfig": ["needArchive": true, "archiveProvider": ["TSA"]]],
      method: "CLICKWRAP")
    let made = try await world.post("/api/v1/contract/initiate", order.replacing("\"bizId\"", with: "\"assuranceLevel\":\"SIMPLE\",\"bizId\""), by: client)
    let contract = try #require(made.string("contractId"), "\(made)")
    let link = try #require((made.object["signTasks"] as? [[String: Any]])?.first?["signUrl"] as? String)
    try await accept(world, String(link.split(separator: "/").last ?? ""))
    let id = try #require(ID<Contract>(contract))
    try await world.composition.complete(id, tenantID: client.client.tenantID)
    let archived = try await world.composition.clients.archive()
    #expect(archived.map(\.archive.state) == [.archived])
    let template = try await world.post("/api/v1/template", APIWorld.json(Self.template("OWN-1")), by: client)
    #expect(template.status == 200, "\(template)")
    let check = try await world.post("/api/v1/verification/face/initiate", APIWorld.json(Self.check("OWN-2")), by: client)
    // Delivered, as far as the log tells: what is under way cannot be replayed.
    try await world.composition.data.engine.write { try $0.execute("UPDATE callback SET state = 'done', settled_at_us = created_at_us") }
    let deliveries = try await world.get("/api/v1/webhook/delivery?contractId=\(contract)", by: client)
    let delivery = try #require((deliveries.object["items"] as? [[String: Any]])?.first?["id"] as? String, "\(deliveries)")
    return Things(
      contract: contract, template: "OWN-1", check: try #require(check.string("verificationId"), "\(check)"), delivery: delivery, file: file)
  }

  /// The signer accepts behind the link, so that there is a document, a report, an archive receipt.
  private func accept(_ world: APIWorld, _ token: String) async throws {
    let scene = Scene(client: .h5, ip: "192.0.2.9", deviceID: "", userAgent: "test")
    let clients = world.composition.clients
    func visit() async throws -> LinkVisit { try await clients.links.visit(token, scene: scene, language: .chinese) }
    if try await visit().party.state == .awaitingReceipt { _ = try await clients.links.receive(visit()) }
    let open = try await visit()
    let file = try #require(open.contract.round.file)
    for page in 1...file.pageCount {
      try await world.composition.contracts.recordReading(open.contract.id, seen: file.latest.digest, page: page, caller: open.caller)
    }
    _ = try await clients.accept(token, seen: file.latest.digest, isConfirmed: true, scene: scene, language: .chinese)
  }

  private func routes(_ world: APIWorld) throws -> [Route] {
    try world.composition.router().routes.map { Route(method: $0.method.rawValue, path: "\($0.path)") }
      .filter { $0.path.hasPrefix("/api/v1/") && !$0.path.hasSuffix("**") && ["GET", "POST", "PUT"].contains($0.method) }
      .map { Route(method: $0.method, path: String($0.path.dropFirst("/api/v1".count))) }
      .sorted { ($0.rank, $0.path, $0.method) < ($1.rank, $1.path, $1.method) }
  }

  @Test("drill 29: every API route tells another tenant's client, one without the scope and a stranger nothing; client-routes.txt is what is answered")
  func matrix() async throws {
    try await APIWorld.with { world in
      let owner = try await world.client("商户")
      let own = try await things(world, of: owner)
      let other = try await world.client("另一家")
      var lines = [
        "Status of each API route for each client, asked about things of the owner.",
        "other = another tenant's client, noScope = one of the owner's own tenant without the scope. Printed by ClientAccessTests.", "",
        line("", ["unsigned", "noScope", "other", "owner"]),
      ]
      var asked = 0, hidden = 0
      for (number, route) in try routes(world).enumerated() {
        // Methods that an address does not have stand on the router too, to be refused.
        let probe = APIWorld.Call(
          method: try #require(HTTPRequest.Method(route.method)), path: "/api/v1" + route.path.replacing(/\{[a-z]+\}/, with: "x"))
        guard route.path != "/openapi.yaml", try await world.send(probe, by: nil).status != 405 else { continue }
        let call = try #require(self.call(route, own, number: number), "\(route) has a parameter or a body that this test does not know")
        let unsigned = try await world.send(call, by: nil)
        asked += 1
        let narrow = try await narrow(world, owner, route)
        let refused = try await world.send(call, by: narrow)
        let foreign = try await world.send(call, by: other)
        let nothing = try await world.send(try #require(self.call(route, .missing, number: number)), by: other)
        let missing = try await world.send(try #require(self.call(route, .missing, number: number)), by: narrow)
        #expect(unsigned.status == 401 && unsigned.code == 40101, "\(route) \(unsigned)")
        #expect(refused.status == 403 && refused.bare == missing.bare, "\(route) \(refused)")
        let answer = try await world.send(call, by: owner)
        if namesThings(route) {
          hidden += 1
          #expect(
            foreign.status == nothing.status && foreign.bare == nothing.bare, "\(route) tells another tenant that there is one: \(foreign), not \(nothing)")
          #expect(foreign.bare != answer.bare, "\(route) answers the owner otherwise: \(answer)")
        }
        lines.append(
          line(
            "\(route.method.padding(toLength: 5, withPad: " ", startingAt: 0))\(route.path)",
            [unsigned, refused, foreign, answer].map { String($0.status) }))
      }
      #expect(asked > 25 && hidden > 18, "the route table was read: \(asked), \(hidden)")
      let text = lines.joined(separator: "\n") + "\n"
      if ProcessInfo.processInfo.environment["HEQI_UPDATE_EXPECTED"] == "1" { try text.write(to: url, atomically: true, encoding: .utf8) }
      #expect(try String(contentsOf: url, encoding: .utf8) == text)
    }
  }

  @Test("an unknown format or kind of the evidence is refused by the name of its field, whether or not there is a contract")
  func evidenceWords() async throws {
    try await APIWorld.with { world in
      let shop = try await world.client("商户")
      for (query, field) in [("format=zip", "format"), ("format=", "format"), ("kind=all", "kind"), ("kind=all&format=bundle", "kind")] {
        let reply = try await world.get("/api/v1/contract/\(Things.missing.contract)/evidence?\(query)", by: shop)
        #expect(reply.status == 400 && reply.code == 40001 && reply.string("field") == field, "\(query): \(reply)")
      }
    }
  }

  /// Whether a route answers about a thing that has an owner, by address, query or body.
  private func namesThings(_ route: Route) -> Bool {
    route.path.contains("{id}")
      || ["/contract/verify", "/sign-group", "/contract/initiate", "/webhook/delivery/replay", "/webhook/delivery"].contains(route.path)
  }

  /// A client of the owner's tenant with every scope but those that the route asks for.
  private func narrow(_ world: APIWorld, _ owner: IssuedClient, _ route: Route) async throws -> IssuedClient {
    let families = ["template": "template.", "verification": "verification.", "webhook": "webhook."]
    let family = families[String(route.path.dropFirst().prefix { $0 != "/" })] ?? "contract."
    return try await world.composition.clients.manage.create(
      name: "窄", scopes: Set(APIScope.allCases.filter { !$0.rawValue.hasPrefix(family) }), tenantID: owner.client.tenantID)
  }

  private func line(_ label: String, _ cells: [String]) -> String {
    let text = label.padding(toLength: 40, withPad: " ", startingAt: 0) + cells.map { $0.padding(toLength: 10, withPad: " ", startingAt: 0) }.joined()
    return String(text.reversed().drop { $0 == " " }.reversed())
  }
}
