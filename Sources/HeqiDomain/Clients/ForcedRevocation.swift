/// An order of a business system that operators end, against its usual way (M-026): one proposes and says why, another one
/// confirms. It only ever reaches REVOKED, and never a contract that everybody has signed (B-22).
package struct ForcedRevocation: Equatable, Sendable {
  package enum State: String, Sendable, CaseIterable { case proposed, confirmed, dropped }

  /// An operator and the moment.
  package struct Step: Equatable, Sendable {
    package let accountID: ID<Account>
    package let name: String
    package let at: Instant

    package init(accountID: ID<Account>, name: String, at: Instant) {
      self.accountID = accountID
      self.name = name
      self.at = at
    }
  }

  package let id: ID<ForcedRevocation>
  /// Of the contract.
  package let tenantID: String
  package let contractID: ID<Contract>
  package let transactionNo: String
  package let title: String
  package let reason: String
  package let proposed: Step
  package private(set) var state: State
  package private(set) var decided: Step?

  package init(
    id: ID<ForcedRevocation>, tenantID: String, contractID: ID<Contract>, transactionNo: String, title: String, reason: String,
    proposed: Step, state: State = .proposed, decided: Step? = nil
  ) {
    self.id = id
    self.tenantID = tenantID
    self.contractID = contractID
    self.transactionNo = transactionNo
    self.title = title
    self.reason = reason
    self.proposed = proposed
    self.state = state
    self.decided = decided
  }

  /// Trimmed, 1 to `ContractLimits.reasonCharactersMax` characters. Throws `ClientError` naming `reason`.
  package static func reason(_ typed: String) throws(ClientError) -> String {
    let reason = typed.trimmingWhitespace
    guard !reason.isEmpty, reason.count <= ContractLimits.reasonCharactersMax else {
      throw .parameter(
        "reason", "请写明原因，最多 \(ContractLimits.reasonCharactersMax) 个字。",
        "Say why, in at most \(ContractLimits.reasonCharactersMax) characters.")
    }
    return reason
  }

  /// Throws `ClientError` `.wrongState` once it is decided, and to the one who proposed it.
  package func confirmed(by step: Step) throws(ClientError) -> ForcedRevocation {
    guard step.accountID != proposed.accountID else {
      throw ClientError(
        .wrongState,
        remark: Bilingual("须由另一位运营人员确认。", "Another operator has to confirm it."))
    }
    return try after(.confirmed, step)
  }

  /// Anybody may drop it, the one who proposed it as well.
  package func dropped(by step: Step) throws(ClientError) -> ForcedRevocation { try after(.dropped, step) }

  private func after(_ next: State, _ step: Step) throws(ClientError) -> ForcedRevocation {
    guard state == .proposed else {
      throw ClientError(.wrongState, remark: Bilingual("这项提议已经处理过。", "This proposal has been decided already."))
    }
    var revocation = self
    revocation.state = next
    revocation.decided = step
    return revocation
  }
}
