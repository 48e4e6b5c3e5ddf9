import HeqiDomain
import HeqiSQL
import HeqiStorage
import Office
import HeqiTestSupport
import Testing

@testable import HeqiApplication

/// Making, stopping, locking and using seals (F-045 to F-048, F-062, B-17).
@Suite("Seal actions")
struct SealActionTests {
  private func seals(_ world: ContractWorld) -> SealActions {
    let random = world.ledger.random
    return SealActions(
      ledger: PeopleLedger(engine: world.engine, vault: world.ledger.vault, clock: world.clock, random: random),
      passwords: PasswordHasher(strength: .weak, random: random), workers: OfficeWorkers())
  }

  private func code<T>(_ body: () async throws -> T) async -> SealError.Code? {
    do {
      _ = try await body()
      return nil
    } catch {
      return (error as? SealError)?.code
    }
  }

  @Test("a person makes name seals in the verified name and no other; a design without it is refused")
  func designs() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let actions = seals(world)
      let made = try await actions.design(.standard(.personalName, name: "张小三"), caller: zhang)
      #expect(made.status == .active && made.owner == .person(zhang.accountID) && !made.isDefault)
      let drawing = try await actions.drawing(made.id, caller: zhang)
      #expect(String(decoding: drawing.svg, as: UTF8.self).contains("<path"))
      #expect(await code { try await actions.design(.standard(.personalName, name: "李小四"), caller: zhang) } == .designInvalid)
      #expect(await code { try await actions.design(.standard(.companySeal, name: "张小三"), caller: zhang) } == .designInvalid)
      let stranger = try await world.person(ContractWorld.wang, isVerified: false)
      #expect(await code { try await actions.design(.standard(.personalName, name: "王小五"), caller: stranger) } == .notVerified)
    }
  }

  @Test("another person's seal does not exist, whatever is asked")
  func foreign() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      let actions = seals(world)
      let id = try #require(try await actions.list(caller: zhang).first?.id)
      #expect(await code { try await actions.page(id, caller: li) } == .unknown)
      #expect(await code { try await actions.drawing(id, caller: li) } == .unknown)
      #expect(await code { try await actions.change(.suspend, id, caller: li) } == .unknown)
      #expect(await code { try await actions.change.makeDefault(id, caller: li) } == .unknown)
      #expect(await code { try await actions.pins.set(Sensitive("135792"), old: nil, of: id, caller: li) } == .unknown)
    }
  }

  @Test("every use stands on the seal's page: contract, person, pages, hash", arguments: TestDatabase.engines)
  func uses(engine: TestDatabase.Engine) async throws {
    try await ContractWorld.with(engine) { world in
      let zhang = try await world.person(ContractWorld.zhang)
      _ = try await world.person(ContractWorld.li)
      let contract = try await world.initiated(by: zhang, to: [ContractWorld.li])
      let outcome = try await world.sign(contract, by: zhang)
      let actions = seals(world)
      let id = try #require(try await actions.list(caller: zhang).first?.id)
      let sheet = try await actions.page(id, caller: zhang)
      let use = try #require(sheet.uses.first)
      #expect(sheet.uses.count == 1 && use.title == "房屋租赁合同" && use.transactionNo == contract.transactionNo)
      #expect(use.userName == "张*三" && use.pages == "1" && use.digest == outcome.revision.digest && use.grantID == nil)
      #expect(sheet.lines.contains { $0.text().contains("使用印章") && $0.text().contains(contract.transactionNo) })
    }
  }

  @Test("a seal suspended while its signer waits is not used: the signing transaction asks again")
  func suspended() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      _ = try await world.person(ContractWorld.li)
      let contract = try await world.initiated(by: zhang, to: [ContractWorld.li])
      let actions = seals(world)
      let seal = try #require(try await actions.list(caller: zhang).first)
      let party = contract.round.initiator
      _ = try await actions.change(.suspend, seal.id, caller: zhang)
      // What the transaction does, with a seal that was usable when the signature was begun.
      await #expect(throws: ContractError(.markUnusable)) {
        try await world.engine.write { connection in
          try SealUsage(ledger: world.ledger).record(
            seal.id, under: contract, party, FileDigest.of([1]), zhang, at: world.clock.now, in: connection)
        }
      }
      await #expect(throws: ContractError(.markUnusable)) { try await world.sign(contract, by: zhang) }
      _ = try await actions.change(.resume, seal.id, caller: zhang)
      world.clock.advance(.seconds(61))
      #expect(try await world.sign(contract, by: zhang).isRepeat == false)
    }
  }

  @Test("a PIN is asked at every use, five wrong ones lock it, and no code is spent meanwhile")
  func pins() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      _ = try await world.person(ContractWorld.li)
      let actions = seals(world)
      let seal = try #require(try await actions.list(caller: zhang).first)
      #expect(await code { try await actions.pins.set(Sensitive("123456"), old: nil, of: seal.id, caller: zhang) } == .pinWeak)
      let locked = try await actions.pins.set(Sensitive("135792"), old: nil, of: seal.id, caller: zhang)
      #expect(locked.grantVersion == seal.grantVersion + 1)
      #expect(await code { try await actions.pins.set(Sensitive("975311"), old: nil, of: seal.id, caller: zhang) } == .pinMissing)
      let contract = try await world.initiated(by: zhang, to: [ContractWorld.li])
      let digest = try #require(contract.round.file?.latest.digest)
      let smsCode = try await world.code(for: zhang, contract)
      func sign(_ pin: String?) async throws -> CompleteSignature.Outcome {
        try await world.actions.sign(
          .init(
            contractID: contract.id, seenDigest: digest, isContentConfirmed: true, code: smsCode,
            sealPIN: pin.map { Sensitive($0) }), caller: zhang)
      }
      #expect(await code { try await sign(nil) } == .pinMissing)
      for _ in 1...4 { #expect(await code { try await sign("999998") } == .pinWrong) }
      #expect(await code { try await sign("999998") } == .pinLocked)
      #expect(await code { try await sign("135792") } == .pinLocked)
      #expect(try await actions.page(seal.id, caller: zhang).isPINLocked)
      world.clock.advance(.seconds(1801))
      let fresh = try await world.code(for: zhang, contract)
      #expect(fresh != "")
      let outcome = try await world.actions.sign(
        .init(
          contractID: contract.id, seenDigest: digest, isContentConfirmed: true, code: fresh,
          sealPIN: Sensitive("135792")), caller: zhang)
      #expect(!outcome.isRepeat)
      let texts = try await actions.page(seal.id, caller: zhang).lines.map { $0.text() }
      #expect(texts.contains { $0.contains("签章密码错误") } && texts.contains { $0.contains("签章密码锁定") })
      #expect(!texts.contains { $0.contains("135792") || $0.contains("999998") })
    }
  }
}
