package import HeqiDomain
package import HeqiSQL

/// A certificate for one signature of a person without an account (事件证书, E-24): its key signed once and is gone.
package struct EventCertificate: Equatable, Sendable {
  /// Lower-case hex.
  package let serial: String
  package let tenantID: String
  package let partyID: ID<ContractParty>
  package let subjectName: String
  /// DER, leaf first.
  package let chain: [[UInt8]]
  package let notBefore: Instant
  package let notAfter: Instant

  package init(
    serial: String, tenantID: String, partyID: ID<ContractParty>, subjectName: String, chain: [[UInt8]], notBefore: Instant,
    notAfter: Instant
  ) {
    self.serial = serial
    self.tenantID = tenantID
    self.partyID = partyID
    self.subjectName = subjectName
    self.chain = chain
    self.notBefore = notBefore
    self.notAfter = notAfter
  }
}

/// Event certificates, so that the platform can answer for each by OCSP.
package struct EventCertificateStore: Sendable {
  package init() {}

  package func insert(_ certificate: EventCertificate, in connection: any SQLConnection) throws {
    try connection.execute(
      ClientContractSQL.insertCertificate,
      [
        .text(certificate.serial), .text(certificate.tenantID), SQLValue(certificate.partyID), .text(certificate.subjectName),
        .blob(CertificateStore.packed(certificate.chain)), SQLValue(certificate.notBefore), SQLValue(certificate.notAfter),
      ])
  }

  /// When and why a certificate of this serial number was revoked; nil where it never existed.
  package func status(
    serial: String, in connection: any SQLConnection
  ) throws -> (revokedAt: Instant?, reason: RevocationReason?)? {
    try connection.first(ClientContractSQL.selectCertificate, [.text(serial)]).map { row in
      (try row.optionalInstant("revoked_at_us"), try row.optionalInt("revocation_reason").flatMap(RevocationReason.init(rawValue:)))
    }
  }
}
