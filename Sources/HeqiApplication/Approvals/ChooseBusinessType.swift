package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// The business type of a company's draft with further approvers and copies (F-032, F-060, F-065). Its rules are read again
/// when the contract is initiated.
package struct ChooseBusinessType: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// Throws `ContractError` `.businessTypeRefused`, `.approvalRefused`, `.companyModeNeeded`.
  package func callAsFunction(
    _ id: ID<Contract>, _ type: ID<BusinessType>, additions: ApprovalAdditions = .none, caller: Caller
  ) async throws -> Contract {
    guard let standing = caller.mode.standing else { throw ContractError(.companyModeNeeded) }
    let vault = try await ledger.vault.open(tenantID: caller.tenantID, at: ledger.clock.now)
    let now = ledger.clock.now
    return try await ledger.perform(id, for: caller, .draft) { contract, party, connection in
      let initiator = contract.editable?.initiator ?? party
      let bound = try CompanyRules(vault: vault).bind(
        type, initiator, standing: standing, additions: additions, at: now, in: connection)
      return [.saveDraft(RoundEdit(initiatorCompany: bound.company))]
    }
  }
}

/// What a company's person chooses from when a contract is initiated or received.
package struct BusinessTypeMenu: Sendable {
  package struct Member: Equatable, Sendable {
    package let id: ID<Membership>
    package let name: String
  }

  package let types: [BusinessType]
  /// Who may be added as approver of each stage, and as copy.
  package let approvers: [ApprovalStage: [Member]]
  package let ccViewers: [Member]
}

package struct ReadBusinessTypeMenu: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// Throws `ContractError` `.companyModeNeeded`.
  package func callAsFunction(caller: Caller) async throws -> BusinessTypeMenu {
    guard let standing = caller.mode.standing else { throw ContractError(.companyModeNeeded) }
    let vault = try await ledger.vault.open(tenantID: caller.tenantID, at: ledger.clock.now)
    return try await ledger.engine.read { connection in
      let members = MembershipStore(vault: vault)
      func people(_ role: CompanyRole) throws -> [BusinessTypeMenu.Member] {
        try members.list(role, of: standing.organizationID, in: connection).filter(\.isActive)
          .map { BusinessTypeMenu.Member(id: $0.id, name: $0.name) }
      }
      return BusinessTypeMenu(
        types: try CompanyRules(vault: vault).choices(standing, in: connection),
        approvers: [.business: try people(.businessApprover), .seal: try people(.sealApprover)],
        ccViewers: try people(.ccViewer))
    }
  }
}
