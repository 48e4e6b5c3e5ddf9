package import CMS
internal import HeqiDomain
package import HeqiPorts

/// What the platform publishes about its certificates: CRLs and OCSP answers (RFC 5280 §5, RFC 6960).
package struct RevocationService: Sendable {
  private let pki: EmbeddedPKI
  private let clock: any WallClock

  /// A CRL or OCSP answer is good for a day.
  static let validSeconds: Int64 = 86_400

  package init(pki: EmbeddedPKI, clock: any WallClock) {
    self.pki = pki
    self.clock = clock
  }

  private var now: PKITime { PKITime(microsecondsSince1970: clock.now.microseconds) }

  /// CRL of the issuing CA, DER. The number is the time in seconds, so it grows with every list.
  package func issuingList(_ revoked: [CMS.RevokedCertificate]) async throws -> [UInt8] {
    try await list(pki.issuing, revoked)
  }

  /// CRL of the root, DER; the root has revoked nothing.
  package func rootList() async throws -> [UInt8] { try await list(pki.root, []) }

  /// Answers an OCSP request about certificates of the issuing CA.
  /// - Parameter revoked: the revocation of a serial number (magnitude octets), if there is one.
  package func answer(
    _ request: [UInt8], revoked: @escaping @Sendable (_ serialNumber: [UInt8]) async -> CMS.RevokedCertificate?
  ) async throws -> [UInt8] {
    let responder = try OCSPResponder(certificate: pki.ocsp.certificate, issuer: pki.issuing.certificate, key: pki.ocsp.key)
    return await responder.respond(to: request, now: now, validSeconds: Self.validSeconds) { serial in
      guard let entry = await revoked(serial) else { return .good }
      return .revoked(time: entry.time, reason: entry.reason)
    }
  }

  private func list(_ identity: EmbeddedPKI.Identity, _ revoked: [CMS.RevokedCertificate]) async throws -> [UInt8] {
    let issuer = try CertificateIssuer(certificate: identity.certificate, key: identity.key)
    let time = now
    return try await issuer.revocationList(
      revoked, number: Int(time.secondsSince1970), thisUpdate: time, nextUpdate: time.adding(seconds: Self.validSeconds)
    ).der
  }
}
