/// A person's certificate and the handle of its key (F-011, E-02: one key per person, never shared).
package struct Certificate: Equatable, Sendable {
  package let id: ID<Certificate>
  package let tenantID: String
  package let accountID: ID<Account>
  /// Lower-case hex.
  package let serial: String
  /// The subject's common name: the verified name.
  package let subjectName: String
  /// DER, leaf first, up to but not including the root.
  package let chain: [[UInt8]]
  /// What the key store needs to sign; for a software key the wrapped PKCS#8.
  package let keyHandle: [UInt8]
  package let notBefore: Instant
  package let notAfter: Instant
  package let revokedAt: Instant?
  package let revocationReason: RevocationReason?
  /// The company it names beside the person; `nil` for a person's own (F-014, table D "sign").
  package let organizationID: ID<Organization>?

  package init(
    id: ID<Certificate>, tenantID: String, accountID: ID<Account>, serial: String, subjectName: String, chain: [[UInt8]],
    keyHandle: [UInt8], notBefore: Instant, notAfter: Instant, revokedAt: Instant? = nil,
    revocationReason: RevocationReason? = nil, organizationID: ID<Organization>? = nil
  ) {
    self.id = id
    self.tenantID = tenantID
    self.accountID = accountID
    self.serial = serial
    self.subjectName = subjectName
    self.chain = chain
    self.keyHandle = keyHandle
    self.notBefore = notBefore
    self.notAfter = notAfter
    self.revokedAt = revokedAt
    self.revocationReason = revocationReason
    self.organizationID = organizationID
  }

  /// True when it may sign at `now`.
  package func isUsable(at now: Instant) -> Bool { revokedAt == nil && notBefore <= now && now < notAfter }
}

/// CRLReason (RFC 5280 §5.3.1); raw values are the ENUMERATED numbers.
package enum RevocationReason: Int, Sendable, CaseIterable {
  case unspecified = 0
  case keyCompromise = 1
  case affiliationChanged = 3
  case superseded = 4
  case cessationOfOperation = 5
}

/// What a revocation list says of one certificate.
package struct RevokedCertificate: Equatable, Sendable {
  package let serial: String
  package let revokedAt: Instant
  package let reason: RevocationReason

  package init(serial: String, revokedAt: Instant, reason: RevocationReason) {
    self.serial = serial
    self.revokedAt = revokedAt
    self.reason = reason
  }
}
