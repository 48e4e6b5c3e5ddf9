import CMS
import Testing

/// A small PKI of our own making: root, issuing CA, signer, time-stamping unit and OCSP responder.
struct TestPKI {
  static let start = PKITime(secondsSince1970: 1_767_225_600)  // 2026-01-01T00:00:00Z
  static let now = start.adding(seconds: 100 * 86_400)

  let root: CertificateIssuer
  let issuing: CertificateIssuer
  let signer: X509Certificate
  let signerKey: PrivateKey
  let unit: X509Certificate
  let unitKey: PrivateKey
  let responder: X509Certificate
  let responderKey: PrivateKey

  var chain: [X509Certificate] { [issuing.certificate, root.certificate] }

  static func name(_ commonName: String) -> DistinguishedName {
    DistinguishedName([.init(.country, "CN"), .init(.organization, "Heqi Test"), .init(.commonName, commonName)])
  }

  init(signerKey: PrivateKey? = nil, caKey: PrivateKey? = nil) async throws {
    let day: Int64 = 86_400
    let rootKey = try caKey ?? PrivateKey.generateP256()
    root = try await CertificateIssuer.selfSignedRoot(
      subject: Self.name("Test Root"), key: rootKey, serialNumber: [1], notBefore: Self.start,
      notAfter: Self.start.adding(seconds: 7300 * day))
    let issuingKey = try PrivateKey.generateP256()
    let issuingCertificate = try await root.issue(
      CertificateTemplate(
        .issuingCA, subject: Self.name("Test Issuing CA"), publicKey: issuingKey.publicKey, serialNumber: [2],
        notBefore: Self.start, notAfter: Self.start.adding(seconds: 3650 * day),
        locations: .init(crlURL: "http://ca.test/root.crl")))
    let issuing = try CertificateIssuer(certificate: issuingCertificate, key: issuingKey)
    self.issuing = issuing
    func leaf(
      _ role: CertificateTemplate.Role, _ commonName: String, _ key: PrivateKey, _ serial: UInt8, years: Int64
    ) async throws -> X509Certificate {
      try await issuing.issue(
        CertificateTemplate(
          role, subject: Self.name(commonName), publicKey: key.publicKey, serialNumber: [0xC0, serial],
          notBefore: Self.start, notAfter: Self.start.adding(seconds: years * 365 * day),
          locations: .init(
            crlURL: "http://ca.test/sub.crl", ocspURL: "http://ca.test/ocsp", issuerURL: "http://ca.test/sub.crt")))
    }
    self.signerKey = try signerKey ?? PrivateKey.generateP256()
    signer = try await leaf(.signatory, "测试签约人", self.signerKey, 3, years: 1)
    unitKey = try PrivateKey.generateP256()
    unit = try await leaf(.timeStampingUnit, "Test TSA", unitKey, 4, years: 5)
    responderKey = try PrivateKey.generateP256()
    responder = try await leaf(.ocspResponder, "Test OCSP", responderKey, 5, years: 1)
  }

  func authority(at time: PKITime = TestPKI.now) throws -> EmbeddedTimeStampAuthority {
    try EmbeddedTimeStampAuthority(
      certificate: unit, chain: chain, key: unitKey, policy: try #require(ObjectIdentifier("1.3.6.1.4.1.99999.1.1")),
      clock: { time }, serialNumber: { [0x70, 1, 2, 3, 4, 5, 6, 7] })
  }
}
