package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// A task that waits for somebody who cannot do it, with who could take it over.
package struct StuckDuty: Equatable, Sendable {
  package struct Person: Equatable, Sendable {
    package let id: ID<Membership>
    package let name: String
  }

  package let contractID: ID<Contract>
  package let title: String
  package let transactionNo: String
  package let open: OpenDuty
  package let holder: Person
  /// False where the person is there but lacks the role.
  package let hasLeft: Bool
  /// By name; empty where the company has nobody with the role.
  package let candidates: [Person]
}

/// A node of an active business type that nobody is left to decide: new contracts of this type cannot go on.
package struct EmptyNode: Equatable, Sendable {
  package let typeID: ID<BusinessType>
  package let typeName: String
  package let node: String
}

/// What nobody of the company can do as it stands: tasks of people who have left or lost the role, and business types whose
/// approvers are gone (F-058). Seen and given to others by who manages the company's people (table D: org.update), as far
/// as that right reaches.
package struct ListStuckDuties: Sendable {
  package struct Answer: Equatable, Sendable {
    /// What is asked now first, then what lies ahead.
    package let duties: [StuckDuty]
    package let nodes: [EmptyNode]
    /// True where there are more than are shown.
    package let hasMore: Bool
  }

  package static let contractsMax = 100
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// Throws `OrganizationError` `.companyModeRequired`, `.notPermitted`.
  package func callAsFunction(caller: Caller) async throws -> Answer {
    let standing = try caller.require(.orgUpdate)
    let store = try await ledger.store(caller.tenantID)
    let now = ledger.clock.now
    return try await ledger.engine.read { connection in
      let ids = try store.contractsOfAbsent(in: standing.organizationID, limit: Self.contractsMax + 1, in: connection)
      let people = DutyPeople(vault: store.vault, organization: standing, now: now, connection: connection)
      var duties: [StuckDuty] = []
      for id in ids.prefix(Self.contractsMax) {
        guard let contract = try store.find(id, in: connection) else { continue }
        duties += try Self.duties(of: contract, caller, people)
      }
      return Answer(
        duties: duties.filter(\.open.isNow) + duties.filter { !$0.open.isNow },
        nodes: try Self.nodes(standing, caller, at: now, in: connection), hasMore: ids.count > Self.contractsMax)
    }
  }

  private static func duties(of contract: Contract, _ caller: Caller, _ people: DutyPeople) throws -> [StuckDuty] {
    guard let party = contract.party(for: caller), let company = party.company, contract.isVisible(to: party),
      party.isReached(by: .orgUpdate, of: caller)
    else { return [] }
    let stuck = try contract.stuckDuties(of: party) { duty, holder in
      try people.standing(of: holder).map { company.isAble(duty, $0) } ?? false
    }
    return try stuck.compactMap { open in
      guard let holder = try people.member(open.holder) else { return nil }
      return StuckDuty(
        contractID: contract.id, title: contract.round.title, transactionNo: contract.transactionNo, open: open,
        holder: .init(id: holder.id, name: holder.name), hasLeft: !holder.isActive,
        candidates: try people.candidates(for: open, in: company))
    }
  }

  private static func nodes(
    _ standing: CompanyStanding, _ caller: Caller, at now: Instant, in connection: any SQLConnection
  ) throws -> [EmptyNode] {
    let directories = ApprovalDirectoryStore(tenantID: caller.tenantID)
    return try BusinessTypeStore(tenantID: caller.tenantID).list(of: standing.organizationID, in: connection)
      .filter { $0.status == .active }
      .filter { caller.scopes(of: .orgUpdate).contains(.wholeCompany) || standing.delegatedTypes.contains($0.id) }
      .flatMap { type in
        let directory = try directories.directory(
          of: standing.organizationID, people: type.rules.everybody, handler: standing.membershipID, at: now, in: connection)
        return type.rules.emptyNodes(directory).map { EmptyNode(typeID: type.id, typeName: type.rules.name, node: $0) }
      }
  }
}

/// The people of one company as one transaction sees them.
struct DutyPeople {
  let vault: TenantVault
  let organization: CompanyStanding
  let now: Instant
  let connection: any SQLConnection

  private var members: MembershipStore { MembershipStore(vault: vault) }

  func member(_ id: ID<Membership>) throws -> Membership? {
    try members.find(id, of: organization.organizationID, in: connection)
  }

  /// nil for somebody who has left.
  func standing(of id: ID<Membership>) throws -> CompanyStanding? {
    guard let account = try member(id)?.accountID else { return nil }
    let standing = try members.standing(of: account, in: organization.organizationID, at: now, on: connection)
    return standing?.membershipID == id ? standing : nil
  }

  /// Who may take the duty over, by name.
  func candidates(for open: OpenDuty, in company: PartyCompany) throws -> [StuckDuty.Person] {
    let roles: [CompanyRole] =
      switch open.duty {
      case .businessReview: [.businessApprover]
      case .sealReview: [.sealApprover]
      case .handling, .signing: CompanyRole.allCases.filter {
        AccessPolicy.tableD.scope(of: .contractSign, in: .role($0)) != nil
      }
      }
    let steps = open.duty.review.flatMap(company.flow)?.steps ?? []
    let taken = Set(
      steps.filter { $0.openTasks.contains { $0.holder == open.holder } }.flatMap { $0.tasks.map(\.holder) } + [open.holder])
    var found: [ID<Membership>: Membership] = [:]
    for role in roles {
      for member in try members.list(role, of: organization.organizationID, in: connection)
      where member.isActive && !taken.contains(member.id) {
        guard found[member.id] == nil, let standing = try standing(of: member.id), company.mayTakeOver(open.duty, standing)
        else { continue }
        found[member.id] = member
      }
    }
    return found.values.sorted { ($0.name, $0.id.description) < ($1.name, $1.id.description) }
      .map { StuckDuty.Person(id: $0.id, name: $0.name) }
  }
}
