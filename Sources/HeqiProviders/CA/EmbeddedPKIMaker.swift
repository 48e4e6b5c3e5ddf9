import CMS
import HeqiDomain
import HeqiPorts

/// Makes the platform's certificates (RFC 5280): all P-256 with SHA-256.
struct EmbeddedPKIMaker {
  let locations: CertificateTemplate.Locations
  let rootLocations: CertificateTemplate.Locations
  let now: Instant
  let random: any RandomSource

  /// One certificate and its key by file name.
  struct Made {
    let name: String
    let certificate: X509Certificate
    let key: PrivateKey
  }

  private static let organization = "Heqi Platform (not a licensed CA)"
  private static let rootYears: Int64 = 20
  private static let issuingYears: Int64 = 15
  private static let unitYears: Int64 = 10

  /// Root, issuing CA, time stamping unit, OCSP responder and platform signer.
  func make() async throws(ProviderError) -> [Made] {
    do throws(CMSError) {
      let rootKey = try PrivateKey.generateP256()
      let root = try await CertificateIssuer.selfSignedRoot(
        subject: name("合契平台根证书 Heqi Platform Root CA"), key: rootKey, serialNumber: serial(), notBefore: start,
        notAfter: end(Self.rootYears))
      let issuingKey = try PrivateKey.generateP256()
      let issuingCertificate = try await root.issue(
        CertificateTemplate(
          .issuingCA, subject: name("合契平台证书签发 Heqi Platform Issuing CA"), publicKey: issuingKey.publicKey,
          serialNumber: serial(), notBefore: start, notAfter: end(Self.issuingYears), locations: rootLocations))
      let issuing = try CertificateIssuer(certificate: issuingCertificate, key: issuingKey)
      return [
        Made(name: "root", certificate: root.certificate, key: rootKey),
        Made(name: "issuing", certificate: issuingCertificate, key: issuingKey),
        try await unit("tsa", .timeStampingUnit, "合契平台时间戳 Heqi Platform Time Stamping Unit", issuing),
        try await unit("ocsp", .ocspResponder, "合契平台证书状态 Heqi Platform OCSP Responder", issuing),
        try await unit("platform", .signatory, "合契电子合同平台 Heqi Platform Evidence Signer", issuing),
      ]
    } catch {
      throw ProviderError(.unavailable, provider: "ca", message: "the platform's certificates could not be made: \(error)")
    }
  }

  private func unit(
    _ file: String, _ role: CertificateTemplate.Role, _ commonName: String, _ issuer: CertificateIssuer
  ) async throws(CMSError) -> Made {
    let key = try PrivateKey.generateP256()
    let certificate = try await issuer.issue(
      CertificateTemplate(
        role, subject: name(commonName), publicKey: key.publicKey, serialNumber: serial(), notBefore: start,
        notAfter: end(Self.unitYears), locations: locations))
    return Made(name: file, certificate: certificate, key: key)
  }

  private func name(_ commonName: String) -> DistinguishedName {
    DistinguishedName([
      .init(.country, "CN"), .init(.organization, Self.organization), .init(.commonName, commonName),
    ])
  }

  /// A minute early, so that a neighbour's slower clock accepts it.
  private var start: PKITime { PKITime(secondsSince1970: now.seconds - 60) }
  private func end(_ years: Int64) -> PKITime { PKITime(secondsSince1970: now.seconds + years * 365 * 86_400) }
  private func serial() -> [UInt8] { CertificateSerial.fresh(random) }
}

/// Serial numbers: 127 random bits, positive (CA/B BR §7.1).
enum CertificateSerial {
  static func fresh(_ random: any RandomSource) -> [UInt8] {
    var bytes = random.bytes(16)
    bytes[0] = bytes[0] & 0x7F | 0x40
    return bytes
  }
}
