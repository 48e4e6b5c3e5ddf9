package import HeqiDomain
package import HeqiSQL

/// Company verifications; account numbers and the representative's mobile are encrypted (B-24).
package struct OrganizationVerificationStore: Sendable {
  private let vault: TenantVault

  package init(vault: TenantVault) { self.vault = vault }

  package func insert(_ verification: OrganizationVerification, in connection: any SQLConnection) throws {
    try connection.execute(OrganizationVerificationSQL.insert, try arguments(verification))
  }

  /// Saves a changed verification and returns it with its new revision. Throws `.staleRevision` when somebody was faster.
  @discardableResult
  package func save(
    _ verification: OrganizationVerification, in connection: any SQLConnection
  ) throws -> OrganizationVerification {
    let changed = try connection.execute(OrganizationVerificationSQL.update, try arguments(verification))
    guard changed == 1 else { throw OrganizationError(.staleRevision) }
    var saved = verification
    saved.revision += 1
    return saved
  }

  package func find(_ id: ID<OrganizationVerification>, in connection: any SQLConnection) throws -> OrganizationVerification? {
    try connection.first(OrganizationVerificationSQL.selectOne, [.text(vault.tenantID), .text(id.description)])
      .map { try verification($0) }
  }

  /// What an account has applied for, newest first; at most 50.
  package func list(of account: ID<Account>, in connection: any SQLConnection) throws -> [OrganizationVerification] {
    try connection.query(OrganizationVerificationSQL.selectByAccount, [.text(vault.tenantID), .text(account.description)])
      .map { try verification($0) }
  }

  private func arguments(_ verification: OrganizationVerification) throws -> [SQLValue] {
    let data = verification.data
    let number = try data.map { try vault.seal(Sensitive($0.account.number), at: place("account_number", verification.id)) }
    let mobile = try verification.representativeMobile.map {
      try vault.seal(Sensitive($0.text), at: place("representative_mobile", verification.id))
    }
    var arguments: [SQLValue] = [
      .text(vault.tenantID), .text(verification.id.description), .text(verification.accountID.description),
      SQLValue(verification.organizationID), .text(verification.status.rawValue),
    ]
    arguments += [
      SQLValue(data?.kind.rawValue), SQLValue(data?.name.text), SQLValue(data?.code.text), SQLValue(data?.legalRepresentative.text),
      SQLValue(data?.capacity.rawValue), SQLValue(data?.account.bank), SQLValue(number), SQLValue(data?.licence.digest),
      SQLValue(data?.licence.length),
    ]
    arguments += Self.authorization(verification.authorization) + [SQLValue(mobile)] + Self.proof(verification.proof)
    arguments += [OrganizationCheck.person, .name, .code, .authorization, .account].map { .text(verification.checks[$0].text) }
    arguments += [
      SQLValue(verification.submission), SQLValue(verification.submittedAt), SQLValue(verification.decidedAt),
      SQLValue(verification.reason), .integer(verification.revision),
    ]
    return arguments
  }

  private static func authorization(_ authorization: Authorization?) -> [SQLValue] {
    switch authorization {
    case nil: [.null, .null, .null, .null]
    case .scan(let file)?: [.text("scan"), .null, SQLValue(file.digest), SQLValue(file.length)]
    case .signed(let by, let file)?: [.text("signed"), .text(by.description), SQLValue(file.digest), SQLValue(file.length)]
    }
  }

  private static func proof(_ proof: AccountProof?) -> [SQLValue] {
    switch proof {
    case nil: [.null, .null, .null, .null, .null, .null, .null]
    case .voucher(let file)?: [.text("voucher"), SQLValue(file.digest), SQLValue(file.length), .null, .null, .null, .null]
    case .payoutRequested(let at)?: [.text("payoutRequested"), .null, .null, SQLValue(at), .null, .null, .null]
    case .payout(let payout)?:
      [
        .text("payout"), .null, .null, SQLValue(payout.paidAt), SQLValue(payout.amountMinor), .text(payout.reference),
        SQLValue(payout.failedTries),
      ]
    }
  }

  private func verification(_ row: SQLRow) throws -> OrganizationVerification {
    let id: ID<OrganizationVerification> = try row.id("id")
    let mobile = try row.optionalBlob("representative_mobile").map { try vault.open($0, at: place("representative_mobile", id)).reveal() }
    return OrganizationVerification(
      id: id, tenantID: try row.text("tenant_id"), accountID: try row.id("account_id"),
      organizationID: try row.optionalID("organization_id"), status: try row.choice("status"), data: try data(row, id),
      authorization: try authorization(row), representativeMobile: mobile.flatMap { MobileNumber($0) }, proof: try proof(row),
      checks: OrganizationChecks(
        [
          .person: try check("check_person", row), .name: try check("check_name", row), .code: try check("check_code", row),
          .authorization: try check("check_authorization", row), .account: try check("check_account", row),
        ]), submission: try row.int("submission"), submittedAt: try row.optionalInstant("submitted_at_us"),
      decidedAt: try row.optionalInstant("decided_at_us"), reason: try row.optionalText("reason"),
      revision: try row.integer("revision"))
  }

  private func data(_ row: SQLRow, _ id: ID<OrganizationVerification>) throws -> OrganizationSubmission? {
    guard let licence = try image("licence", row) else { return nil }
    let number = try vault.open(try row.blob("account_number"), at: place("account_number", id)).reveal()
    guard let name = CompanyName(try row.text("name")), let representative = PersonName(try row.text("legal_representative")),
      let account = CorporateAccount(bank: try row.text("bank"), number: number)
    else { throw SQLError.decoding("organization_verification does not open to valid values") }
    return OrganizationSubmission(
      kind: try row.choice("kind"), name: name, code: try row.creditCode("code"), legalRepresentative: representative,
      capacity: try row.choice("capacity"), account: account, licence: licence)
  }

  private func authorization(_ row: SQLRow) throws -> Authorization? {
    guard let file = try image("authorization", row) else { return nil }
    guard try row.text("authorization_kind") == "signed" else { return .scan(file) }
    return .signed(by: try row.id("authorization_by"), file: file)
  }

  private func proof(_ row: SQLRow) throws -> AccountProof? {
    switch try row.optionalText("proof_kind") {
    case nil: return nil
    case "voucher"?: return try image("proof", row).map(AccountProof.voucher)
    case "payoutRequested"?: return .payoutRequested(at: try row.instant("proof_at_us"))
    default:
      return .payout(
        Payout(
          amountMinor: try row.int("payout_amount_minor"), reference: try row.text("payout_reference"),
          paidAt: try row.instant("proof_at_us"), failedTries: try row.int("payout_failed_tries")))
    }
  }

  private func image(_ name: String, _ row: SQLRow) throws -> StoredImage? {
    guard let digest = try row.optionalDigest(name + "_digest") else { return nil }
    return StoredImage(digest: digest, length: try row.integer(name + "_length"))
  }

  private func check(_ column: String, _ row: SQLRow) throws -> CheckState {
    guard let state = CheckState(text: try row.text(column)) else {
      throw SQLError.decoding("column “\(column)” holds an unknown check state")
    }
    return state
  }

  private func place(_ column: String, _ id: ID<OrganizationVerification>) -> VaultPlace {
    VaultPlace(table: "organization_verification", column: column, row: id.description)
  }
}
