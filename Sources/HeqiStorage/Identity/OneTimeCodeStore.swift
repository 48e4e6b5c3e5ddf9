package import HeqiDomain
package import HeqiSQL

/// Statements over `one_time_code`.
enum OneTimeCodeSQL {
  /// A new code replaces the one for the same use.
  static let upsert = """
    INSERT INTO one_time_code (tenant_id, id, purpose, binding, recipient_index, code_hash, created_at_us, expires_at_us,
      failed_tries, consumed_at_us)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, NULL)
    ON CONFLICT (tenant_id, purpose, binding, recipient_index) DO UPDATE SET id = EXCLUDED.id,
      code_hash = EXCLUDED.code_hash, created_at_us = EXCLUDED.created_at_us, expires_at_us = EXCLUDED.expires_at_us,
      failed_tries = 0, consumed_at_us = NULL
    """

  static let select = """
    SELECT id, code_hash, created_at_us, expires_at_us, failed_tries, consumed_at_us FROM one_time_code
    WHERE tenant_id = $1 AND purpose = $2 AND binding = $3 AND recipient_index = $4
    """

  /// The guards are repeated here, so that two tries at one moment cannot both win.
  static let consume = """
    UPDATE one_time_code SET consumed_at_us = $4
    WHERE tenant_id = $1 AND id = $2 AND code_hash = $3 AND consumed_at_us IS NULL AND failed_tries < $5
      AND expires_at_us > $4
    """

  static let countFailure = """
    UPDATE one_time_code SET failed_tries = failed_tries + 1 WHERE tenant_id = $1 AND id = $2 AND consumed_at_us IS NULL
    """

  static let purge = "DELETE FROM one_time_code WHERE expires_at_us < $1"
}

/// Codes in flight: one per purpose, binding and recipient; stored as a keyed hash (drill 31).
package struct OneTimeCodeStore: Sendable {
  private let vault: TenantVault

  package init(vault: TenantVault) { self.vault = vault }

  /// Stores a fresh code; an older one for the same use stops working.
  ///
  /// - Parameter recipient: the normalised mobile number or e-mail it goes to.
  package func issue(
    _ id: ID<OneTimeCode>, code: String, purpose: CodePurpose, binding: CodeBinding, recipient: String, at now: Instant,
    in connection: any SQLConnection
  ) throws {
    try connection.execute(
      OneTimeCodeSQL.upsert,
      [
        .text(vault.tenantID), .text(id.description), .text(purpose.rawValue), .text(binding.text),
        .blob(recipientIndex(recipient)), .blob(codeHash(code, id)), SQLValue(now),
        SQLValue(now.adding(OneTimeCodePolicy.lifetime)),
      ])
  }

  /// Uses the code up. Returns `nil` when it was right, else why not; a wrong try is counted.
  ///
  /// Does not throw for a wrong code, because throwing would roll the count back: commit, then refuse.
  package func consume(
    code: String, purpose: CodePurpose, binding: CodeBinding, recipient: String, at now: Instant,
    in connection: any SQLConnection
  ) throws -> CodeRefusal? {
    let row = try connection.first(
      OneTimeCodeSQL.select,
      [.text(vault.tenantID), .text(purpose.rawValue), .text(binding.text), .blob(recipientIndex(recipient))])
    guard let row else { return .unknown }
    let stored = OneTimeCode(
      id: try row.id("id"), purpose: purpose, binding: binding, createdAt: try row.instant("created_at_us"),
      expiresAt: try row.instant("expires_at_us"), failedTries: try row.int("failed_tries"),
      consumedAt: try row.optionalInstant("consumed_at_us"))
    if let refusal = stored.refusal(at: now) { return refusal }
    let changed = try connection.execute(
      OneTimeCodeSQL.consume,
      [
        .text(vault.tenantID), .text(stored.id.description), .blob(codeHash(code, stored.id)), SQLValue(now),
        SQLValue(OneTimeCodePolicy.triesMax),
      ])
    if changed == 1 { return nil }
    try connection.execute(OneTimeCodeSQL.countFailure, [.text(vault.tenantID), .text(stored.id.description)])
    return .wrong
  }

  /// Removes codes that expired before `instant`; returns how many.
  @discardableResult
  package func purge(before instant: Instant, in connection: any SQLConnection) throws -> Int {
    try connection.execute(OneTimeCodeSQL.purge, [SQLValue(instant)])
  }

  private func recipientIndex(_ recipient: String) -> [UInt8] {
    vault.blindIndex(Sensitive(recipient), table: "one_time_code", column: "recipient")
  }

  /// Keyed, because six digits are found by trying; bound to the code's id, because equal codes must not look equal.
  private func codeHash(_ code: String, _ id: ID<OneTimeCode>) -> [UInt8] {
    vault.blindIndex(Sensitive("\(id):\(code)"), table: "one_time_code", column: "code")
  }
}
