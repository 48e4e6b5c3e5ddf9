import CMS
package import HeqiDomain
package import HeqiPorts

/// Revocation data about the platform's own certificates, stated on the spot by its own authority; about certificates of
/// others, such as outside time-stamp authorities, from the addresses that those certificates name.
package struct PlatformRevocation: RevocationDataSource {
  private let authority: any CertificateStatusAuthority
  private let status: @Sendable (_ serial: String) async -> CertificateStatus
  private let outside: HTTPRevocation
  private let random: any RandomSource

  /// - Parameter status: asked with the lower-case hex serial number of a certificate that the platform issued.
  package init(
    authority: any CertificateStatusAuthority, outside: HTTPRevocation, random: any RandomSource,
    status: @escaping @Sendable (_ serial: String) async -> CertificateStatus
  ) {
    self.authority = authority
    self.outside = outside
    self.random = random
    self.status = status
  }

  package func data(
    about certificate: [UInt8], issuer: [UInt8], at now: Instant
  ) async throws(ProviderError) -> RevocationData {
    if issuer == authority.rootCertificate {
      return RevocationData(lists: [try await authority.rootRevocationList(number: now.seconds, at: now)])
    }
    let parsed: X509Certificate
    let above: X509Certificate
    do throws(CMSError) {
      (parsed, above) = (try X509Certificate(der: certificate), try X509Certificate(der: issuer))
    } catch {
      throw ProviderError(.refused, provider: "revocation", message: "\(error)")
    }
    guard issuer == authority.issuerCertificate else {
      let found = try await outside.evidence(parsed, above)
      return RevocationData(lists: found.crls.map(\.der), responses: found.ocspResponses.map(\.der))
    }
    let request = OCSPRequest([OCSPCertificateID(parsed, issuer: above)], nonce: random.bytes(16))
    return RevocationData(
      responses: [await authority.answer(ocspRequest: request.der, at: now, status: status)])
  }
}
