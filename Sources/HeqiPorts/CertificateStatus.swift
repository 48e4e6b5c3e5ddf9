package import HeqiDomain

/// What an authority says of one of its certificates.
package enum CertificateStatus: Equatable, Sendable {
  case good
  case revoked(at: Instant, reason: RevocationReason)
  /// It never issued this number.
  case unknown
}

/// Publishes which certificates are revoked: CRL (RFC 5280 §5) and OCSP (RFC 6960). The platform serves both.
package protocol CertificateStatusAuthority: Sendable {
  /// DER of the issuing CA's certificate, for the AIA address.
  var issuerCertificate: [UInt8] { get }
  /// DER of the root, for people to trust or not.
  var rootCertificate: [UInt8] { get }
  /// A signed list. `number` must never fall (RFC 5280 §5.2.3).
  func revocationList(
    _ revoked: [RevokedCertificate], number: Int64, at now: Instant
  ) async throws(ProviderError) -> [UInt8]
  /// The root's list; it names the issuing CA only if that was ever revoked.
  func rootRevocationList(number: Int64, at now: Instant) async throws(ProviderError) -> [UInt8]
  /// Answers an OCSP request; a bad one gets an OCSP error, never an exception. `status` is asked with lower-case hex.
  func answer(
    ocspRequest: [UInt8], at now: Instant, status: @escaping @Sendable (_ serial: String) async -> CertificateStatus
  ) async -> [UInt8]
}
