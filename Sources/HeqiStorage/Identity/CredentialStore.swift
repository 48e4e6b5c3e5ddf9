package import HeqiDomain
package import HeqiSQL

/// Password hashes, one per account.
package struct CredentialStore: Sendable {
  private let tenantID: String

  package init(tenantID: String) { self.tenantID = tenantID }

  /// Sets or replaces the password hash of an account.
  package func put(_ credential: Credential, in connection: any SQLConnection) throws {
    try connection.execute(
      AccountSQL.upsertCredential,
      [
        .text(tenantID), .text(credential.accountID.description), SQLValue(credential.cost), SQLValue(credential.blockSize),
        SQLValue(credential.parallelism), .blob(credential.salt), .blob(credential.hash), SQLValue(credential.changedAt),
      ])
  }

  package func find(_ accountID: ID<Account>, in connection: any SQLConnection) throws -> Credential? {
    try connection.first(AccountSQL.selectCredential, [.text(tenantID), .text(accountID.description)]).map { row in
      Credential(
        accountID: try row.id("account_id"), cost: try row.int("cost"), blockSize: try row.int("block_size"),
        parallelism: try row.int("parallelism"), salt: try row.blob("salt"), hash: try row.blob("hash"),
        changedAt: try row.instant("changed_at_us"))
    }
  }
}

/// Which agreement text each person confirmed, when and from where (F-008).
package struct AgreementStore: Sendable {
  private let tenantID: String

  package init(tenantID: String) { self.tenantID = tenantID }

  /// Records a confirmation; a repeat of the same version keeps the first.
  package func record(_ acceptance: AgreementAcceptance, in connection: any SQLConnection) throws {
    let scene = acceptance.scene
    try connection.execute(
      AccountSQL.insertAcceptance,
      [
        .text(tenantID), .text(acceptance.accountID.description), .text(acceptance.version),
        .blob(acceptance.textDigest.bytes), .text(acceptance.language.rawValue), SQLValue(acceptance.at),
        .text(scene.client.rawValue), .text(scene.ip), .text(scene.deviceID), .text(scene.userAgent),
      ])
  }

  /// All confirmations of an account, oldest first.
  package func list(_ accountID: ID<Account>, in connection: any SQLConnection) throws -> [AgreementAcceptance] {
    try connection.query(AccountSQL.selectAcceptances, [.text(tenantID), .text(accountID.description)]).map { row in
      AgreementAcceptance(
        accountID: try row.id("account_id"), version: try row.text("version"), textDigest: try row.digest("text_digest"),
        language: try row.choice("language"), at: try row.instant("at_us"), scene: try row.scene())
    }
  }
}
