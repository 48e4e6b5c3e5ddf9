import HeqiDomain
import HeqiTestSupport
import PAdES
import Testing

@testable import HeqiApplication

@Suite("Signing many contracts after one code (T-011)")
struct SignBatchTests {
  static func opened(_ contract: Contract, by caller: Caller, _ world: ContractWorld) async throws {
    let sheet = try await world.actions.signingSheet(contract.id, caller: caller)
    for page in 1...sheet.pageCount {
      try await world.actions.recordReading(contract.id, seen: sheet.digest, page: page, caller: caller)
    }
  }

  static func choices(_ sheet: SignBatch.Sheet) -> [SignBatch.Choice] {
    sheet.items.filter { $0.obstacle == nil }.map { .init(contractID: $0.contract.id, digest: $0.digest) }
  }

  @Test("unopened files stay out; the code is good for exactly the files it names", arguments: TestDatabase.engines)
  func batch(engine: TestDatabase.Engine) async throws {
    try await ContractWorld.with(engine) { world in
      let zhang = try await world.person(ContractWorld.zhang)
      _ = try await world.person(ContractWorld.li)
      var contracts: [Contract] = []
      for _ in 0..<3 { contracts.append(try await world.initiated(by: zhang, to: [ContractWorld.li])) }
      for contract in contracts.prefix(2) { try await Self.opened(contract, by: zhang, world) }
      let sheet = try await world.actions.signBatch(caller: zhang)
      #expect(sheet.items.map(\.obstacle) == [nil, nil, .unopened])
      let two = Self.choices(sheet)
      let third = SignBatch.Choice(contractID: sheet.items[2].contract.id, digest: sheet.items[2].digest)
      await #expect(throws: ContractError(.contentUnconfirmed)) {
        _ = try await world.actions.signBatch.askCode(two + [third], caller: zhang)
      }
      await #expect(throws: ContractError(.requestConflict)) {
        _ = try await world.actions.signBatch.askCode([], caller: zhang)
      }
      _ = try await world.actions.signBatch.askCode(two, caller: zhang)
      let letter = try #require(try await world.letters().last { $0.code != nil })
      let code = try #require(letter.code)
      await #expect(throws: ContractError(.codeWrong)) {
        _ = try await world.actions.signBatch.sign([two[0]], code: code, sealPIN: nil, caller: zhang)
      }
      let outcomes = try await world.actions.signBatch.sign(two.reversed(), code: code, sealPIN: nil, caller: zhang)
      #expect(outcomes.count == 2 && outcomes.allSatisfy { $0.problem == nil })
      // Whoever has the records of both contracts finds the digest of their list again.
      let lines = two.map { "\($0.contractID):\($0.digest.hex)" }.sorted().joined(separator: "\n")
      let list = FileDigest.of(Array(lines.utf8)).hex
      for contract in contracts.prefix(2) {
        let view = try await world.actions.view(contract.id, caller: zhang)
        #expect(view.contract.stage.name == .awaitingReceipt)
        let report = world.validate(try await world.bytes(view.contract, by: zhang))
        #expect(report.signatures.count == 1 && report.signatures[0].isSound)
        #expect(view.operationLog.contains { $0.line.text(in: .chinese).contains("批量 2 份，清单 SHA-256 \(list)") })
      }
      #expect(try await world.actions.signBatch(caller: zhang).items.map(\.contract.id) == [contracts[2].id])
    }
  }

  @Test("a hundred at once after one code; the one beyond waits for the next")
  func hundred() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      _ = try await world.person(ContractWorld.li)
      for _ in 0...SignBatch.contractsMax {
        let contract = try await world.initiated(by: zhang, to: [ContractWorld.li])
        try await Self.opened(contract, by: zhang, world)
      }
      let sheet = try await world.actions.signBatch(caller: zhang)
      let choices = Self.choices(sheet)
      #expect(choices.count == 100 && SignBatch.contractsMax == 100)
      let newest = try await world.actions.requests(limit: 100, caller: zhang)
      let left = try #require(
        try await world.actions.requests(before: newest.last?.request, limit: 100, caller: zhang).first)
      let digest = try #require(left.contract.round.file?.latest.digest)
      await #expect(throws: ContractError(.requestConflict), "a hundred is the limit") {
        _ = try await world.actions.signBatch.askCode(
          choices + [SignBatch.Choice(contractID: left.contract.id, digest: digest)], caller: zhang)
      }
      _ = try await world.actions.signBatch.askCode(choices, caller: zhang)
      let letter = try #require(try await world.letters().last { $0.code != nil })
      #expect(letter.body.contains("100 份合同"), "the page lists every file, the message says how many")
      let outcomes = try await world.actions.signBatch.sign(
        choices, code: letter.code, sealPIN: nil, caller: zhang)
      #expect(outcomes.count == 100 && outcomes.allSatisfy { $0.problem == nil })
      #expect(try await world.actions.signBatch(caller: zhang).items.map(\.contract.id) == [left.contract.id])
    }
  }

  @Test("where one of the files ended in between, nothing is signed and the code is not bent to fewer files")
  func ended() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      var contracts: [Contract] = []
      for _ in 0..<2 {
        contracts.append(try await world.initiated(by: zhang, to: [ContractWorld.li], order: .sendThenSign))
      }
      for contract in contracts {
        _ = try await world.actions.receive(contract.id, caller: li)
        try await Self.opened(contract, by: li, world)
      }
      let two = Self.choices(try await world.actions.signBatch(caller: li))
      _ = try await world.actions.signBatch.askCode(two, caller: li)
      let code = try #require(try await world.letters().last { $0.code != nil }?.code)
      _ = try await world.actions.withdraw(contracts[0].id, reason: "", caller: zhang)
      await #expect(throws: ContractError.self) {
        _ = try await world.actions.signBatch.sign(two, code: code, sealPIN: nil, caller: li)
      }
      let rest = two.filter { $0.contractID == contracts[1].id }
      await #expect(throws: ContractError(.codeWrong)) {
        _ = try await world.actions.signBatch.sign(rest, code: code, sealPIN: nil, caller: li)
      }
      #expect(try await world.actions.view(contracts[1].id, caller: li).contract.stage.name == .awaitingReceiverSign)
    }
  }
}
