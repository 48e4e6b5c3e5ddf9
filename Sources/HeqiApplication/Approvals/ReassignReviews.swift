package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Gives a leaver's open tasks to others: each review to the nearest superior who may decide it, else to any other approver
/// of that kind; what the leaver handled is asked of the legal representative until somebody takes it over. What nobody can
/// take stays listed for the company (F-058, `ListStuckDuties`). Safe to repeat.
package struct ReassignReviews: Sendable {
  package struct Outcome: Equatable, Sendable {
    /// Reviews that have gone to others.
    package let moved: Int
    /// Contracts in which a review waits for a person who has left.
    package let stuck: [ID<Contract>]
  }

  /// A review and who takes it; nil where nobody can.
  private struct Move: Sendable {
    let duty: ContractDuty
    let heir: Membership?
  }

  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  package func callAsFunction(
    of leaver: ID<Membership>, in organization: ID<Organization>, tenantID: String
  ) async throws -> Outcome {
    let store = try await ledger.store(tenantID)
    let name = try await ledger.engine.read { connection in
      try MembershipStore(vault: store.vault).find(leaver, of: organization, in: connection)?.maskedName ?? ""
    }
    try await release(leaver, store, tenantID)
    try await redirect(leaver, name, store, tenantID)
    var moved = 0
    var stuck: [ID<Contract>] = []
    for id in try await ledger.engine.read({ try store.contracts(awaiting: leaver, in: $0) }) {
      let moves = try await ledger.engine.read { try self.moves(of: leaver, id, organization, store, in: $0) }
      if moves.contains(where: { $0.heir == nil }) { stuck.append(id) }
      for move in moves {
        guard let heir = move.heir else { continue }
        let facts = [Event.Fact(ContractFact.from, name), Event.Fact(ContractFact.to, heir.maskedName)]
        _ = try await ledger.performAsSystem(id, tenantID: tenantID) { _ in
          .takeOver(move.duty, from: leaver, to: heir.id, remarks: facts)
        }
        moved += 1
      }
    }
    return Outcome(moved: moved, stuck: stuck)
  }

  /// Contracts that the leaver was named to sign wait for the others named, or for the handler.
  private func release(_ leaver: ID<Membership>, _ store: ContractStore, _ tenantID: String) async throws {
    for id in try await ledger.engine.read({ try store.contracts(signedBy: leaver, in: $0) }) {
      _ = try await ledger.performAsSystem(id, tenantID: tenantID) { _ in .releaseSigner(leaver) }
    }
  }

  /// What the leaver was asked as handler, or now would be, is asked of the legal representative.
  private func redirect(
    _ leaver: ID<Membership>, _ name: String, _ store: ContractStore, _ tenantID: String
  ) async throws {
    let now = ledger.clock.now
    for id in try await ledger.engine.read({ try store.contracts(handledBy: leaver, in: $0) }) {
      let changed = try await ledger.engine.write { connection -> Contract? in
        guard let contract = try store.find(id, in: connection),
          let party = contract.round.parties.first(where: { $0.company?.handlerID == leaver }),
          try ledger.redirectRequests(of: party, in: contract, store: store, at: now, in: connection)
        else { return nil }
        try ledger.record(
          [contract.requestsMoved(of: party, from: name)], of: contract, as: .system, from: .system, at: now, in: connection)
        return contract
      }
      if let changed { await ledger.announce(changed) }
    }
  }

  /// The leaver's undecided reviews in this contract, each with who takes it.
  private func moves(
    of leaver: ID<Membership>, _ id: ID<Contract>, _ organization: ID<Organization>, _ store: ContractStore,
    in connection: any SQLConnection
  ) throws -> [Move] {
    guard let contract = try store.find(id, in: connection),
      let party = contract.round.parties.first(where: { $0.company?.organizationID == organization })
    else { return [] }
    let reviews = contract.openDuties(of: party).filter { $0.holder == leaver && $0.duty.review != nil }
    var duties: [ContractDuty] = []
    for open in reviews where !duties.contains(open.duty) { duties.append(open.duty) }
    return try duties.map { duty in
      Move(duty: duty, heir: try heir(of: leaver, duty, party, organization, store.vault, in: connection))
    }
  }

  private func heir(
    of leaver: ID<Membership>, _ duty: ContractDuty, _ party: ContractParty, _ organization: ID<Organization>,
    _ vault: TenantVault, in connection: any SQLConnection
  ) throws -> Membership? {
    let members = MembershipStore(vault: vault)
    let steps = duty.review.flatMap { party.company?.flow($0) }?.steps ?? []
    // Who is asked in the same step already would decide for two.
    let taken = Set(steps.filter { $0.openTasks.contains { $0.holder == leaver } }.flatMap { $0.tasks.map(\.holder) })
    let role: CompanyRole = duty == .businessReview ? .businessApprover : .sealApprover
    func mayTake(_ member: Membership) -> Bool {
      member.isActive && member.roles.contains(role) && !taken.contains(member.id)
    }
    var next = try members.find(leaver, of: organization, in: connection)?.managerID
    var seen: Set<ID<Membership>> = [leaver]
    while let id = next, seen.insert(id).inserted, let superior = try members.find(id, of: organization, in: connection) {
      if mayTake(superior) { return superior }
      next = superior.managerID
    }
    return try members.list(role, of: organization, in: connection).first(where: mayTake)
  }
}
