import HeqiDomain
import HeqiPorts
import HeqiProviders
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@testable import HeqiApplication

@Suite("Clients of the open API in the back office (M-017, M-034)")
struct OperateClientsTests {
  private struct Desk: Sendable {
    let base: ContractWorld
    let operate: OperateClients
    let log: LogClientRequest

    static func with(_ kind: TestDatabase.Engine = .sqliteMemory, _ body: @Sendable (Desk) async throws -> Void) async throws {
      try await ContractWorld.with(kind) { base in
        let manage = ManageClients(engine: base.engine, vault: base.ledger.vault, clock: base.clock, random: SystemRandom())
        let log = LogClientRequest(engine: base.engine, clock: base.clock, random: SystemRandom())
        try await body(Desk(base: base, operate: OperateClients(manage: manage), log: log))
      }
    }

    func caller(_ roles: Set<PlatformRole>) -> Caller {
      Caller(
        accountID: SystemRandom().id(at: base.clock.now), tenantID: Tenant.main, name: "运营", platformRoles: roles, isVerified: false,
        scene: Scene(client: .backOffice, ip: "192.0.2.9", deviceID: "", userAgent: "test"))
    }

    func note(_ client: APIClient, status: Int, code: Int?, field: String?) async {
      await log(
        client.id, method: "GET", route: "/api/v1/contract", status: status, code: code.map(String.init), field: field, address: "192.0.2.1")
    }
  }

  private static let terms = ClientTerms(name: "商户", scopes: [.contractRead], addresses: [], settings: ClientSettings())

  @Test("only operators change clients; auditors look, others see nothing")
  func permission() async throws {
    try await Desk.with { (desk: Desk) async throws -> Void in
      let issued = try await desk.operate.create(Self.terms, caller: desk.caller([.operator_]))
      let id = issued.client.id
      for roles in [[], [.reviewer], [.auditor]] as [Set<PlatformRole>] {
        let caller = desk.caller(roles)
        await #expect(throws: IdentityError(.notPermitted)) { _ = try await desk.operate.create(Self.terms, caller: caller) }
        await #expect(throws: IdentityError(.notPermitted)) { try await desk.operate.change(id, Self.terms, caller: caller) }
        await #expect(throws: IdentityError(.notPermitted)) { _ = try await desk.operate.rotate(id, caller: caller) }
        await #expect(throws: IdentityError(.notPermitted)) { try await desk.operate.revoke(id, caller: caller) }
        guard roles != [.auditor] else { continue }
        await #expect(throws: IdentityError(.notPermitted)) { _ = try await desk.operate.list(caller: caller) }
        await #expect(throws: IdentityError(.notPermitted)) { _ = try await desk.operate.show(id, before: nil, caller: caller) }
      }
      #expect(try await desk.operate.list(caller: desk.caller([.auditor])).map(\.id) == [id])
    }
  }

  @Test("the only secret in force cannot be ended, the former of two can", arguments: TestDatabase.engines)
  func secrets(_ kind: TestDatabase.Engine) async throws {
    try await Desk.with(kind) { (desk: Desk) async throws -> Void in
      let caller = desk.caller([.operator_])
      let id = try await desk.operate.create(Self.terms, caller: caller).client.id
      let only = try await desk.operate.show(id, before: nil, caller: caller).secrets
      #expect(only.count == 1 && only[0].expiresAt == nil)
      await #expect(throws: ClientError(.wrongState)) { try await desk.operate.end(only[0].id, of: id, caller: caller) }
      _ = try await desk.operate.rotate(id, caller: caller)
      let both = try await desk.operate.show(id, before: nil, caller: caller).secrets
      #expect(both.count == 2 && both[0].id == only[0].id && both[0].expiresAt != nil)
      try await desk.operate.end(only[0].id, of: id, caller: caller)
      #expect(try await desk.operate.show(id, before: nil, caller: caller).secrets.map(\.id) == [both[1].id])
      await #expect(throws: ClientError(.notFound)) { try await desk.operate.end(only[0].id, of: id, caller: caller) }
    }
  }

  @Test("each refusal has a line with its reason; use is counted by day, and is written without waiting for another request")
  func log() async throws {
    try await Desk.with { (desk: Desk) async throws -> Void in
      let caller = desk.caller([.operator_])
      let client = try await desk.operate.create(Self.terms, caller: caller).client
      await desk.note(client, status: 200, code: nil, field: nil)
      await desk.note(client, status: 400, code: 40001, field: "limit")
      desk.base.clock.advance(.seconds(1))
      await desk.note(client, status: 401, code: 40101, field: SignatureRefusal.Reason.nonce.rawValue)
      await desk.log.flush()
      let dossier = try await desk.operate.show(client.id, before: nil, caller: caller)
      #expect(dossier.requests.map(\.field) == ["nonce", "limit"] && dossier.requests.map(\.code) == ["40101", "40001"])
      #expect(dossier.usage.map(\.requests) == [3] && dossier.usage.map(\.refusals) == [2])
      #expect(dossier.client.lastUsedAt != nil && dossier.next == nil)
    }
  }

  @Test("whoever knows a client's id cannot fill its log: beyond 60 lines a minute refused signatures are only counted")
  func flood() async throws {
    try await Desk.with { (desk: Desk) async throws -> Void in
      let caller = desk.caller([.operator_])
      let client = try await desk.operate.create(Self.terms, caller: caller).client
      for _ in 0..<70 { await desk.note(client, status: 401, code: 40101, field: "signature") }
      desk.base.clock.advance(.seconds(1))
      await desk.note(client, status: 400, code: 40001, field: "limit")
      await desk.log.flush()
      let first = try await desk.operate.show(client.id, before: nil, caller: caller)
      let rest = try await desk.operate.show(client.id, before: first.next, caller: caller)
      #expect(first.requests.count + rest.requests.count == 61 && first.requests.first?.field == "limit")
      #expect(first.usage.map(\.refusals) == [71])
    }
  }
}
