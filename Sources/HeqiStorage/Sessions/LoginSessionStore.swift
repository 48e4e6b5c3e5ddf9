package import HeqiDomain
package import HeqiSQL

/// Statements over `login_session`.
enum LoginSessionSQL {
  private static let columns = """
    id, account_id, created_at_us, last_seen_at_us, expires_at_us, client_kind, ip, device_id, user_agent, ended_at_us,
    organization_id
    """
  static let insert = """
    INSERT INTO login_session (tenant_id, id, account_id, token_hash, created_at_us, last_seen_at_us, expires_at_us,
      client_kind, ip, device_id, user_agent, organization_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    """
  /// Uses `login_session_by_token`.
  static let selectByToken = "SELECT \(columns) FROM login_session WHERE token_hash = $1 AND tenant_id = $2"
  /// Uses `login_session_by_account`.
  static let selectLive = """
    SELECT \(columns) FROM login_session
    WHERE tenant_id = $1 AND account_id = $2 AND ended_at_us IS NULL AND expires_at_us > $3
    ORDER BY created_at_us DESC, id DESC LIMIT 100
    """
  static let touch = """
    UPDATE login_session SET last_seen_at_us = $3 WHERE tenant_id = $1 AND id = $2 AND ended_at_us IS NULL
    """
  static let choose = """
    UPDATE login_session SET organization_id = $4
    WHERE tenant_id = $1 AND account_id = $2 AND id = $3 AND ended_at_us IS NULL
    """
  static let end = """
    UPDATE login_session SET ended_at_us = $4, end_reason = $5
    WHERE tenant_id = $1 AND account_id = $2 AND id = $3 AND ended_at_us IS NULL
    """
  static let endAll = """
    UPDATE login_session SET ended_at_us = $3, end_reason = $4
    WHERE tenant_id = $1 AND account_id = $2 AND ended_at_us IS NULL AND id <> $5
    """
  static let purge = "DELETE FROM login_session WHERE expires_at_us < $1"
}

/// Why a session ended.
package enum SessionEndReason: String, Sendable, CaseIterable { case signedOut, revoked, passwordChanged, suspended }

/// Signed-in browsers, found by the SHA-256 of their token (F-029).
package struct LoginSessionStore: Sendable {
  private let tenantID: String

  package init(tenantID: String) { self.tenantID = tenantID }

  /// - Parameter tokenHash: SHA-256 of the token; the token itself is never stored.
  package func insert(_ session: LoginSession, tokenHash: Digest, in connection: any SQLConnection) throws {
    let scene = session.scene
    try connection.execute(
      LoginSessionSQL.insert,
      [
        .text(tenantID), .text(session.id.description), .text(session.accountID.description), .blob(tokenHash.bytes),
        SQLValue(session.createdAt), SQLValue(session.lastSeenAt), SQLValue(session.expiresAt), .text(scene.client.rawValue),
        .text(scene.ip), .text(scene.deviceID), .text(scene.userAgent), SQLValue(session.organizationID),
      ])
  }

  package func find(tokenHash: Digest, in connection: any SQLConnection) throws -> LoginSession? {
    try connection.first(LoginSessionSQL.selectByToken, [.blob(tokenHash.bytes), .text(tenantID)]).map { try session($0) }
  }

  /// Sessions that have not ended, newest first; at most 100.
  package func live(_ accountID: ID<Account>, at now: Instant, in connection: any SQLConnection) throws -> [LoginSession] {
    try connection.query(LoginSessionSQL.selectLive, [.text(tenantID), .text(accountID.description), SQLValue(now)])
      .map { try session($0) }
  }

  /// Records that it was used.
  package func touch(_ id: ID<LoginSession>, at now: Instant, in connection: any SQLConnection) throws {
    try connection.execute(LoginSessionSQL.touch, [.text(tenantID), .text(id.description), SQLValue(now)])
  }

  /// Chooses the company this session acts for, or personal mode. False when there is no such live session.
  @discardableResult
  package func choose(
    _ organization: ID<Organization>?, _ id: ID<LoginSession>, of accountID: ID<Account>, in connection: any SQLConnection
  ) throws -> Bool {
    try connection.execute(
      LoginSessionSQL.choose,
      [.text(tenantID), .text(accountID.description), .text(id.description), SQLValue(organization)]) == 1
  }

  /// Ends one session of this account. False when there is no such live session.
  @discardableResult
  package func end(
    _ id: ID<LoginSession>, of accountID: ID<Account>, reason: SessionEndReason, at now: Instant,
    in connection: any SQLConnection
  ) throws -> Bool {
    try connection.execute(
      LoginSessionSQL.end,
      [.text(tenantID), .text(accountID.description), .text(id.description), SQLValue(now), .text(reason.rawValue)]) == 1
  }

  /// Ends all sessions of an account but `kept`; returns how many.
  @discardableResult
  package func endAll(
    of accountID: ID<Account>, except kept: ID<LoginSession>? = nil, reason: SessionEndReason, at now: Instant,
    in connection: any SQLConnection
  ) throws -> Int {
    try connection.execute(
      LoginSessionSQL.endAll,
      [
        .text(tenantID), .text(accountID.description), SQLValue(now), .text(reason.rawValue), .text(kept?.description ?? ""),
      ])
  }

  /// Removes sessions that expired before `instant`; events keep what the law asks for.
  @discardableResult
  package func purge(before instant: Instant, in connection: any SQLConnection) throws -> Int {
    try connection.execute(LoginSessionSQL.purge, [SQLValue(instant)])
  }

  private func session(_ row: SQLRow) throws -> LoginSession {
    LoginSession(
      id: try row.id("id"), accountID: try row.id("account_id"), createdAt: try row.instant("created_at_us"),
      lastSeenAt: try row.instant("last_seen_at_us"), expiresAt: try row.instant("expires_at_us"), scene: try row.scene(),
      endedAt: try row.optionalInstant("ended_at_us"), organizationID: try row.optionalID("organization_id"))
  }
}
