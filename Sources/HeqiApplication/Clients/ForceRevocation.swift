package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Two operators end an order of a business system that it cannot or may not end itself (M-026, B-22).
package struct ForceRevocation: Sendable {
  private let ledger: ClientLedger

  package init(ledger: ClientLedger) { self.ledger = ledger }

  /// Newest first. Throws `IdentityError` `.notPermitted` to anybody but operators and auditors.
  package func list(caller: Caller) async throws -> [ForcedRevocation] {
    guard !caller.platformRoles.isDisjoint(with: [.operator_, .auditor]) else { throw IdentityError(.notPermitted) }
    return try await ledger.engine.read { try ForcedRevocationStore().list(in: $0) }
  }

  /// Nothing happens to the contract yet. Throws `ClientError` naming `contract` or `reason`, `.wrongState` where it has
  /// ended or everybody has signed.
  package func propose(contract typed: String, reason: String, caller: Caller) async throws -> ForcedRevocation {
    let step = try step(caller)
    let reason = try ForcedRevocation.reason(reason)
    guard let id = ID<Contract>(typed.trimmingWhitespace),
      let tenantID = try await ledger.engine.read({ try ForcedRevocationStore().tenant(of: id, in: $0) })
    else {
      throw ClientError.parameter(
        "contract", "没有这份由业务系统发起的合同，请核对 contractId。", "No order of a business system has this contractId.")
    }
    let view = try await ledger.find(id, tenantID: tenantID)
    try Self.check(view.contract)
    let revocation = ForcedRevocation(
      id: ledger.random.id(at: step.at), tenantID: tenantID, contractID: id, transactionNo: view.contract.transactionNo,
      title: view.contract.round.title, reason: reason, proposed: step)
    try await ledger.engine.write { connection in
      guard try ForcedRevocationStore().insert(revocation, in: connection) else {
        throw ClientError(
          .wrongState, remark: Bilingual("这份合同已有一项待确认的提议。", "A proposal for this contract waits already."))
      }
      try record("revocation.proposed", revocation, caller, at: step.at, in: connection)
    }
    return revocation
  }

  /// Another operator than the one who proposed ends the contract, with callbacks as for every revocation.
  package func confirm(_ id: ID<ForcedRevocation>, caller: Caller) async throws {
    let step = try step(caller)
    let revocation = try await find(id).confirmed(by: step)
    let vault = try await ledger.vault(revocation.tenantID)
    let contracts = ledger.contracts
    let saved = try await ledger.engine.write { connection -> Contract in
      let contract = try ClientLedger.find(revocation.contractID, vault: vault, in: connection).contract
      try Self.check(contract)
      guard try ForcedRevocationStore().save(revocation, in: connection) else { throw ClientError(.wrongState) }
      try record("revocation.confirmed", revocation, caller, at: step.at, in: connection)
      return try contracts.apply(
        .withdraw(reason: "平台强制撤销：\(revocation.reason)"), to: contract, by: .party(contract.round.initiator.id),
        as: caller.actor, from: caller.scene, store: ContractStore(vault: vault), at: step.at, in: connection)
    }
    await contracts.announce(saved)
  }

  package func drop(_ id: ID<ForcedRevocation>, caller: Caller) async throws {
    let step = try step(caller)
    let revocation = try await find(id).dropped(by: step)
    try await ledger.engine.write { connection in
      guard try ForcedRevocationStore().save(revocation, in: connection) else { throw ClientError(.wrongState) }
      try record("revocation.dropped", revocation, caller, at: step.at, in: connection)
    }
  }

  private func find(_ id: ID<ForcedRevocation>) async throws -> ForcedRevocation {
    guard let found = try await ledger.engine.read({ try ForcedRevocationStore().find(id, in: $0) }) else {
      throw ClientError(.notFound)
    }
    return found
  }

  private func step(_ caller: Caller) throws(IdentityError) -> ForcedRevocation.Step {
    guard caller.platformRoles.contains(.operator_) else { throw IdentityError(.notPermitted) }
    return ForcedRevocation.Step(accountID: caller.accountID, name: caller.name, at: ledger.clock.now)
  }

  private static func check(_ contract: Contract) throws(ClientError) {
    guard contract.stage.isLive, !contract.round.allSigned else {
      throw ClientError(
        .wrongState,
        remark: Bilingual("合同已结束或已全部签署，不能强制撤销。", "The contract has ended or is signed by everybody and cannot be revoked."))
    }
  }

  private func record(
    _ kind: String, _ revocation: ForcedRevocation, _ caller: Caller, at now: Instant, in connection: any SQLConnection
  ) throws {
    try EventStore().append(
      [
        Event(
          id: ledger.random.id(at: now), tenantID: caller.tenantID, at: now, actor: caller.actor, scene: caller.scene,
          subject: Event.Subject(kind: "forcedRevocation", id: revocation.id.description), kind: kind,
          facts: [
            .init("contract", revocation.contractID.description), .init("transactionNo", revocation.transactionNo),
            .init("reason", revocation.reason),
          ])
      ], in: connection)
  }
}
