package import HeqiDomain
import HeqiSQL
import HeqiStorage

/// Gives a leaver's undecided reviews to others: to the nearest superior who may decide, else to any other approver of that
/// kind; what nobody can take stays listed for the company (F-058). Safe to repeat.
package struct ReassignReviews: Sendable {
  package struct Outcome: Equatable, Sendable {
    package let moved: Int
    /// Contracts that wait for a person who has left.
    package let stuck: [ID<Contract>]
  }

  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  package func callAsFunction(
    of leaver: ID<Membership>, in organization: ID<Organization>, tenantID: String
  ) async throws -> Outcome {
    let store = try await ledger.store(tenantID)
    let ids = try await ledger.engine.read { try store.contracts(awaiting: leaver, in: $0) }
    var moved = 0
    var stuck: [ID<Contract>] = []
    for id in ids {
      let found = try await ledger.engine.read { connection -> (isOpen: Bool, heir: ID<Membership>?) in
        guard let contract = try store.find(id, in: connection), contract.stage.isLive,
          let company = contract.round.parties.compactMap(\.company).first(where: { $0.organizationID == organization })
        else { return (false, nil) }
        return try heir(of: leaver, company, organization, store.vault, in: connection)
      }
      guard found.isOpen else { continue }
      guard let heir = found.heir else {
        stuck.append(id)
        continue
      }
      _ = try await ledger.performAsSystem(id, tenantID: tenantID) { _ in .handOver(from: leaver, to: heir) }
      moved += 1
    }
    return Outcome(moved: moved, stuck: stuck)
  }

  /// Who takes over, where anything is still undecided.
  private func heir(
    of leaver: ID<Membership>, _ company: PartyCompany, _ organization: ID<Organization>, _ vault: TenantVault,
    in connection: any SQLConnection
  ) throws -> (isOpen: Bool, heir: ID<Membership>?) {
    let members = MembershipStore(vault: vault)
    let flows = [company.business, company.seal].compactMap(\.self).filter { $0.outcome == nil }
    let open = flows.filter { $0.steps.contains { step in step.openTasks.contains { $0.holder == leaver } } }
    guard let flow = open.first else { return (false, nil) }
    let taken = Set(open.flatMap(\.steps).filter { $0.openTasks.contains { $0.holder == leaver } }.flatMap { $0.tasks.map(\.holder) })
    let role: CompanyRole = flow.stage == .business ? .businessApprover : .sealApprover
    func mayTake(_ member: Membership) -> Bool {
      member.isActive && member.roles.contains(role) && !taken.contains(member.id)
    }
    var next = try members.find(leaver, of: organization, in: connection)?.managerID
    var seen: Set<ID<Membership>> = [leaver]
    while let id = next, seen.insert(id).inserted, let superior = try members.find(id, of: organization, in: connection) {
      if mayTake(superior) { return (true, superior.id) }
      next = superior.managerID
    }
    return (true, try members.list(role, of: organization, in: connection).first(where: mayTake)?.id)
  }
}
