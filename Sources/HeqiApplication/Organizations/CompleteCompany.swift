import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// After all checks passed: the organization, its first people, the root of its tree, certificates, seals. Safe to repeat.
package struct CompleteCompany: Sendable {
  private let ledger: PeopleLedger
  private let certificates: IssueCompanyCertificate
  private let seals: CompanySeals

  package init(ledger: PeopleLedger, certificates: IssueCompanyCertificate) {
    self.ledger = ledger
    self.certificates = certificates
    seals = CompanySeals(ledger: ledger)
  }

  /// Does what is missing; returns the verification with its organization.
  @discardableResult
  func callAsFunction(
    _ id: ID<OrganizationVerification>, tenantID: String, scene: Scene
  ) async throws -> OrganizationVerification {
    let now = ledger.clock.now
    let vault = try await ledger.open(tenantID)
    let drawings = try await drawings(id, vault, now)
    let verification: OrganizationVerification
    let people: [ID<Account>]
    do {
      (verification, people) = try await ledger.engine.write { connection in
        guard let found = try OrganizationVerificationStore(vault: vault).find(id, in: connection), found.status == .verified,
          let data = found.data, let decidedAt = found.decidedAt
        else { throw OrganizationError(.notFound) }
        return try finish(found, data, decidedAt, drawings, vault, scene, now, connection)
      }
    } catch let error as OrganizationError where error.code == .codeTaken {
      return try await refuseDouble(id, vault, scene, now)
    }
    guard let organization = verification.organizationID else { return verification }
    for person in people {
      try await certificates(for: person, of: organization, tenantID: tenantID, scene: scene)
    }
    return verification
  }

  /// Another applicant's verification of the same company succeeded meanwhile: this one has failed (F-015).
  private func refuseDouble(
    _ id: ID<OrganizationVerification>, _ vault: TenantVault, _ scene: Scene, _ now: Instant
  ) async throws -> OrganizationVerification {
    try await ledger.engine.write { connection in
      let store = OrganizationVerificationStore(vault: vault)
      guard var refused = try store.find(id, in: connection), refused.status == .verified, refused.organizationID == nil else {
        throw OrganizationError(.notFound)
      }
      refused.status = .failed
      refused.checks[.code] = .failed
      refused.decidedAt = now
      refused.reason = OrganizationError(.codeTaken).message.chinese
      let saved = try store.save(refused, in: connection)
      try EventStore().append(
        ledger.events(
          [OrganizationVerificationEvent.statusChanged(saved)], tenantID: saved.tenantID, subject: saved.subject, actor: .system,
          scene: scene, at: now), in: connection)
      return saved
    }
  }

  /// Pictures of the default seals, drawn before the transaction.
  private func drawings(
    _ id: ID<OrganizationVerification>, _ vault: TenantVault, _ now: Instant
  ) async throws -> [SealKind: CompanySealDrawing] {
    let found = try await ledger.engine.read { try OrganizationVerificationStore(vault: vault).find(id, in: $0) }
    guard let found, let data = found.data else { return [:] }
    return seals.drawings(
      of: Organization(
        id: found.organizationID ?? ledger.random.id(at: now), tenantID: found.tenantID, kind: data.kind, name: data.name.text,
        code: data.code, legalRepresentative: data.legalRepresentative.text, verifiedAt: now, createdAt: now))
  }

  /// Returns the verified people who act for the company from the beginning.
  private func finish(
    _ old: OrganizationVerification, _ data: OrganizationSubmission, _ decidedAt: Instant,
    _ drawings: [SealKind: CompanySealDrawing], _ vault: TenantVault, _ scene: Scene, _ now: Instant, _ connection: any SQLConnection
  ) throws -> (OrganizationVerification, [ID<Account>]) {
    let organizations = OrganizationStore(tenantID: old.tenantID)
    let present = try old.organizationID.flatMap { try organizations.find($0, in: connection) }
    let first = try firstPeople(old, data, vault, connection)
    let accounts = first.compactMap(\.accountID)
    if let present, present.verifiedAt >= decidedAt { return (old, accounts) }
    var drafts: [EventDraft] = []
    let organization: Organization
    if var renewed = present {
      let oldName = renewed.name
      renewed.name = data.name.text
      renewed.kind = data.kind
      renewed.legalRepresentative = data.legalRepresentative.text
      renewed.verifiedAt = decidedAt
      organization = try organizations.save(renewed, in: connection)
      if oldName != organization.name {
        drafts.append(OrganizationVerificationEvent.renamed(organization, from: oldName))
        try renameUnit(of: organization, connection)
        drafts += try IssueCompanyCertificate.revoke(of: nil, for: organization, ledger: ledger, at: now, in: connection)
      }
    } else {
      organization = Organization(
        id: ledger.random.id(at: now), tenantID: old.tenantID, kind: data.kind, name: data.name.text, code: data.code,
        legalRepresentative: data.legalRepresentative.text, verifiedAt: decidedAt, createdAt: now)
      try organizations.insert(organization, in: connection)
      try OrgUnitStore(tenantID: old.tenantID).insert(
        OrgUnit(
          id: ledger.random.id(at: now), tenantID: old.tenantID, organizationID: organization.id, parentID: nil, kind: .company,
          name: organization.name, linkedOrganizationID: organization.id), in: connection)
      drafts.append(OrganizationVerificationEvent.verified(organization))
    }
    // Default seals, and the end of seals in an older name (F-045, E-10).
    try seals.renew(organization, drawings, scene: scene, at: now, in: connection)
    try seat(first, in: organization, vault, now, connection)
    var saved = old
    saved.organizationID = organization.id
    saved = try OrganizationVerificationStore(vault: vault).save(saved, in: connection)
    try EventStore().append(
      ledger.events(
        drafts, tenantID: old.tenantID, subject: organization.subject, actor: .system, scene: scene, at: now), in: connection)
    return (saved, accounts)
  }

  /// The company's own unit bears its new name, so that rosters find it.
  private func renameUnit(of organization: Organization, _ connection: any SQLConnection) throws {
    let units = OrgUnitStore(tenantID: organization.tenantID)
    for var unit in try units.all(of: organization.id, in: connection) where unit.linkedOrganizationID == organization.id {
      unit.name = organization.name
      try units.save(unit, in: connection)
    }
  }

  /// A person who gets a role from the verification itself.
  private struct FirstPerson {
    let accountID: ID<Account>?
    let name: String
    let mobile: MobileNumber?
    let role: CompanyRole
  }

  private func firstPeople(
    _ verification: OrganizationVerification, _ data: OrganizationSubmission, _ vault: TenantVault, _ connection: any SQLConnection
  ) throws -> [FirstPerson] {
    let accounts = AccountStore(vault: vault)
    let applicant = try accounts.find(verification.accountID, in: connection)
    let role: CompanyRole = data.capacity == .delegate ? .delegate : .legalRep
    var people = [
      FirstPerson(accountID: verification.accountID, name: applicant?.name ?? "", mobile: applicant?.mobile, role: role)
    ]
    guard data.capacity == .delegate else { return people }
    if case .signed(let by, _)? = verification.authorization {
      let representative = try accounts.find(by, in: connection)
      people.append(FirstPerson(accountID: by, name: data.legalRepresentative.text, mobile: representative?.mobile, role: .legalRep))
    } else {
      people.append(
        FirstPerson(
          accountID: nil, name: data.legalRepresentative.text, mobile: verification.representativeMobile, role: .legalRep))
    }
    return people
  }

  /// Gives everybody their role; whoever was legal representative before under another name is so no longer.
  private func seat(
    _ people: [FirstPerson], in organization: Organization, _ vault: TenantVault, _ now: Instant, _ connection: any SQLConnection
  ) throws {
    let memberships = MembershipStore(vault: vault)
    for old in try memberships.list(.legalRep, of: organization.id, in: connection) where old.name != organization.legalRepresentative {
      var demoted = old
      demoted.roles.remove(.legalRep)
      try memberships.save(demoted, in: connection)
    }
    for person in people {
      let byAccount = try person.accountID.flatMap { try memberships.find(account: $0, of: organization.id, in: connection) }
      let byMobile = try person.mobile.flatMap { try memberships.find(mobile: $0, of: organization.id, in: connection) }
      if var known = byAccount ?? byMobile {
        known.roles.insert(person.role)
        if let account = person.accountID {
          known.accountID = account
          known.status = .active
        }
        try memberships.save(known, in: connection)
      } else {
        // An unregistered representative is invited once; a verification that is repeated finds the active one.
        let present = try memberships.list(.legalRep, of: organization.id, in: connection)
        if person.accountID == nil, !present.isEmpty { continue }
        try memberships.insert(
          Membership(
            id: ledger.random.id(at: now), tenantID: organization.tenantID, organizationID: organization.id,
            accountID: person.accountID, name: person.name, mobile: person.mobile, roles: [person.role],
            status: person.accountID == nil ? .invited : .active, source: .verification, createdAt: now), in: connection)
      }
    }
  }
}
