package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// 代理审批: who decides for an approver while they are absent (T-007). Reviews that are opened in that time go to the
/// stand-in; those already open are handed over one by one.
package struct SetStandIn: Sendable {
  /// An absence of at most so long.
  package static let longest: Duration = .seconds(366 * 86_400)

  package struct State: Sendable {
    package let standIn: Membership?
    package let until: Instant?
    /// Who may be chosen.
    package let choices: [Membership]
  }

  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  package func read(caller: Caller) async throws -> State {
    let standing = try caller.require(.approvalDecide)
    let now = ledger.clock.now
    let vault = try await ledger.vault.open(tenantID: caller.tenantID, at: now)
    return try await ledger.engine.read { connection in
      let members = MembershipStore(vault: vault)
      let present = try ApprovalDirectoryStore(tenantID: caller.tenantID)
        .standIns(of: standing.organizationID, at: now, in: connection)[standing.membershipID]
      let roles = standing.roles.intersection([.businessApprover, .sealApprover])
      let people = try roles.sorted().flatMap { try members.list($0, of: standing.organizationID, in: connection) }
      var seen: Set<ID<Membership>> = [standing.membershipID]
      return State(
        standIn: try present.flatMap { try members.find($0.standIn, of: standing.organizationID, in: connection) },
        until: present?.until,
        choices: people.filter { $0.isActive && $0.roles.isSuperset(of: roles) && seen.insert($0.id).inserted })
    }
  }

  /// Throws `ContractError` `.approvalRefused` for a person who lacks a role of the absent one, or a time that is past.
  package func callAsFunction(_ standIn: ID<Membership>?, until: Instant?, caller: Caller) async throws {
    let standing = try caller.require(.approvalDecide)
    let now = ledger.clock.now
    let choices = try await read(caller: caller).choices
    if let standIn {
      guard choices.contains(where: { $0.id == standIn }), let until, until > now, until < now.adding(Self.longest) else {
        throw ContractError(
          .approvalRefused, "stand-in",
          remark: Bilingual(
            "请选择一位具有相同审批角色的在职同事，以及一年以内的结束时间。",
            "Choose an active colleague with the same roles, and an end within a year."))
      }
    }
    try await ledger.engine.write { connection in
      let store = ApprovalDirectoryStore(tenantID: caller.tenantID)
      if let standIn, let until {
        try store.putStandIn(standIn, for: standing.membershipID, of: standing.organizationID, until: until, in: connection)
      } else {
        try store.removeStandIn(for: standing.membershipID, of: standing.organizationID, in: connection)
      }
      let draft = EventDraft(
        "membership.standIn", by: .caller,
        [.init("standIn", standIn?.description ?? ""), .init("until", until?.shortText ?? "")])
      try EventStore().append(
        [
          draft.event(
            id: ledger.random.id(at: now), tenantID: caller.tenantID, at: now, caller: caller.actor, scene: caller.scene,
            subject: Event.Subject(kind: "membership", id: standing.membershipID.description))
        ], in: connection)
    }
  }
}
