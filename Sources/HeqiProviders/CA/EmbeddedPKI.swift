package import CMS
internal import Foundation
package import HeqiDomain
package import HeqiPorts

/// The platform's own keys and certificates: root → issuing CA → time stamps, OCSP, platform seal.
/// Made once, kept as files in the key folder; private keys are wrapped by the master key. Not a licensed CA (E-04).
package struct EmbeddedPKI: Sendable {
  /// A certificate with its key.
  package struct Identity: Sendable {
    package let certificate: X509Certificate
    package let key: PrivateKey
  }

  package let root: Identity
  package let issuing: Identity
  package let timeStamping: Identity
  package let ocsp: Identity
  /// Signs evidence reports and confirmation letters (F-093).
  package let platform: Identity
  /// Where relying parties find CRL, OCSP and issuer; printed into every certificate.
  package let locations: CertificateTemplate.Locations

  /// Certificates between a leaf of the issuing CA and the root, which verifiers already have.
  package var chain: [X509Certificate] { [issuing.certificate] }

  /// Loads the identities from `directory`, making those that are missing (first start).
  /// - Parameters:
  ///   - publicURL: address of the platform without a slash at its end, for CRL, OCSP and issuer links.
  /// - Throws: `ProviderError` naming the file that is damaged; nothing is ever replaced.
  package static func bootstrap(
    directory: String, publicURL: String, wrapping: any SecretWrapping, random: any RandomSource, now: Instant
  ) async throws -> EmbeddedPKI {
    let files = IdentityFiles(directory: directory, wrapping: wrapping)
    let start = PKITime(microsecondsSince1970: now.microseconds).adding(seconds: -3600).truncatedToSeconds
    func years(_ count: Int64) -> PKITime { start.adding(seconds: count * 31_557_600) }
    let root = try await files.identity("root") { key in
      try await CertificateIssuer.selfSignedRoot(
        subject: name("合契平台根证书 Heqi Root CA"), key: key, serialNumber: serial(random), notBefore: start,
        notAfter: years(25)
      ).certificate
    }
    let rootLocations = locations(publicURL, crl: "root.crl", issuer: "root.cer")
    let rootIssuer = try CertificateIssuer(certificate: root.certificate, key: root.key)
    let issuing = try await files.identity("issuing") { key in
      try await rootIssuer.issue(
        CertificateTemplate(
          .issuingCA, subject: name("合契平台签发证书 Heqi Issuing CA"), publicKey: key.publicKey, serialNumber: serial(random),
          notBefore: start, notAfter: years(20), locations: rootLocations))
    }
    let issuer = try CertificateIssuer(certificate: issuing.certificate, key: issuing.key)
    let leafLocations = locations(publicURL, crl: "issuing.crl", issuer: "issuing.cer")
    func leaf(_ file: String, _ role: CertificateTemplate.Role, _ subject: String) async throws -> Identity {
      try await files.identity(file) { key in
        try await issuer.issue(
          CertificateTemplate(
            role, subject: name(subject), publicKey: key.publicKey, serialNumber: serial(random), notBefore: start,
            notAfter: years(15), locations: leafLocations))
      }
    }
    return EmbeddedPKI(
      root: root, issuing: issuing, timeStamping: try await leaf("tsa", .timeStampingUnit, "合契平台时间戳 Heqi Time Stamping"),
      ocsp: try await leaf("ocsp", .ocspResponder, "合契平台证书状态 Heqi OCSP"),
      platform: try await leaf("platform", .signatory, "合契电子合同订立平台 Heqi Platform"), locations: leafLocations)
  }

  /// 16 random octets with the top bit clear, so that the number is positive (RFC 5280 §4.1.2.2).
  static func serial(_ random: any RandomSource) -> [UInt8] {
    var octets = random.bytes(16)
    octets[0] = octets[0] & 0x3F | 0x40
    return octets
  }

  private static func name(_ commonName: String) -> DistinguishedName {
    DistinguishedName([.init(.country, "CN"), .init(.organization, "合契 Heqi"), .init(.commonName, commonName)])
  }

  private static func locations(_ publicURL: String, crl: String, issuer: String) -> CertificateTemplate.Locations {
    CertificateTemplate.Locations(
      crlURL: "\(publicURL)/pki/\(crl)", ocspURL: "\(publicURL)/pki/ocsp", issuerURL: "\(publicURL)/pki/\(issuer)")
  }
}

/// `<name>.crt` (PEM) and `<name>.key` (wrapped PKCS#8) in one folder.
private struct IdentityFiles {
  let directory: String
  let wrapping: any SecretWrapping

  func identity(
    _ name: String, make: (PrivateKey) async throws -> X509Certificate
  ) async throws -> EmbeddedPKI.Identity {
    let certificateFile = "\(directory)/\(name).crt", keyFile = "\(directory)/\(name).key"
    let files = FileManager.default
    if files.fileExists(atPath: certificateFile) || files.fileExists(atPath: keyFile) {
      guard let wrapped = files.contents(atPath: keyFile),
        let pem = try? String(contentsOfFile: certificateFile, encoding: .utf8),
        let certificate = try? X509Certificate.certificates(pem: pem).first
      else { throw damaged(name) }
      let key = try PrivateKey(der: wrapping.unwrap(Array(wrapped), context: ["pki", name]))
      guard key.publicKey == certificate.publicKey else { throw damaged(name) }
      return EmbeddedPKI.Identity(certificate: certificate, key: key)
    }
    let key = try PrivateKey.generateP256()
    let certificate = try await make(key)
    try write(wrapping.wrap(key.pkcs8, context: ["pki", name]), to: keyFile)
    try write(Array(certificate.pem.utf8), to: certificateFile)
    return EmbeddedPKI.Identity(certificate: certificate, key: key)
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    let made = FileManager.default.createFile(atPath: path, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
    guard made else {
      throw ProviderError(.unavailable, provider: "ca", message: "\(path) cannot be written; check rights and free space")
    }
  }

  private func damaged(_ name: String) -> ProviderError {
    ProviderError(
      .unavailable, provider: "ca",
      message: "\(directory)/\(name).crt and .key are damaged or do not belong together; restore both from your backup")
  }
}
