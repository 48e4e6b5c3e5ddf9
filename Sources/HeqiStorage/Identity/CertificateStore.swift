package import HeqiDomain
package import HeqiSQL

/// Statements over `certificate`.
enum CertificateSQL {
  private static let columns = """
    tenant_id, id, account_id, serial, subject_name, chain, key_handle, not_before_us, not_after_us, revoked_at_us,
    revocation_reason, organization_id
    """
  static let insert = """
    INSERT INTO certificate (\(columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    """
  /// Newest first; uses `certificate_by_account`.
  static let selectByAccount = """
    SELECT \(columns) FROM certificate WHERE tenant_id = $1 AND account_id = $2 ORDER BY not_after_us DESC, id DESC LIMIT 50
    """
  /// Uses `certificate_by_organization`.
  static let selectByOrganization = """
    SELECT \(columns) FROM certificate
    WHERE tenant_id = $1 AND organization_id = $2 AND revoked_at_us IS NULL AND not_after_us > $3 ORDER BY not_after_us, id
    """
  static let selectBySerial = "SELECT \(columns) FROM certificate WHERE serial = $1"
  static let revoke = """
    UPDATE certificate SET revoked_at_us = $3, revocation_reason = $4
    WHERE tenant_id = $1 AND id = $2 AND revoked_at_us IS NULL
    """
  /// Uses `certificate_by_revocation`.
  static let selectRevoked = """
    SELECT serial, revoked_at_us, revocation_reason FROM certificate
    WHERE revoked_at_us IS NOT NULL AND not_after_us > $1 ORDER BY revoked_at_us, serial LIMIT 100000
    """
}

/// Certificates of people with their wrapped keys (F-011).
package struct CertificateStore: Sendable {
  private let tenantID: String

  package init(tenantID: String) { self.tenantID = tenantID }

  package func insert(_ certificate: Certificate, in connection: any SQLConnection) throws {
    try connection.execute(
      CertificateSQL.insert,
      [
        .text(tenantID), .text(certificate.id.description), .text(certificate.accountID.description),
        .text(certificate.serial), .text(certificate.subjectName), .blob(Self.packed(certificate.chain)),
        .blob(certificate.keyHandle), SQLValue(certificate.notBefore), SQLValue(certificate.notAfter),
        SQLValue(certificate.revokedAt), SQLValue(certificate.revocationReason?.rawValue),
        SQLValue(certificate.organizationID),
      ])
  }

  /// The certificate this account signs with now, for itself or for `organization`, or `nil`.
  package func usable(
    by accountID: ID<Account>, for organization: ID<Organization>? = nil, at now: Instant, in connection: any SQLConnection
  ) throws -> Certificate? {
    try list(accountID, in: connection).first { $0.organizationID == organization && $0.isUsable(at: now) }
  }

  /// Certificates that name a company and may still be used.
  package func usable(
    for organization: ID<Organization>, at now: Instant, in connection: any SQLConnection
  ) throws -> [Certificate] {
    try connection.query(
      CertificateSQL.selectByOrganization, [.text(tenantID), .text(organization.description), SQLValue(now)]
    ).map { try certificate($0) }
  }

  /// All certificates of an account, newest first; at most 50.
  package func list(_ accountID: ID<Account>, in connection: any SQLConnection) throws -> [Certificate] {
    try connection.query(CertificateSQL.selectByAccount, [.text(tenantID), .text(accountID.description)])
      .map { try certificate($0) }
  }

  /// By serial number in lower-case hex, whatever its tenant: OCSP and verification ask so.
  package func find(serial: String, in connection: any SQLConnection) throws -> Certificate? {
    try connection.first(CertificateSQL.selectBySerial, [.text(serial)]).map { try certificate($0) }
  }

  /// False when it was revoked before.
  @discardableResult
  package func revoke(
    _ id: ID<Certificate>, reason: RevocationReason, at now: Instant, in connection: any SQLConnection
  ) throws -> Bool {
    try connection.execute(
      CertificateSQL.revoke, [.text(tenantID), .text(id.description), SQLValue(now), SQLValue(reason.rawValue)]) == 1
  }

  /// Revoked certificates that would still be valid at `now`, for the CRL (RFC 5280 §5).
  package func revoked(at now: Instant, in connection: any SQLConnection) throws -> [RevokedCertificate] {
    try connection.query(CertificateSQL.selectRevoked, [SQLValue(now)]).map { row in
      RevokedCertificate(
        serial: try row.text("serial"), revokedAt: try row.instant("revoked_at_us"), reason: try Self.reason(row) ?? .unspecified)
    }
  }

  private func certificate(_ row: SQLRow) throws -> Certificate {
    Certificate(
      id: try row.id("id"), tenantID: try row.text("tenant_id"), accountID: try row.id("account_id"),
      serial: try row.text("serial"), subjectName: try row.text("subject_name"), chain: try Self.unpacked(try row.blob("chain")),
      keyHandle: try row.blob("key_handle"), notBefore: try row.instant("not_before_us"),
      notAfter: try row.instant("not_after_us"), revokedAt: try row.optionalInstant("revoked_at_us"),
      revocationReason: try Self.reason(row), organizationID: try row.optionalID("organization_id"))
  }

  private static func reason(_ row: SQLRow) throws -> RevocationReason? {
    guard let number = try row.optionalInt("revocation_reason") else { return nil }
    guard let reason = RevocationReason(rawValue: number) else {
      throw SQLError.decoding("certificate.revocation_reason holds an unknown number")
    }
    return reason
  }

  /// Each certificate after its length in four big-endian bytes.
  static func packed(_ chain: [[UInt8]]) -> [UInt8] {
    chain.reduce(into: []) { out, der in
      let count = UInt32(truncatingIfNeeded: der.count)
      out += [UInt8(count >> 24), UInt8(count >> 16 & 255), UInt8(count >> 8 & 255), UInt8(count & 255)]
      out += der
    }
  }

  static func unpacked(_ bytes: [UInt8]) throws -> [[UInt8]] {
    var chain: [[UInt8]] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      guard rest.count >= 4 else { throw SQLError.decoding("certificate.chain is cut off") }
      let count = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      rest = rest.dropFirst(4)
      guard count <= rest.count else { throw SQLError.decoding("certificate.chain is cut off") }
      chain.append(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    return chain
  }
}
