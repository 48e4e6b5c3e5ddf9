import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@testable import HeqiApplication

/// Seals and grants whose term is over (E-10, F-047).
@Suite("Ends of seals and grants")
struct ExpireSealsTests {
  private func sweep(_ desk: SealWorld) -> ExpireSeals { ExpireSeals(ledger: desk.seals.ledger) }

  private func letters(_ desk: SealWorld, _ word: String) async throws -> [OutboxLetter] {
    try await desk.world.letters().filter { $0.body.contains(word) }
  }

  @Test("a seal past its term is expired once, with a line and a message to the representative", arguments: TestDatabase.engines)
  func seal(engine: TestDatabase.Engine) async throws {
    try await ContractWorld.with(engine) { world in
      let desk = try await SealWorld(world)
      let now = world.clock.now
      let model = try await desk.seal(.financeSeal)
      let drawing = try await desk.seals.drawing(model.id, caller: desk.legalRep)
      let term = Seal(
        id: world.ledger.random.id(at: now), tenantID: "main", owner: model.owner, kind: .specialSeal, name: model.name,
        status: .active, isDefault: false, widthMM: 38, heightMM: 38, createdAt: now, expiresAt: now.adding(.seconds(100)))
      try await world.engine.write { try SealStore(tenantID: "main").insert(term, drawing: drawing, in: $0) }
      world.clock.advance(.seconds(99))
      #expect(try await sweep(desk)() == 0)
      world.clock.advance(.seconds(1))
      #expect(try await sweep(desk)() == 1)
      #expect(try await sweep(desk)() == 0)
      let sheet = try await desk.seals.page(term.id, caller: desk.legalRep)
      #expect(sheet.seal.status == .expired && sheet.seal.grantVersion == 2 && sheet.commands.isEmpty)
      #expect(sheet.lines.filter { $0.text(in: .chinese).contains("印章到期") }.count == 1)
      #expect(try await letters(desk, "已到期").map(\.to) == [ContractWorld.zhang.1])
      #expect(try await desk.seal(.financeSeal).status == .active, "a seal without a term stays")
    }
  }

  @Test("a grant past its term is noted once on the seal, and its attorney is told; a revoked one says nothing more", arguments: TestDatabase.engines)
  func grant(engine: TestDatabase.Engine) async throws {
    try await ContractWorld.with(engine) { world in
      let desk = try await SealWorld(world)
      let li = try await desk.join(ContractWorld.li, [.handler])
      let seal = try await desk.seal(.contractSeal).id
      _ = try await desk.grant(to: li, seal: seal, days: 30)
      let revoked = try await desk.grant(to: li, seal: seal, days: 20)
      _ = try await desk.powers.revoke(revoked.id, caller: desk.legalRep)
      #expect(try await sweep(desk)() == 0)
      world.clock.advance(.seconds(31 * 86_400))
      #expect(try await !desk.mayUse(seal, li), "the term ends whether or not the sweep has run")
      #expect(try await sweep(desk)() == 2)
      #expect(try await sweep(desk)() == 0)
      let sheet = try await desk.seals.page(seal, caller: desk.legalRep)
      let ends = sheet.lines.map { $0.text(in: .chinese) }.filter { $0.contains("用印授权到期") }
      #expect(ends.count == 1 && ends.first?.contains("李*四") == true && ends.first?.contains("李小四") == false, "\(ends)")
      #expect(sheet.seal.status == .active)
      #expect(try await letters(desk, "用印授权已到期").map(\.to) == [ContractWorld.li.1])
    }
  }
}
