import HeqiDomain
import HeqiPorts
import HeqiTestSupport
import PAdES
import Testing

@testable import HeqiApplication

@Suite("accepting by a tick (J-002, B-30)")
struct AcceptByLinkTests {
  @Test("a tick is refused where the contract asks for reliable signatures, and nothing is made")
  func refused() async throws {
    try await ClientWorld.with { world in
      await #expect(throws: ClientError(.parameter, field: "signers[1].signMethod")) {
        _ = try await world.order("A", [world.signer(ClientWorld.li), world.signer(ClientWorld.zhang, .clickwrap)])
      }
    }
  }

  @Test("a party that ticks has no place to sign")
  func noPlace() async throws {
    try await ClientWorld.with { world in
      let field = ClientContractRequest.Field(
        partyID: ClientWorld.zhang.name, kind: .seal, position: .box(page: 1, x: 50, y: 50), width: nil, height: nil,
        path: "signFields[0]")
      await #expect(throws: ClientError(.parameter, field: "signFields[0]")) {
        _ = try await world.order("A", [world.signer(ClientWorld.zhang, .clickwrap)], fields: [field], level: .simple)
      }
    }
  }

  @Test("without the tick, and while no time stamp can be had, nothing changes; then it works", arguments: TestDatabase.engines)
  func needsStamp(_ engine: TestDatabase.Engine) async throws {
    try await ClientWorld.with(engine) { world in
      let (view, tokens) = try await world.order("A", [world.signer(ClientWorld.zhang, .clickwrap)], level: .simple)
      let seen = try await world.read(tokens[0])
      await #expect(throws: ContractError(.contentUnconfirmed)) {
        _ = try await world.accept(tokens[0], seen: seen, isConfirmed: false, scene: ClientWorld.scene, language: .chinese)
      }
      world.base.timeStamps.turn(off: true)
      await #expect(throws: ContractError(.signingUnavailable)) {
        _ = try await world.accept(tokens[0], seen: seen, isConfirmed: true, scene: ClientWorld.scene, language: .chinese)
      }
      #expect(try await world.contract(view.contract.id).round.file?.latest.kind == .prepared)
      world.base.timeStamps.turn(off: false)
      _ = try await world.accept(tokens[0], seen: seen, isConfirmed: true, scene: ClientWorld.scene, language: .chinese)
      #expect(try await world.contract(view.contract.id).stage.name == .completed)
      // A repeat is answered and changes nothing.
      let again = try await world.accept(tokens[0], seen: seen, isConfirmed: true, scene: ClientWorld.scene, language: .chinese)
      #expect(again.round.file?.revisions.count { $0.kind == .signature } == 1)
    }
  }

  @Test("the file holds a time stamp over what was shown, and nobody's signature")
  func stamped() async throws {
    try await ClientWorld.with { world in
      let (view, tokens) = try await world.order("A", [world.signer(ClientWorld.zhang, .clickwrap)], level: .simple)
      let seen = try await world.read(tokens[0])
      _ = try await world.accept(tokens[0], seen: seen, isConfirmed: true, scene: ClientWorld.scene, language: .chinese)
      let contract = try await world.contract(view.contract.id)
      let report = world.base.validate(try await ContractFiles(blobs: world.base.blobs).read(contract))
      #expect(report.signatures.allSatisfy { $0.kind == .docTimeStamp })
      #expect(report.signatures[0].field == contract.round.receivers[0].acceptanceField && report.signatures[0].isSound)
    }
  }

  @Test("a party that must sign by certificate cannot tick, and one that ticks cannot sign by code")
  func noSwap() async throws {
    try await ClientWorld.with { world in
      let (_, tokens) = try await world.order(
        "A", [world.signer(ClientWorld.zhang, .clickwrap), world.signer(ClientWorld.li)], level: .simple)
      let seen = try await world.read(tokens[1])
      await #expect(throws: ContractError(.intentionMissing)) {
        _ = try await world.accept(tokens[1], seen: seen, isConfirmed: true, scene: ClientWorld.scene, language: .chinese)
      }
      let other = try await world.read(tokens[0])
      await #expect(throws: ContractError(.intentionMissing)) {
        _ = try await world.sign(
          tokens[0], .init(seenDigest: other, isContentConfirmed: true, handwriting: nil, handwritingDiagonal: 0, code: "123456"),
          scene: ClientWorld.scene, language: .chinese)
      }
    }
  }
}
