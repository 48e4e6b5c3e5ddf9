package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// 或签: names the people of one's own company of whom any one signs (row 11 and 17). Who is named must be able to sign by
/// role; the seal's own rules are asked when the signature is made.
package struct ChooseSigners: Sendable {
  /// A person who may be named.
  package struct Candidate: Equatable, Sendable {
    package let id: ID<Membership>
    package let name: String
    package let isChosen: Bool
    /// False where no seal of the company is granted to the person for this contract.
    package let hasSeal: Bool
  }

  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// Who can be named, by name. Throws `ContractError` `.companyModeNeeded`, `.notAllowedInStage`.
  package func candidates(_ id: ID<Contract>, caller: Caller) async throws -> [Candidate] {
    guard let standing = caller.mode.standing else { throw ContractError(.companyModeNeeded) }
    let store = try await ledger.store(caller.tenantID)
    let now = ledger.clock.now
    return try await ledger.engine.read { connection in
      let (contract, party) = try ContractLedger.find(id, for: caller, .addApprover, store, in: connection)
      let own = party.side == .initiator ? contract.editable?.initiator ?? party : party
      let members = try NamedSigners(vault: store.vault).able(of: standing.organizationID, in: connection)
      return try members.map { member in
        Candidate(
          id: member.id, name: member.name, isChosen: own.company?.signers.contains(member.id) == true,
          hasSeal: try !SealUsage.usable(by: member, of: standing, for: own, caller, at: now, in: connection).isEmpty)
      }
    }
  }

  /// Throws `ContractError` `.approvalRefused` for somebody who cannot sign, `.tooManySigners`, `.alreadySigned`.
  package func callAsFunction(_ id: ID<Contract>, _ people: [ID<Membership>], caller: Caller) async throws -> Contract {
    guard let standing = caller.mode.standing else { throw ContractError(.companyModeNeeded) }
    let vault = try await ledger.vault.open(tenantID: caller.tenantID, at: ledger.clock.now)
    return try await ledger.perform(id, for: caller, .addApprover) { _, _, connection in
      try NamedSigners(vault: vault).check(people, of: standing.organizationID, in: connection)
      return [.setSigners(people)]
    }
  }
}

/// Who may sign for a company by role (table D, contract.sign).
struct NamedSigners: Sendable {
  let vault: TenantVault

  func able(of organization: ID<Organization>, in connection: any SQLConnection) throws -> [Membership] {
    let members = MembershipStore(vault: vault)
    var found: [ID<Membership>: Membership] = [:]
    for role in CompanyRole.allCases where AccessPolicy.tableD.scope(of: .contractSign, in: .role(role)) != nil {
      for member in try members.list(role, of: organization, in: connection) where member.isActive {
        found[member.id] = member
      }
    }
    return found.values.sorted { ($0.name, $0.id.description) < ($1.name, $1.id.description) }
  }

  /// Throws `ContractError` `.approvalRefused` where somebody has left or has no role that signs.
  func check(_ people: [ID<Membership>], of organization: ID<Organization>, in connection: any SQLConnection) throws {
    guard !people.isEmpty else { return }
    let able = Set(try able(of: organization, in: connection).map(\.id))
    guard people.allSatisfy(able.contains) else {
      throw ContractError(
        .approvalRefused, "role",
        remark: Bilingual(
          "所选人员不能签署：已离职，或没有经办人、授权委托人、法定代表人的角色。请另选。",
          "Somebody chosen cannot sign: they have left, or have no role that signs. Choose others."))
    }
  }
}
