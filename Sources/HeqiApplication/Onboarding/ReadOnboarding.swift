package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// How far the caller, or the company they act for, has come on the way of a newcomer (F-006).
package struct ReadOnboarding: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// nil for people of a company who do not set it up: its handlers, approvers and those copied.
  package func callAsFunction(caller: Caller) async throws -> Onboarding? {
    let standing = caller.mode.standing
    if standing != nil, !caller.permits(.businessTypeCreate) { return nil }
    let vault = try await ledger.vault.open(tenantID: caller.tenantID, at: ledger.clock.now)
    return try await ledger.engine.read { connection in
      var facts = Onboarding.Facts()
      facts.hasContact = try ContactStore(vault: vault).count(of: caller.contactOwner, in: connection) > 0
      let seals = SealStore(tenantID: caller.tenantID)
      guard let organization = standing?.organizationID else {
        facts.isVerified = caller.isVerified
        facts.hasSeal = try seals.list(ownedBy: caller.accountID, in: connection).contains(where: \.isUsable)
        facts.isInCompany = try MembershipStore(vault: vault).list(of: caller.accountID, in: connection).contains(where: \.isActive)
        return Onboarding(facts, isCompany: false)
      }
      // Company mode is open to verified companies alone.
      facts.isVerified = true
      facts.hasSeal = try seals.list(of: .organization(organization), in: connection).contains(where: \.isUsable)
      facts.hasDelegation = try PowerOfAttorneyStore(tenantID: caller.tenantID).list(of: organization, in: connection)
        .contains { $0.status == .signed }
      facts.hasBusinessType = try BusinessTypeStore(tenantID: caller.tenantID).list(of: organization, in: connection)
        .contains { $0.status == .active }
      return Onboarding(facts, isCompany: true)
    }
  }
}
