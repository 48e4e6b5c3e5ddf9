package import CMS
package import HeqiDomain
package import HeqiPorts

/// The platform's own certificates and keys: root → issuing CA → people; time stamping, OCSP and platform signing units.
///
/// Made once in a folder, then loaded. It is no licensed 电子认证服务 and its names say so (E-04).
package struct EmbeddedPKI: Sendable {
  /// A certificate with its key.
  package struct Identity: Sendable {
    /// Leaf first, up to but not including the root.
    package let chain: [X509Certificate]
    package let key: PrivateKey

    package var certificate: X509Certificate { chain[0] }
  }

  package let root: X509Certificate
  let rootKey: PrivateKey
  package let issuing: Identity
  package let timeStamping: Identity
  package let ocsp: Identity
  /// Signs evidence reports and confirmation letters.
  package let platform: Identity
  let locations: CertificateTemplate.Locations

  /// Opens the folder's PKI, making it first when there is none; safe when two processes start at once.
  ///
  /// - Parameters:
  ///   - directory: its own folder, such as `var/pki`; key files are encrypted and readable by their owner only.
  ///   - masterKey: 32 bytes that the key files are encrypted with.
  ///   - publicURL: printed into certificates as CRL, OCSP and issuer address; without a slash at its end.
  /// - Throws: `ProviderError` `.unavailable` naming the file at fault.
  package static func bootstrap(
    directory: String, masterKey: [UInt8], publicURL: String, clock: any WallClock, random: any RandomSource
  ) async throws(ProviderError) -> EmbeddedPKI {
    let folder = try PKIFolder(directory: directory, masterKey: masterKey)
    if !folder.exists {
      let maker = EmbeddedPKIMaker(
        locations: Self.locations(publicURL), rootLocations: Self.rootLocations(publicURL), now: clock.now, random: random)
      try folder.create(try await maker.make())
    }
    return try EmbeddedPKI(folder, locations: Self.locations(publicURL))
  }

  private init(_ folder: PKIFolder, locations: CertificateTemplate.Locations) throws(ProviderError) {
    let rootCertificate = try folder.certificate("root")
    let issuingCertificate = try folder.certificate("issuing")
    root = rootCertificate
    rootKey = try folder.key("root")
    issuing = Identity(chain: [issuingCertificate], key: try folder.key("issuing"))
    func unit(_ name: String) throws(ProviderError) -> Identity {
      Identity(chain: [try folder.certificate(name), issuingCertificate], key: try folder.key(name))
    }
    timeStamping = try unit("tsa")
    ocsp = try unit("ocsp")
    platform = try unit("platform")
    self.locations = locations
  }

  /// When the first of these certificates ends; `heqi doctor` warns 90 days before.
  package var firstExpiry: Instant {
    [root, issuing.certificate, timeStamping.certificate, ocsp.certificate, platform.certificate]
      .map { Instant(microseconds: $0.notAfter.microsecondsSince1970) }.min() ?? Instant(microseconds: 0)
  }

  /// Printed into certificates of the issuing CA.
  static func locations(_ publicURL: String) -> CertificateTemplate.Locations {
    CertificateTemplate.Locations(
      crlURL: publicURL + "/pki/issuing.crl", ocspURL: publicURL + "/pki/ocsp", issuerURL: publicURL + "/pki/issuing.cer")
  }

  /// Printed into the issuing CA's own certificate.
  static func rootLocations(_ publicURL: String) -> CertificateTemplate.Locations {
    CertificateTemplate.Locations(crlURL: publicURL + "/pki/root.crl", issuerURL: publicURL + "/pki/root.cer")
  }
}
