package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// What an applicant hands in, as typed (F-013). `licence` empty keeps the one that is stored.
package struct CompanyForm: Sendable {
  package let kind: OrganizationKind
  package let name: String
  package let code: String
  package let legalRepresentative: String
  package let capacity: ApplicantCapacity
  package let bank: String
  package let account: Sensitive<String>
  package let licence: [UInt8]

  package init(
    kind: OrganizationKind, name: String, code: String, legalRepresentative: String, capacity: ApplicantCapacity, bank: String,
    account: Sensitive<String>, licence: [UInt8]
  ) {
    self.kind = kind
    self.name = name
    self.code = code
    self.legalRepresentative = legalRepresentative
    self.capacity = capacity
    self.bank = bank
    self.account = account
    self.licence = licence
  }
}

/// Hands in a company's data and has the licence read (F-013, F-014). Also corrected data (F-015) and a changed name (E-10).
package struct SubmitCompany: Sendable {
  private let desk: CompanyDesk
  private let files: CompanyFiles
  private let checks: RunCompanyChecks

  package init(desk: CompanyDesk, files: CompanyFiles, checks: RunCompanyChecks) {
    self.desk = desk
    self.files = files
    self.checks = checks
  }

  /// - Parameter id: the verification to correct; `nil` begins one.
  /// - Throws: `OrganizationError` naming the field.
  package func callAsFunction(
    _ form: CompanyForm, correcting id: ID<OrganizationVerification>? = nil, caller: Caller
  ) async throws -> OrganizationVerification {
    let ledger = desk.ledger
    let now = ledger.clock.now
    let fields = try Self.fields(form)
    let vault = try await ledger.open(caller.tenantID)
    let (old, account) = try await ledger.engine.read { connection in
      let account = try ledger.account(caller, AccountStore(vault: vault), in: connection)
      let organization = try eligible(fields.code, account, vault, connection)
      if let id {
        let own = try desk.own(id, caller, vault, in: connection).0
        guard own.organizationID == organization?.id else { throw OrganizationError(.codeFixed, field: "code") }
        return (own, account)
      }
      return (
        OrganizationVerification(
          id: ledger.random.id(at: now), tenantID: caller.tenantID, accountID: account.id, organizationID: organization?.id), account
      )
    }
    // Refused data must not leave files behind: the machine is asked before anything is stored.
    let probe = StoredImage(digest: ContentHash.sha256([]), length: 0)
    _ = try OrganizationVerificationLifecycle.apply(.submit(fields.submission(old.data?.licence ?? probe)), to: old, account: account, at: now)
    var blob: BlobReference?
    if !form.licence.isEmpty || old.data == nil {
      blob = try await files.put(form.licence, .licence, of: account.id, tenantID: caller.tenantID, at: now)
    }
    guard let licence = blob?.storedImage ?? old.data?.licence else { throw OrganizationError(.licenceMissing, field: "licence") }
    let saved = try await ledger.engine.write { [blob] connection in
      if let blob { try files.record(blob, at: now, in: connection) }
      if id == nil { try OrganizationVerificationStore(vault: vault).insert(old, in: connection) }
      return try desk.apply(
        .submit(fields.submission(licence)), to: old, of: account, by: account.actor, scene: caller.scene, vault: vault, at: now,
        in: connection
      ).verification
    }
    return await checks.proceed(saved.id, tenantID: caller.tenantID, scene: caller.scene) ?? saved
  }

  /// The organization with this code, when the applicant may verify it anew. Throws `.codeTaken` for everybody else's.
  private func eligible(
    _ code: UnifiedSocialCreditCode, _ account: Account, _ vault: TenantVault, _ connection: any SQLConnection
  ) throws -> Organization? {
    guard let taken = try OrganizationStore(tenantID: account.tenantID).find(code, in: connection) else { return nil }
    let standing = try MembershipStore(vault: vault).standing(of: account.id, in: taken.id, at: desk.ledger.clock.now, on: connection)
    guard let roles = standing?.roles, !roles.isDisjoint(with: [.legalRep, .delegate]) else {
      throw OrganizationError(.codeTaken, field: "code")
    }
    return taken
  }

  private struct Fields {
    let form: CompanyForm
    let name: CompanyName
    let code: UnifiedSocialCreditCode
    let representative: PersonName
    let account: CorporateAccount

    func submission(_ licence: StoredImage) -> OrganizationSubmission {
      OrganizationSubmission(
        kind: form.kind, name: name, code: code, legalRepresentative: representative, capacity: form.capacity, account: account,
        licence: licence)
    }
  }

  private static func fields(_ form: CompanyForm) throws -> Fields {
    guard let name = CompanyName(form.name) else { throw OrganizationError(.invalidName, field: "name") }
    let code: UnifiedSocialCreditCode
    do { code = try UnifiedSocialCreditCode(form.code) } catch { throw OrganizationError.invalidCode(error) }
    guard let representative = PersonName(form.legalRepresentative) else {
      throw OrganizationError(.invalidPerson, field: "legalRepresentative")
    }
    guard let account = CorporateAccount(bank: form.bank, number: form.account.reveal()) else {
      throw OrganizationError(.invalidAccount, field: "account")
    }
    return Fields(form: form, name: name, code: code, representative: representative, account: account)
  }
}
