package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Sends a code that is good for one signature: this contract, this file, this signer (E-02, E-24).
package struct AskSigningCode: Sendable {
  private let ledger: ContractLedger
  private let desk: CodeDesk

  package init(ledger: ContractLedger, desk: CodeDesk) {
    self.ledger = ledger
    self.desk = desk
  }

  /// Where it went. Throws `ContractError` `.notYourTurn`, `.fileChanged`, and `IdentityError` `.tooManyRequests`.
  package func callAsFunction(_ id: ID<Contract>, seen: Digest, caller: Caller) async throws -> CodeReceipt {
    let (contract, party) = try await ledger.find(id, for: caller, .sign)
    guard party.state == .awaitingSignature, contract.stage.isLive else {
      throw ContractError(party.state.isSigned ? .alreadySigned : .notYourTurn)
    }
    guard contract.round.file?.showsContent(seen) == true else { throw ContractError(.fileChanged) }
    let now = ledger.clock.now
    let vault = try await ledger.vault.open(tenantID: caller.tenantID, at: now)
    let account = try await ledger.engine.read { try AccountStore(vault: vault).find(caller.accountID, in: $0) }
    guard let account else { throw ContractError(.notFound) }
    let title = contract.round.title
    let receipt = try await desk.issue(
      .sign, binding: .signature(contract: id.description, file: seen, account: caller.accountID),
      to: .mobile(account.mobile),
      scene: caller.scene, tenantID: caller.tenantID, isSignedIn: true
    ) { code in ContractMessage.signingCode(code, title: title, digest: seen, in: caller.language) }
    let event = ContractEvent(
      .intentionAsked, fileDigest: seen,
      facts: [
        Event.Fact(ContractFact.title, title), Event.Fact(ContractFact.side, party.side.rawValue),
        Event.Fact(ContractFact.party, party.maskedName),
        Event.Fact(ContractFact.intention, IntentionProof.Method.smsCode.title.chinese),
      ])
    try await ledger.engine.write { connection in
      try ledger.record([event], of: contract, as: caller.actor, from: caller.scene, at: now, in: connection)
    }
    return receipt
  }
}
