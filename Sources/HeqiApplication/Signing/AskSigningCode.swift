package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Sends a code that is good for one signature: this contract, this file, this signer (E-02, E-24).
package struct AskSigningCode: Sendable {
  private let ledger: ContractLedger
  private let notifier: ContractNotifier

  package init(ledger: ContractLedger, notifier: ContractNotifier) {
    self.ledger = ledger
    self.notifier = notifier
  }

  /// The masked number it went to. Throws `ContractError` `.codeTooSoon`, `.notYourTurn`, `.fileChanged`.
  package func callAsFunction(_ id: ID<Contract>, seen: Digest, caller: Caller) async throws -> String {
    let (contract, party) = try await ledger.find(id, for: caller, .sign)
    guard party.state == .awaitingSignature else {
      throw ContractError(party.state.isSigned ? .alreadySigned : .notYourTurn)
    }
    guard contract.round.file?.showsContent(seen) == true else { throw ContractError(.fileChanged) }
    let now = ledger.clock.now
    let vault = try await ledger.vault.open(tenantID: caller.tenantID, at: now)
    try await takeLimits(caller, at: now)
    let code = ledger.random.decimalCode(digits: OneTimeCodePolicy.digits)
    let codeID: ID<OneTimeCode> = ledger.random.id(at: now)
    let binding = CodeBinding.signature(contract: id.description, file: seen, account: caller.accountID)
    return try await ledger.engine.write { connection in
      guard let account = try AccountStore(vault: vault).find(caller.accountID, in: connection) else {
        throw ContractError(.notFound)
      }
      try OneTimeCodeStore(vault: vault).issue(
        codeID, code: code, purpose: .sign, binding: binding, recipient: account.mobile.text, at: now, in: connection)
      try notifier.sendCode(code, to: account, for: contract, id: codeID, at: now, in: connection)
      let event = ContractEvent(
        .intentionAsked, fileDigest: seen,
        facts: [
          Event.Fact(ContractFact.title, contract.round.title), Event.Fact(ContractFact.side, party.side.rawValue),
          Event.Fact(ContractFact.party, party.maskedName), Event.Fact(ContractFact.intention, IntentionProof.Method.smsCode.title.chinese),
        ])
      try ledger.record([event], of: contract, as: caller.actor, from: caller.scene, at: now, in: connection)
      return Mask.mobile(account.mobile.text)
    }
  }

  private func takeLimits(_ caller: Caller, at now: Instant) async throws {
    let key = "sign-code:\(caller.accountID)"
    let wait = try await ledger.engine.write { connection in
      try RateLimitStore().take(
        [
          RateLimit(key + ":minute", count: 2, per: OneTimeCodePolicy.resendAfter),
          RateLimit(key + ":hour", count: 20, per: .seconds(3600)), RateLimit(key + ":day", count: 100, per: .seconds(86_400)),
        ], at: now, in: connection)
    }
    if let wait {
      let seconds = max(1, wait.components.seconds)
      throw ContractError(.codeTooSoon, remark: Bilingual("约 \(seconds) 秒后可重发。", "Another can be sent in about \(seconds) s."))
    }
  }
}
