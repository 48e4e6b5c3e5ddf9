import Graphics
import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import HeqiWorkers
import PAdES
import Testing

@testable import HeqiApplication

@Suite("CompleteSignature")
struct CompleteSignatureTests {
  func input(_ contract: Contract, code: String?, confirmed: Bool = true, handwriting: Handwriting? = nil) throws
    -> CompleteSignature.Input
  {
    let digest = try #require(contract.round.file?.latest.digest)
    return CompleteSignature.Input(
      contractID: contract.id, seenDigest: digest, isContentConfirmed: confirmed, handwriting: handwriting,
      handwritingDiagonal: 400, code: code)
  }

  @Test("a code is asked, counted, bound to the file, and used once")
  func codes() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      _ = try await world.person(ContractWorld.li)
      let contract = try await world.initiated(by: zhang, to: [ContractWorld.li])
      let sign = world.actions.sign
      await #expect(throws: ContractError(.intentionMissing)) {
        try await sign(input(contract, code: nil), caller: zhang)
      }
      await #expect(throws: ContractError(.codeWrong)) {
        try await sign(input(contract, code: "000000"), caller: zhang)
      }
      let code = try await world.code(for: zhang, contract)
      let wrong = code == "111111" ? "222222" : "111111"
      for _ in 0..<4 {
        await #expect(throws: ContractError(.codeWrong)) { try await sign(input(contract, code: wrong), caller: zhang) }
      }
      await #expect(throws: ContractError(.contentUnconfirmed)) {
        try await sign(input(contract, code: code, confirmed: false), caller: zhang)
      }
      #expect(try await sign(input(contract, code: code), caller: zhang).isRepeat == false)
    }
  }

  @Test("the fifth wrong try ends a code")
  func exhausted() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let contract = try await world.initiated(by: zhang, to: [ContractWorld.li])
      let code = try await world.code(for: zhang, contract)
      let wrong = code == "111111" ? "222222" : "111111"
      for _ in 0..<5 { _ = try? await world.actions.sign(input(contract, code: wrong), caller: zhang) }
      await #expect(throws: ContractError(.codeExhausted)) {
        try await world.actions.sign(input(contract, code: code), caller: zhang)
      }
    }
  }

  @Test("a repeated request gives the same revision and never a second signature")
  func repeats() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      _ = try await world.person(ContractWorld.li)
      let contract = try await world.initiated(by: zhang, to: [ContractWorld.li])
      let code = try await world.code(for: zhang, contract)
      let request = try input(contract, code: code)
      async let one = world.actions.sign(request, caller: zhang)
      async let two = world.actions.sign(request, caller: zhang)
      let both = try await [one, two]
      let again = try await world.actions.sign(request, caller: zhang)
      #expect(both[0].revision == both[1].revision && again.revision == both[0].revision)
      #expect(again.isRepeat && both.filter(\.isRepeat).count == 1)
      #expect(
        world.validate(try await world.bytes(contract, by: zhang)).signatures.filter { $0.signer != nil }.count == 1)
    }
  }

  @Test("receivers who sign at one moment all get in, each over the other's signature", arguments: TestDatabase.engines)
  func concurrent(engine: TestDatabase.Engine) async throws {
    try await ContractWorld.with(engine) { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      let wang = try await world.person(ContractWorld.wang)
      var contract = try await world.initiated(
        by: zhang, to: [ContractWorld.li, ContractWorld.wang], order: .sendThenSign)
      for caller in [li, wang] { contract = try await world.actions.receive(contract.id, caller: caller) }
      let requests = [
        (li, try input(contract, code: try await world.code(for: li, contract))),
        (wang, try input(contract, code: try await world.code(for: wang, contract))),
      ]
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (caller, request) in requests {
          group.addTask { _ = try await world.actions.sign(request, caller: caller) }
        }
        try await group.waitForAll()
      }
      let done = try await world.finish(world.actions.view(contract.id, caller: zhang).contract, [zhang])
      #expect(done.stage.name == .completed)
      let report = world.validate(try await world.bytes(done, by: zhang))
      // Three people and the archive time stamp.
      #expect(report.signatures.count == 4 && report.signatures.allSatisfy { $0.isSound && $0.trust == .trusted })
    }
  }

  @Test("without a time-stamping authority the signature says B-B, and the stamp comes later")
  func silentAuthority() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      world.timeStamps.turn(off: true)
      let contract = try await world.initiated(by: zhang, to: [ContractWorld.li])
      let outcome = try await world.sign(contract, by: zhang)
      #expect(world.validate(try await world.bytes(contract, by: zhang)).signatures.first?.level == .basic)
      let events = try await world.actions.view(contract.id, caller: zhang).operationLog.map {
        $0.line.text(in: .chinese)
      }
      #expect(events.contains { $0.contains("/签名级别：B-B") })
      world.timeStamps.turn(off: false)
      world.clock.advance(.seconds(61))
      #expect(try await world.jobs.runOnce() == 1)
      let renewed = try await world.actions.view(contract.id, caller: zhang).contract
      #expect(
        renewed.round.file?.latest.kind == .renewal && renewed.round.file?.latest.number == outcome.revision.number + 1)
      let done = try await world.finish(renewed, [zhang, li])
      let report = world.validate(try await world.bytes(done, by: li))
      #expect(
        done.stage.name == .completed && report.signatures.count == 4 && report.signatures.allSatisfy { $0.isSound })
      try KeptFiles.keep(try await world.bytes(done, by: li), "renewed.pdf")
    }
  }

  @Test("forced reading is measured by the server")
  func forcedReading() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      let contract = try await world.initiated(
        by: zhang, to: [ContractWorld.li], order: .sendThenSign, forcedReading: 30, needsCode: false)
      _ = try await world.actions.receive(contract.id, caller: li)
      await #expect(throws: ContractError(.readingTooShort)) { try await world.sign(contract, by: li) }
      #expect(try await world.actions.signingSheet(contract.id, caller: li).readingSecondsLeft == 30)
      world.clock.advance(.seconds(30))
      #expect(try await world.actions.signingSheet(contract.id, caller: li).readingSecondsLeft == 0)
      #expect(try await world.sign(contract, by: li).isRepeat == false)
    }
  }

  @Test("a handwriting place needs a drawn name, and scribbles are refused")
  func handwriting() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      let contract = try await world.initiated(by: zhang, to: [ContractWorld.li], needsCode: false, mark: .handwriting)
      await #expect(throws: ContractError(.markUnusable)) { try await world.sign(contract, by: zhang) }
      let line = try Handwriting(strokes: [(0..<20).map { Handwriting.Sample(x: Double($0) * 10, y: 50) }])
      await #expect(throws: ContractError(.handwritingTooSimple)) {
        try await world.sign(contract, by: zhang, handwriting: line)
      }
      let drawn = try ContractWorld.handwriting()
      _ = try await world.sign(contract, by: zhang, handwriting: drawn)
      _ = try await world.actions.receive(contract.id, caller: li)
      let outcome = try await world.sign(contract, by: li, handwriting: drawn)
      let bytes = try await world.bytes(outcome.contract, by: li)
      #expect(world.validate(bytes).signatures.allSatisfy { $0.isSound })
      try KeptFiles.keep(bytes, "handwriting.pdf")
    }
  }

  @Test("a consented live image must be rated before signing; without consent it is skipped and logged (B-26)")
  func liveImage() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li, showsImage: true)
      let contract = try await world.initiated(by: zhang, to: [ContractWorld.li], needsCode: false)
      await #expect(throws: ContractError(.liveImageUnrated)) { try await world.sign(contract, by: zhang) }
      let image = try #require(try await world.actions.signingSheet(contract.id, caller: zhang).liveImages.first)
      _ = try await world.actions.rateLiveImage(contract.id, of: image.party.id, .unacceptable, caller: zhang)
      await #expect(throws: ContractError(.liveImageUnacceptable)) { try await world.sign(contract, by: zhang) }
      _ = try await world.actions.rateLiveImage(contract.id, of: image.party.id, .similar, caller: zhang)
      _ = try await world.sign(contract, by: zhang)
      _ = try await world.actions.receive(contract.id, caller: li)
      await #expect(throws: ContractError(.liveImageUnavailable)) {
        try await world.actions.rateLiveImage(contract.id, of: contract.round.initiator.id, .accepted, caller: li)
      }
      _ = try await world.sign(contract, by: li)
      let log = try await world.actions.view(contract.id, caller: li).operationLog.map { $0.line.text(in: .chinese) }
      #expect(log.contains { $0.contains("未同意展示活体图像") } && log.contains { $0.contains("结果：有点像") })
    }
  }

  @Test("every failpoint is passed once, in order")
  func failpoints() async throws {
    let seen = SeenFailpoints()
    try await ContractWorld.with(failpoint: seen) { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      let contract = try await world.initiated(by: zhang, to: [ContractWorld.li])
      _ = try await world.sign(contract, by: zhang)
      #expect(seen.names == FailpointName.allCases.filter { $0.rawValue.hasPrefix("sign.") })
      _ = try await world.finish(world.actions.view(contract.id, caller: zhang).contract, [zhang, li])
      #expect(Set(seen.names) == Set(FailpointName.allCases))
    }
  }
}
