import Crypto
import HeqiDomain
import HeqiPorts
import HeqiProviders
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@testable import HeqiApplication

@Suite("Who signed a request (M-028, M-034)")
struct AuthenticateClientTests {
  private struct Desk: Sendable {
    let base: ContractWorld
    let manage: ManageClients
    let authenticate: AuthenticateClient
    let issued: IssuedClient

    static func with(
      _ kind: TestDatabase.Engine = .sqliteMemory, addresses: [String] = [], _ body: @Sendable (Desk) async throws -> Void
    ) async throws {
      try await ContractWorld.with(kind) { base in
        let manage = ManageClients(engine: base.engine, vault: base.ledger.vault, clock: base.clock, random: SystemRandom())
        let issued = try await manage.create(name: "商户", scopes: [.contractRead], allowedAddresses: addresses)
        let authenticate = AuthenticateClient(engine: base.engine, vault: base.ledger.vault, clock: base.clock) { $0.contains($1) }
        try await body(Desk(base: base, manage: manage, authenticate: authenticate, issued: issued))
      }
    }

    /// nil when the request is taken.
    func refusal(
      secret: Sensitive<String>? = nil, nonce: String = "nonce-nonce-nonce-1", seconds: Int64 = 0, address: String = "192.0.2.1",
      client: ID<APIClient>? = nil, query: String? = nil
    ) async throws -> SignatureRefusal.Reason? {
      let timestamp = base.clock.now.seconds + seconds
      let hash = FileDigest.of([])
      let text = RequestSignature.text(timestamp: timestamp, nonce: nonce, method: "GET", path: "/p", query: query, bodyHash: hash) ?? "-"
      let key = SymmetricKey(data: Array((secret ?? issued.secret).reveal().utf8))
      let code = Hex.encode(Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)))
      let signature = RequestSignature(
        clientID: (client ?? issued.client.id).description, timestamp: String(timestamp), nonce: nonce, signature: code)
      do {
        let admission = try await authenticate.admit(signature, address: address)
        _ = try await authenticate(admission, .init(method: "GET", path: "/p", query: query, bodyHash: hash))
        return nil
      } catch let refusal as SignatureRefusal { return refusal.reason }
    }
  }

  @Test("every part that is wrong has its reason in the client's log")
  func reasons() async throws {
    try await Desk.with(addresses: ["192.0.2.1"]) { (desk: Desk) async throws -> Void in
      #expect(try await desk.refusal(address: "192.0.2.2") == .address)
      #expect(try await desk.refusal(seconds: -301) == .timestamp)
      #expect(try await desk.refusal(seconds: 301) == .timestamp)
      #expect(try await desk.refusal(secret: Sensitive("wrong")) == .signature)
      #expect(try await desk.refusal(query: "a=1&a=2") == .query)
      #expect(try await desk.refusal(client: SystemRandom().id(at: desk.base.clock.now)) == .unknownClient)
      #expect(try await desk.refusal() == nil, "no refused request has used the nonce up")
      await #expect(throws: SignatureRefusal(.malformed)) { _ = try await desk.authenticate.admit(nil, address: "") }
    }
  }

  @Test("a nonce is taken once, also by a node that has just started", arguments: TestDatabase.engines)
  func nonce(_ kind: TestDatabase.Engine) async throws {
    try await Desk.with(kind) { (desk: Desk) async throws -> Void in
      #expect(try await desk.refusal() == nil)
      #expect(try await desk.refusal() == .nonce)
      let other = AuthenticateClient(engine: desk.base.engine, vault: desk.base.ledger.vault, clock: desk.base.clock) { $0.contains($1) }
      let restarted = Desk(base: desk.base, manage: desk.manage, authenticate: other, issued: desk.issued)
      #expect(try await restarted.refusal() == .nonce)
      #expect(try await restarted.refusal(nonce: "nonce-nonce-nonce-2") == nil)
      #expect(try await desk.refusal(nonce: "nonce-nonce-nonce-2") == .nonce)
    }
  }

  @Test("a new secret works at once and the former for a day, on a node that had the client in memory")
  func rotated() async throws {
    try await Desk.with { (desk: Desk) async throws -> Void in
      #expect(try await desk.refusal() == nil)
      let second = try await desk.manage.rotate(desk.issued.client.id)
      #expect(try await desk.refusal(secret: second.secret, nonce: "nonce-nonce-nonce-2") == nil)
      #expect(try await desk.refusal(nonce: "nonce-nonce-nonce-3") == nil)
      let third = try await desk.manage.rotate(desk.issued.client.id)
      #expect(try await desk.refusal(nonce: "nonce-nonce-nonce-4") == .signature, "only two secrets are in force")
      #expect(try await desk.refusal(secret: second.secret, nonce: "nonce-nonce-nonce-5") == nil)
      desk.base.clock.advance(.seconds(86_401))
      #expect(try await desk.refusal(secret: second.secret, nonce: "nonce-nonce-nonce-6") == .signature)
      #expect(try await desk.refusal(secret: third.secret, nonce: "nonce-nonce-nonce-7") == nil)
    }
  }

  @Test("a revoked client is refused at once by a node that had it in memory", arguments: TestDatabase.engines)
  func revoked(_ kind: TestDatabase.Engine) async throws {
    try await Desk.with(kind) { (desk: Desk) async throws -> Void in
      #expect(try await desk.refusal() == nil)
      try await desk.manage.revoke(desk.issued.client.id)
      #expect(try await desk.refusal(nonce: "nonce-nonce-nonce-2") == .revoked)
    }
  }
}
