package import HeqiDomain
package import HeqiSQL

/// Makes a repeated POST give its first answer (drill 11; quality.md C1, Stripe).
package struct IdempotencyStore: Sendable {
  /// How long answers are kept.
  package static let retention = Duration.seconds(7 * 24 * 3600)
  /// How long a request may run before its key is free again (its process died).
  package static let lease = Duration.seconds(60)
  /// Longest key accepted, in characters.
  package static let keyLengthMax = 255

  package init() {}

  /// What `begin` found.
  package enum Beginning: Sendable, Equatable {
    /// First time: run the request, then `finish` in its transaction, or `abandon`.
    case started
    /// The same request is running now (409).
    case inProgress
    /// The same request was answered: send this again.
    case replay(status: Int, reply: [UInt8])
    /// The key was used for another request (422).
    case mismatch
  }

  /// Takes the key for this request, or tells why not.
  ///
  /// - Parameter requestHash: SHA-256 over method, path and body.
  package func begin(
    _ key: String, callerID: String, tenantID: String, requestHash: Digest, at now: Instant,
    in connection: any SQLConnection
  ) throws -> Beginning {
    let id: [SQLValue] = [.text(tenantID), .text(callerID), .text(key)]
    let inserted = try connection.execute(
      IdempotencySQL.insert,
      id + [
        .blob(requestHash.bytes), .integer(now.microseconds), .integer(now.adding(Self.lease).microseconds),
        .integer(now.adding(Self.retention).microseconds),
      ])
    if inserted == 1 { return .started }
    guard let row = try connection.first(IdempotencySQL.select, id) else { return .inProgress }
    guard try row.blob("request_hash") == requestHash.bytes else { return .mismatch }
    if let status = try row.optionalInt("status") { return .replay(status: status, reply: try row.blob("reply")) }
    return .inProgress
  }

  /// Keeps the answer. False when the key was not taken by `begin` or has been taken over.
  @discardableResult
  package func finish(
    _ key: String, callerID: String, tenantID: String, status: Int, reply: [UInt8], in connection: any SQLConnection
  ) throws -> Bool {
    try connection.execute(
      IdempotencySQL.finish, [.text(tenantID), .text(callerID), .text(key), SQLValue(status), .blob(reply)]) == 1
  }

  /// Frees the key of a request that failed before it did anything.
  package func abandon(_ key: String, callerID: String, tenantID: String, in connection: any SQLConnection) throws {
    try connection.execute(IdempotencySQL.abandon, [.text(tenantID), .text(callerID), .text(key)])
  }

  /// Deletes answers past their time; returns how many.
  @discardableResult
  package func deleteExpired(at now: Instant, in connection: any SQLConnection) throws -> Int {
    try connection.execute(IdempotencySQL.deleteExpired, [.integer(now.microseconds)])
  }
}

/// Statements over `idempotency`.
enum IdempotencySQL {
  /// Takes a new key, or takes over one whose answer expired or whose process died with the same request.
  static let insert = """
    INSERT INTO idempotency (tenant_id, caller_id, idempotency_key, request_hash, started_at_us, lease_until_us,
      expires_at_us)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (tenant_id, caller_id, idempotency_key) DO UPDATE
    SET request_hash = EXCLUDED.request_hash, status = NULL, reply = NULL, started_at_us = EXCLUDED.started_at_us,
      lease_until_us = EXCLUDED.lease_until_us, expires_at_us = EXCLUDED.expires_at_us
    WHERE idempotency.expires_at_us <= EXCLUDED.started_at_us
      OR (idempotency.status IS NULL AND idempotency.lease_until_us <= EXCLUDED.started_at_us
        AND idempotency.request_hash = EXCLUDED.request_hash)
    """
  static let select = """
    SELECT request_hash, status, reply FROM idempotency
    WHERE tenant_id = $1 AND caller_id = $2 AND idempotency_key = $3
    """
  static let finish = """
    UPDATE idempotency SET status = $4, reply = $5
    WHERE tenant_id = $1 AND caller_id = $2 AND idempotency_key = $3 AND status IS NULL
    """
  static let abandon = """
    DELETE FROM idempotency WHERE tenant_id = $1 AND caller_id = $2 AND idempotency_key = $3 AND status IS NULL
    """
  static let deleteExpired = "DELETE FROM idempotency WHERE expires_at_us <= $1"
}
