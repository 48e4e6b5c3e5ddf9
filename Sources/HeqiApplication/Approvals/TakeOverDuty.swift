package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// 改派: a task of one person goes to another who may do it, by who manages the company's people (F-058; table D:
/// org.update). The new one is asked at once, and the contract's log names both.
package struct TakeOverDuty: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// Throws `ContractError` `.approvalRefused` where the task is done, gone, or not for this person; `.notPermitted`,
  /// `.notFound`, `.companyModeNeeded`.
  package func callAsFunction(
    _ id: ID<Contract>, _ duty: ContractDuty, from: ID<Membership>, to: ID<Membership>, caller: Caller
  ) async throws -> Contract {
    guard let standing = caller.mode.standing else { throw ContractError(.companyModeNeeded) }
    let store = try await ledger.store(caller.tenantID)
    let now = ledger.clock.now
    return try await ledger.perform(id, for: caller, .reassign) { saved, connection in
      guard duty == .handling,
        let party = saved.round.parties.first(where: { $0.company?.organizationID == standing.organizationID })
      else { return }
      _ = try ledger.redirectRequests(of: party, in: saved, store: store, at: now, in: connection)
    } commands: { _, party, connection in
      let people = DutyPeople(vault: store.vault, organization: standing, now: now, connection: connection)
      let leaving = try people.member(from)
      guard let heir = try people.member(to), let place = try people.standing(of: to),
        party.company?.mayTakeOver(duty, place) == true
      else { throw Self.unable }
      let facts = [
        Event.Fact(ContractFact.from, leaving?.maskedName ?? ""), Event.Fact(ContractFact.to, heir.maskedName),
      ]
      return [.takeOver(duty, from: from, to: to, remarks: facts)]
    }
  }

  private static var unable: ContractError {
    ContractError(
      .approvalRefused, "role",
      remark: Bilingual(
        "所选人员不能办理这项任务：已离职，或没有相应的角色。请另选。",
        "The person chosen cannot do this: they have left or lack the role. Choose another."))
  }
}
