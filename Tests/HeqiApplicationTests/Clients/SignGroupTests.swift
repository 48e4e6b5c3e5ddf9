import HeqiDomain
import HeqiPorts
import HeqiTestSupport
import PAdES
import Testing

@testable import HeqiApplication

@Suite("several contracts behind one link (J-007)")
struct SignGroupTests {
  private static func group(_ world: ClientWorld, _ count: Int = 2) async throws -> (contracts: [ID<Contract>], token: String) {
    var choices: [MakeSignGroup.Choice] = []
    for number in 1...count {
      let made = try await world.order("G\(number)", [world.signer(ClientWorld.zhang), world.signer(ClientWorld.li)])
      choices.append(.init(contractID: made.view.contract.id, partyID: ClientWorld.zhang.name, path: "contracts[\(number - 1)]"))
    }
    let made = try await world.makeGroup(choices, scene: LinkScene(), client: world.client)
    return (choices.map(\.contractID), String(made.url.split(separator: "/").last!))
  }

  private static func visit(_ world: ClientWorld, _ token: String) async throws -> GroupVisit {
    try await world.groups.visit(token, scene: ClientWorld.scene, language: .chinese)
  }

  @Test("a contract twice, another person's part, and a foreign contract are refused, naming the entry")
  func refusals() async throws {
    try await ClientWorld.with { world in
      let made = try await world.order("A", [world.signer(ClientWorld.zhang), world.signer(ClientWorld.li)])
      let other = try await world.order("B", [world.signer(ClientWorld.li)])
      let own = MakeSignGroup.Choice(contractID: made.view.contract.id, partyID: ClientWorld.zhang.name, path: "contracts[0]")
      func make(_ more: MakeSignGroup.Choice) async throws {
        _ = try await world.makeGroup([own, more], scene: LinkScene(), client: world.client)
      }
      await #expect(throws: ClientError(.parameter, field: "contracts")) { try await make(own) }
      await #expect(throws: ClientError(.parameter, field: "contracts[1].partyId")) {
        try await make(.init(contractID: other.view.contract.id, partyID: ClientWorld.li.name, path: "contracts[1]"))
      }
      await #expect(throws: ClientError(.parameter, field: "contracts[1].partyId")) {
        try await make(.init(contractID: other.view.contract.id, partyID: "nobody", path: "contracts[1]"))
      }
      await #expect(throws: ClientError(.parameter, field: "contracts[1].contractId")) {
        try await make(.init(contractID: world.base.ledger.random.id(at: world.base.clock.now), partyID: "x", path: "contracts[1]"))
      }
    }
  }

  @Test("nothing can be signed before every file was read to its end")
  func unread() async throws {
    try await ClientWorld.with { world in
      let (_, token) = try await Self.group(world)
      try await world.groups.receive(try await Self.visit(world, token))
      let visit = try await Self.visit(world, token)
      #expect(visit.items.map(\.obstacle) == [.unread, .unread] && !visit.isReady)
      try await world.read(visit.items[0].token)
      try await world.read(visit.items[1].token, pages: 1)
      let half = try await Self.visit(world, token)
      #expect(half.items.map(\.obstacle) == [nil, .unread])
      await #expect(throws: ContractError(.contentUnconfirmed)) { _ = try await world.groups.askCode(half) }
    }
  }

  @Test("one code signs all, each with a signature of its own, also when another party signs in between", arguments: TestDatabase.engines)
  func signs(_ engine: TestDatabase.Engine) async throws {
    try await ClientWorld.with(engine) { world in
      let (contracts, token) = try await Self.group(world)
      try await world.groups.receive(try await Self.visit(world, token))
      for item in try await Self.visit(world, token).items { try await world.read(item.token) }
      _ = try await world.groups.askCode(try await Self.visit(world, token))
      let code = try await world.code()
      await #expect(throws: ContractError(.codeWrong)) {
        _ = try await world.groups.sign(
          try await Self.visit(world, token), handwriting: nil, diagonal: 0, code: code == "000000" ? "000001" : "000000",
          scene: ClientWorld.scene, language: .chinese)
      }
      let outcomes = try await world.groups.sign(
        try await Self.visit(world, token), handwriting: nil, diagonal: 0, code: code, scene: ClientWorld.scene, language: .chinese)
      #expect(outcomes.map(\.problem) == [nil, nil])
      for id in contracts {
        let contract = try await world.contract(id)
        #expect(contract.round.receivers.first { $0.name == ClientWorld.zhang.name }?.state.isSigned == true)
        let report = world.base.validate(try await ContractFiles(blobs: world.base.blobs).read(contract))
        #expect(report.signatures.count == 1 && report.signatures[0].isSound)
      }
      await #expect(throws: ContractError(.notYourTurn)) {
        _ = try await world.groups.askCode(try await Self.visit(world, token))
      }
    }
  }

  @Test("a code for the group does not sign a single contract, and a foreign token opens nothing")
  func bound() async throws {
    try await ClientWorld.with { world in
      let (_, token) = try await Self.group(world)
      try await world.groups.receive(try await Self.visit(world, token))
      for item in try await Self.visit(world, token).items { try await world.read(item.token) }
      let visit = try await Self.visit(world, token)
      _ = try await world.groups.askCode(visit)
      let code = try await world.code()
      let seen = try #require(visit.items[0].seen)
      await #expect(throws: ContractError(.codeWrong)) {
        _ = try await world.sign(
          visit.items[0].token,
          .init(seenDigest: seen, isContentConfirmed: true, handwriting: nil, handwritingDiagonal: 0, code: code),
          scene: ClientWorld.scene, language: .chinese)
      }
      await #expect(throws: ClientError(.notFound)) { _ = try await Self.visit(world, visit.items[0].token) }
    }
  }
}
