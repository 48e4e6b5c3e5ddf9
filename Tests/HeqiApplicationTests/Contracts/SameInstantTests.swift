import HeqiDomain
import HeqiTestSupport
import PAdES
import Testing

@testable import HeqiApplication

/// Two people who decide one contract's fate at the same instant: exactly one outcome, and the other is told (drill 19).
@Suite("Two at the same instant")
struct SameInstantTests {
  /// Both deeds at once; what came of each, in the order given.
  private func both(
    _ first: @escaping @Sendable () async throws -> Void, _ second: @escaping @Sendable () async throws -> Void
  ) async -> [(any Error)?] {
    await withTaskGroup(of: (Int, (any Error)?).self) { group in
      for (index, deed) in [first, second].enumerated() {
        group.addTask {
          do {
            try await deed()
            return (index, nil)
          } catch { return (index, error) }
        }
      }
      return await group.reduce(into: [nil, nil]) { $0[$1.0] = $1.1 }
    }
  }

  private func code(_ error: (any Error)?) -> ContractError.Code? { (error as? ContractError)?.code }

  @Test("the last receiver signs while the initiator withdraws", arguments: TestDatabase.engines)
  func signAndWithdraw(kind: TestDatabase.Engine) async throws {
    try await ContractWorld.with(kind) { world in
      let (zhang, li) = (try await world.person(ContractWorld.zhang), try await world.person(ContractWorld.li))
      for _ in 0..<4 {
        var contract = try await world.initiated(by: zhang, to: [ContractWorld.li], order: .signThenSend, needsCode: false)
        contract = try await world.sign(contract, by: zhang).contract
        contract = try await world.actions.receive(contract.id, caller: li)
        let ready = contract
        let ends = await both {
          _ = try await world.sign(ready, by: li)
        } _: {
          _ = try await world.actions.withdraw(ready.id, reason: "金额写错了", caller: zhang)
        }
        #expect(ends.filter { $0 == nil }.count == 1, "\(ends)")
        let after = try await world.actions.view(contract.id, isLogged: false, caller: zhang).contract
        if ends[0] == nil {
          #expect(after.round.allSigned && !after.stage.isInvalid)
          #expect([.everyoneSigned, .staleRevision].contains(code(ends[1])), "\(String(describing: ends[1]))")
        } else {
          #expect(after.stage.name == .withdrawnByInitiator && !after.round.allSigned)
          #expect(
            [.notAllowedInStage, .staleRevision, .notYourTurn].contains(code(ends[0])), "\(String(describing: ends[0]))")
          #expect(world.validate(try await world.bytes(after, by: zhang)).signatures.count == 1, "no signature beyond its end")
        }
      }
    }
  }

  @Test("one receiver returns while another signs", arguments: TestDatabase.engines)
  func returnAndSign(kind: TestDatabase.Engine) async throws {
    try await ContractWorld.with(kind) { world in
      let (zhang, li) = (try await world.person(ContractWorld.zhang), try await world.person(ContractWorld.li))
      let wang = try await world.person(ContractWorld.wang)
      var contract = try await world.initiated(
        by: zhang, to: [ContractWorld.li, ContractWorld.wang], order: .sendThenSign, needsCode: false)
      for caller in [li, wang] { contract = try await world.actions.receive(contract.id, caller: caller) }
      let ready = contract
      let ends = await both {
        _ = try await world.sign(ready, by: li)
      } _: {
        _ = try await world.actions.returnContract(ready.id, reason: "租金有误", caller: wang)
      }
      #expect(ends[1] == nil || code(ends[1]) == .staleRevision, "a return is still possible after the other's signature")
      let after = try await world.actions.view(contract.id, isLogged: false, caller: zhang).contract
      #expect((after.stage.name == .returned) == (ends[1] == nil))
      let signed = after.round.parties.filter(\.state.isSigned).count
      #expect(signed == (ends[0] == nil ? 1 : 0))
      #expect(world.validate(try await world.bytes(after, by: zhang)).signatures.count == signed)
    }
  }

  @Test("the initiator withdraws twice at once", arguments: TestDatabase.engines)
  func twice(kind: TestDatabase.Engine) async throws {
    try await ContractWorld.with(kind) { world in
      let zhang = try await world.person(ContractWorld.zhang)
      _ = try await world.person(ContractWorld.li)
      let contract = try await world.initiated(by: zhang, to: [ContractWorld.li], order: .sendThenSign)
      let deed: @Sendable () async throws -> Void = {
        _ = try await world.actions.withdraw(contract.id, reason: "不再需要", caller: zhang)
      }
      let ends = await both(deed, deed)
      #expect(ends.contains { $0 == nil } && ends.allSatisfy { $0 == nil || code($0) == .staleRevision })
      let view = try await world.actions.view(contract.id, isLogged: false, caller: zhang)
      #expect(view.operationLog.count { $0.line.text(in: .chinese).contains("撤回合同") } == 1)
    }
  }
}
