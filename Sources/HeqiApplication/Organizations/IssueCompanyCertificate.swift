package import HeqiDomain
package import HeqiPorts
import HeqiSQL
import HeqiStorage

/// The certificate with which one person signs for one company: it names both, and its key is the person's alone (E-02,
/// E-04). Issued when the company is verified and when somebody signs for it first. Safe to repeat.
package struct IssueCompanyCertificate: Sendable {
  private let ledger: PeopleLedger
  private let keys: any KeyStore
  private let authority: any CertificateAuthority

  package init(ledger: PeopleLedger, keys: any KeyStore, authority: any CertificateAuthority) {
    self.ledger = ledger
    self.keys = keys
    self.authority = authority
  }

  /// The usable certificate of this person for this company; a new one when there is none in both present names.
  /// - Throws: `OrganizationError` `.notAMember`, `.identityUnverified`; `ProviderError`.
  @discardableResult
  package func callAsFunction(
    for account: ID<Account>, of organization: ID<Organization>, tenantID: String, scene: Scene
  ) async throws -> Certificate {
    let now = ledger.clock.now
    let vault = try await ledger.open(tenantID)
    let certificates = CertificateStore(tenantID: tenantID)
    let found = try await ledger.engine.read { connection in
      (
        try AccountStore(vault: vault).find(account, in: connection),
        try OrganizationStore(tenantID: tenantID).find(organization, in: connection),
        try MembershipStore(vault: vault).standing(of: account, in: organization, at: now, on: connection),
        try certificates.usable(by: account, for: organization, at: now, in: connection)
      )
    }
    guard let person = found.0, let company = found.1, found.2 != nil else { throw OrganizationError(.notAMember) }
    guard person.isVerified else { throw OrganizationError(.identityUnverified) }
    let subject = Self.subject(person.name, company.name)
    if let present = found.3, present.subjectName == subject { return present }
    let made = try await certificate(person, company, subject, now)
    return try await ledger.engine.write { connection in
      let present = try certificates.usable(by: account, for: organization, at: now, in: connection)
      if let present, present.subjectName == subject { return present }
      var drafts: [EventDraft] = []
      if let present {
        try certificates.revoke(present.id, reason: .superseded, at: now, in: connection)
        drafts.append(OrganizationVerificationEvent.certificateRevoked(serial: present.serial, reason: "superseded"))
      }
      try certificates.insert(made, in: connection)
      drafts.append(OrganizationVerificationEvent.certificateIssued(serial: made.serial, until: made.notAfter))
      try EventStore().append(
        ledger.events(drafts, tenantID: tenantID, subject: company.subject, actor: person.actor, scene: scene, at: now),
        in: connection)
      return made
    }
  }

  /// Ends every certificate of one person for one company: they have left (F-058), or the company's name changed.
  static func revoke(
    of account: ID<Account>?, for organization: Organization, ledger: PeopleLedger, at now: Instant, in connection: any SQLConnection
  ) throws -> [EventDraft] {
    let certificates = CertificateStore(tenantID: organization.tenantID)
    return try certificates.usable(for: organization.id, at: now, in: connection)
      .filter { account == nil || $0.accountID == account }.map { certificate in
        try certificates.revoke(certificate.id, reason: .affiliationChanged, at: now, in: connection)
        return OrganizationVerificationEvent.certificateRevoked(serial: certificate.serial, reason: "affiliationChanged")
      }
  }

  private func certificate(
    _ person: Account, _ company: Organization, _ subject: String, _ now: Instant
  ) async throws -> Certificate {
    let key = try await keys.makeKey(owner: person.id.description)
    let seed = Array("certificate-subject:\(person.tenantID):\(person.id):\(company.id)".utf8)
    let issued = try await authority.issue(
      subject: CertificateSubject(
        commonName: person.name, organization: company.name, organizationIdentifier: "NTRCN-\(company.code.text)",
        serialNumber: "HEQI-" + ContentHash.sha256(seed).hex.prefix(20).uppercased()),
      publicKey: key.publicKey, at: now)
    return Certificate(
      id: ledger.random.id(at: now), tenantID: person.tenantID, accountID: person.id, serial: issued.serial, subjectName: subject,
      chain: issued.chain, keyHandle: key.handle, notBefore: issued.notBefore, notAfter: issued.notAfter, organizationID: company.id)
  }

  /// How the stored row names both; the certificate itself has CN and O.
  private static func subject(_ person: String, _ company: String) -> String { "\(company) \(person)" }
}
