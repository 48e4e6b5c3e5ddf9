package import HeqiDomain
package import HeqiSQL

/// Identity verifications; the identity card number is encrypted and found by blind index (B-24).
package struct VerificationStore: Sendable {
  private let vault: TenantVault

  package init(vault: TenantVault) { self.vault = vault }

  package func insert(_ verification: IdentityVerification, in connection: any SQLConnection) throws {
    _ = try translating { try connection.execute(VerificationSQL.insert, try arguments(verification)) }
  }

  /// Saves a changed verification and returns it with its new revision.
  ///
  /// Throws `IdentityError`: `.staleRevision` when somebody was faster, `.idCardTaken` when another account is verified
  /// with the same number; the transaction is then over.
  @discardableResult
  package func save(
    _ verification: IdentityVerification, in connection: any SQLConnection
  ) throws -> IdentityVerification {
    let changed = try translating { try connection.execute(VerificationSQL.update, try arguments(verification)) }
    guard changed == 1 else { throw IdentityError(.staleRevision) }
    var saved = verification
    saved.revision += 1
    return saved
  }

  package func find(_ id: ID<IdentityVerification>, in connection: any SQLConnection) throws -> IdentityVerification? {
    try connection.first(VerificationSQL.selectOne, [.text(vault.tenantID), .text(id.description)])
      .map { try verification($0) }
  }

  package func find(of accountID: ID<Account>, in connection: any SQLConnection) throws -> IdentityVerification? {
    try connection.first(VerificationSQL.selectByAccount, [.text(vault.tenantID), .text(accountID.description)])
      .map { try verification($0) }
  }

  /// The verification that holds this number as verified, whoever's it is.
  package func find(
    verified number: IDCardNumber, in connection: any SQLConnection
  ) throws -> IdentityVerification? {
    try connection.first(VerificationSQL.selectVerifiedByNumber, [.text(vault.tenantID), .blob(index(number))])
      .map { try verification($0) }
  }

  /// Verifications of this tenant whose live image is past its retention (B-26).
  package func withExpiredLiveImages(
    at now: Instant, limit: Int = 100, in connection: any SQLConnection
  ) throws -> [IdentityVerification] {
    try connection.query(VerificationSQL.selectRetired, [SQLValue(now), SQLValue(limit), .text(vault.tenantID)])
      .map { try verification($0) }
  }

  private func arguments(_ verification: IdentityVerification) throws -> [SQLValue] {
    let checks = verification.checks
    let images = verification.images
    let sealed = try verification.idCardNumber.map { number in
      try vault.seal(Sensitive(number.text), at: place(verification.id))
    }
    return [
      .text(vault.tenantID), .text(verification.id.description), .text(verification.accountID.description),
      .text(verification.status.rawValue), SQLValue(verification.name), SQLValue(sealed), SQLValue(images.front?.digest),
      SQLValue(images.back?.digest), SQLValue(images.live?.digest), SQLValue(images.liveRetainedUntil),
      SQLValue(verification.consents.faceData), SQLValue(verification.consents.showLiveImage), .text(checks.mobile.text),
      .text(checks.name.text), .text(checks.idCardNumber.text), .text(checks.police.text), .text(checks.face.text),
      SQLValue(verification.submission), SQLValue(verification.submittedAt), SQLValue(verification.decidedAt),
      SQLValue(verification.reason), .integer(verification.revision), SQLValue(verification.idCardNumber.map(index)),
      SQLValue(images.front?.length), SQLValue(images.back?.length), SQLValue(images.live?.length),
    ]
  }

  private func verification(_ row: SQLRow) throws -> IdentityVerification {
    let id: ID<IdentityVerification> = try row.id("id")
    let number = try row.optionalBlob("id_card").map { try vault.open($0, at: place(id)).reveal() }
    return IdentityVerification(
      id: id, accountID: try row.id("account_id"), tenantID: try row.text("tenant_id"), status: try row.choice("status"),
      name: try row.optionalText("name"), idCardNumber: try number.map { try IDCardNumber($0) },
      images: VerificationImages(
        front: try image("front", row), back: try image("back", row), live: try image("live", row),
        liveRetainedUntil: try row.optionalInstant("live_retained_until_us")),
      consents: VerificationConsents(
        faceData: try row.optionalInstant("face_consent_at_us"),
        showLiveImage: try row.optionalInstant("show_consent_at_us")),
      checks: VerificationChecks(
        mobile: try check("check_mobile", row), name: try check("check_name", row),
        idCardNumber: try check("check_id_card", row), police: try check("check_police", row),
        face: try check("check_face", row)),
      submission: try row.int("submission"), submittedAt: try row.optionalInstant("submitted_at_us"),
      decidedAt: try row.optionalInstant("decided_at_us"), reason: try row.optionalText("reason"),
      revision: try row.integer("revision"))
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

  private func place(_ id: ID<IdentityVerification>) -> VaultPlace {
    VaultPlace(table: "identity_verification", column: "id_card", row: id.description)
  }

  private func index(_ number: IDCardNumber) -> [UInt8] {
    vault.blindIndex(Sensitive(number.text), table: "identity_verification", column: "id_card")
  }

  private func translating<Answer>(_ body: () throws -> Answer) throws -> Answer {
    do {
      return try body()
    } catch let error as SQLError
      where error.isUniqueViolation(of: "identity_verification", "tenant_id", "id_card_index")
    {
      throw IdentityError(.idCardTaken, field: "idCardNumber")
    }
  }
}
