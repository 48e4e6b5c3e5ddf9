import CMS
import Testing

@Suite struct CertificateIssuerTests {
  @Test("openssl accepts the chain for every role")
  func chain() async throws {
    let pki = try await TestPKI()
    let openssl = try OpenSSL()
    try openssl.write("root.pem", pki.root.certificate.pem)
    try openssl.write("sub.pem", pki.issuing.certificate.pem)
    let moment = "\(TestPKI.now.secondsSince1970)"
    for (certificate, purpose) in [(pki.signer, "any"), (pki.unit, "timestampsign"), (pki.responder, "ocsphelper")] {
      try openssl.write("leaf.pem", certificate.pem)
      try openssl.expect(
        "verify", "-x509_strict", "-attime", moment, "-CAfile", "root.pem", "-untrusted", "sub.pem", "-purpose",
        purpose,
        "leaf.pem")
    }
  }

  @Test("openssl reads the extensions we wrote")
  func extensions() async throws {
    let pki = try await TestPKI()
    let openssl = try OpenSSL()
    try openssl.write("leaf.pem", pki.signer.pem)
    let text = try openssl.expect("x509", "-in", "leaf.pem", "-noout", "-text", "-nameopt", "utf8")
    for part in [
      "CN=测试签约人", "Digital Signature, Non Repudiation", "http://ca.test/sub.crl", "OCSP - URI:http://ca.test/ocsp",
      "CA Issuers - URI:http://ca.test/sub.crt", "CA:FALSE", "ecdsa-with-SHA256",
    ] { #expect(text.contains(part), "\(part) is missing") }
    try openssl.write("tsa.pem", pki.unit.pem)
    #expect(try openssl.expect("x509", "-in", "tsa.pem", "-noout", "-ext", "extendedKeyUsage").contains("critical"))
  }

  @Test("our own reading agrees with what was asked for")
  func reading() async throws {
    let pki = try await TestPKI()
    #expect(pki.signer.subject.commonName == "测试签约人")
    #expect(pki.signer.keyUsage == [.digitalSignature, .nonRepudiation])
    #expect(pki.signer.crlURLs == ["http://ca.test/sub.crl"])
    #expect(pki.signer.ocspURLs == ["http://ca.test/ocsp"])
    #expect(pki.signer.issuerURLs == ["http://ca.test/sub.crt"])
    #expect(pki.signer.authorityKeyIdentifier == pki.issuing.certificate.subjectKeyIdentifier)
    #expect(pki.issuing.certificate.basicConstraints == BasicConstraints(isCA: true, pathLength: 0))
    #expect(pki.unit.isTimeStamping)
    #expect(pki.responder.hasOCSPNoCheck)
    #expect(pki.root.certificate.isSelfSigned)
    #expect(!pki.signer.isSelfSigned)
    #expect(pki.signer.serialNumberText == "C003")
  }

  @Test("templates that break a rule are refused")
  func refuses() async throws {
    let pki = try await TestPKI()
    func template(_ serial: [UInt8], _ end: PKITime) -> CertificateTemplate {
      CertificateTemplate(
        .signatory, subject: TestPKI.name("X"), publicKey: pki.signerKey.publicKey, serialNumber: serial,
        notBefore: TestPKI.start, notAfter: end)
    }
    let end = TestPKI.now
    let bad = [
      template([], end), template([0], end), template([UInt8](repeating: 1, count: 21), end),
      template([1], TestPKI.start), template([1], pki.issuing.certificate.notAfter.adding(seconds: 1)),
    ]
    for case let item in bad {
      await #expect(throws: CMSError(.invalidArgument, "")) { try await pki.issuing.issue(item) }
    }
    #expect(throws: CMSError(.invalidKey, "")) {
      try CertificateIssuer(certificate: pki.issuing.certificate, key: pki.signerKey)
    }
  }

  @Test("a certificate with an unknown key kind or critical extension still parses")
  func foreign() async throws {
    let openssl = try OpenSSL()
    try openssl.expect("ecparam", "-genkey", "-name", "SM2", "-out", "k.pem")
    try openssl.expect(
      "req", "-x509", "-new", "-key", "k.pem", "-subj", "/CN=SM2", "-sm3", "-out", "c.pem", "-addext",
      "1.2.3.4=critical,DER:0500")
    let parsed = try X509Certificate.certificates(pem: String(decoding: openssl.read("c.pem"), as: UTF8.self))
    let certificate = try #require(parsed.first)
    #expect(certificate.subject.commonName == "SM2")
    guard case .unsupported = certificate.publicKey.kind, case .unsupported = certificate.signatureAlgorithm else {
      Issue.record("SM2 is expected to be unsupported")
      return
    }
    #expect(certificate.extensions.contains { $0.isCritical && $0.identifier.description == "1.2.3.4" })
  }

  @Test("names match across case and blanks, and differ otherwise")
  func names() {
    let left = DistinguishedName([.init(.organization, "Heqi  Ltd"), .init(.commonName, "CA")])
    #expect(left.matches(DistinguishedName([.init(.organization, "heqi ltd"), .init(.commonName, "ca")])))
    #expect(!left.matches(DistinguishedName([.init(.organization, "heqi"), .init(.commonName, "ca")])))
    #expect(left.description == "CN=CA,O=Heqi  Ltd")
    #expect(DistinguishedName([.init(.commonName, "a,b")]).description == "CN=a\\,b")
  }
}
