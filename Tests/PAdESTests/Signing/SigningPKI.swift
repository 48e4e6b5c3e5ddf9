import CMS
import Foundation
import Testing

/// A throwaway PKI around the present moment, because the judges look at the wall clock.
struct SigningPKI {
  let now = PKITime(secondsSince1970: Int64(Date().timeIntervalSince1970))
  let root: CertificateIssuer
  let issuing: CertificateIssuer
  let signer: X509Certificate
  let key: PrivateKey
  let unit: X509Certificate
  let unitKey: PrivateKey
  let responder: OCSPResponder

  var chain: [X509Certificate] { [issuing.certificate, root.certificate] }

  static func name(_ commonName: String) -> DistinguishedName {
    DistinguishedName([.init(.country, "CN"), .init(.organization, "Heqi Test"), .init(.commonName, commonName)])
  }

  init(key: PrivateKey? = nil) async throws {
    let day: Int64 = 86_400
    let start = now.adding(seconds: -30 * day)
    let end = now
    root = try await CertificateIssuer.selfSignedRoot(
      subject: Self.name("Root \(start.secondsSince1970)"), key: try PrivateKey.generateP256(), serialNumber: [1],
      notBefore: start,
      notAfter: end.adding(seconds: 7300 * day))
    let issuingKey = try PrivateKey.generateP256()
    issuing = try CertificateIssuer(
      certificate: try await root.issue(
        CertificateTemplate(
          .issuingCA, subject: Self.name("Issuing CA"), publicKey: issuingKey.publicKey, serialNumber: [2],
          notBefore: start, notAfter: end.adding(seconds: 3650 * day))), key: issuingKey)
    let issuer = issuing
    func leaf(
      _ role: CertificateTemplate.Role, _ commonName: String, _ key: PrivateKey, _ serial: UInt8, days: Int64
    ) async throws -> X509Certificate {
      try await issuer.issue(
        CertificateTemplate(
          role, subject: Self.name(commonName), publicKey: key.publicKey, serialNumber: [0x40, serial],
          notBefore: start, notAfter: end.adding(seconds: days * day),
          locations: .init(crlURL: "http://ca.test/sub.crl", ocspURL: "http://ca.test/ocsp")))
    }
    self.key = try key ?? .generateP256()
    signer = try await leaf(.signatory, "签约人", self.key, 3, days: 365)
    unitKey = try .generateP256()
    unit = try await leaf(.timeStampingUnit, "TSA", unitKey, 4, days: 3000)
    let responderKey = try PrivateKey.generateP256()
    responder = try OCSPResponder(
      certificate: try await leaf(.ocspResponder, "OCSP", responderKey, 5, days: 3000), issuer: issuer.certificate,
      key: responderKey)
  }

  /// Another signatory under the same issuer.
  func party(_ commonName: String, serial: UInt8) async throws -> (certificate: X509Certificate, key: PrivateKey) {
    let key = try PrivateKey.generateP256()
    let certificate = try await issuing.issue(
      CertificateTemplate(
        .signatory, subject: Self.name(commonName), publicKey: key.publicKey, serialNumber: [0x41, serial],
        notBefore: now.adding(seconds: -86_400), notAfter: now.adding(seconds: 365 * 86_400),
        locations: .init(crlURL: "http://ca.test/sub.crl", ocspURL: "http://ca.test/ocsp")))
    return (certificate, key)
  }

  func authority() throws -> EmbeddedTimeStampAuthority {
    let now = now
    return try EmbeddedTimeStampAuthority(
      certificate: unit, chain: chain, key: unitKey, policy: try #require(ObjectIdentifier("1.3.6.1.4.1.99999.1")),
      clock: { now }, serialNumber: { (0..<8).map { _ in UInt8.random(in: 1...127) } })
  }

  /// Fresh answers of the test CAs: OCSP for end entities, a CRL for the issuing CA.
  func revocation(
    at time: PKITime? = nil
  ) -> (X509Certificate, X509Certificate) async throws -> RevocationEvidence {
    { certificate, issuer in
      let moment = time ?? now
      let end = moment.adding(seconds: 7 * 86_400)
      if issuer == root.certificate {
        return RevocationEvidence(crls: [
          try await root.revocationList([], number: 1, thisUpdate: moment, nextUpdate: end)
        ])
      }
      let answer = OCSPSingleResponse(
        certificate: OCSPCertificateID(certificate, issuer: issuer), status: .good, thisUpdate: moment, nextUpdate: end)
      return RevocationEvidence(ocspResponses: [try await responder.sign([answer], producedAt: moment)])
    }
  }
}
