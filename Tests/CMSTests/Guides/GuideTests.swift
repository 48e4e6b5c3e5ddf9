import CMS
import Testing

/// The code of the guides in `CMS.docc`, word for word; a tidy test compares them.
@Suite("CMS guides")
struct GuideTests {
  func isSigned(_ content: [UInt8], by der: [UInt8], root: X509Certificate, at time: PKITime) throws -> Bool {
    let signature = try SignedData(der)
    let facts = SignedDataVerifier(.cms).verify(signature, content: [content[...]])
    guard facts.indication == .passed, let certificate = facts.certificate else { return false }
    let path = PathValidator(roots: [root], intermediates: signature.certificates)
    return path.validate(certificate, at: time, purpose: .documentSigning).indication == .passed
  }

  @Test("a detached signature by openssl: other content and another root are told apart")
  func detached() async throws {
    let openssl = try OpenSSL()
    let content = Array("合契".utf8)
    let start = PKITime(secondsSince1970: 1_767_225_600)
    let key = try PrivateKey.generateP256()
    func root(_ name: String) async throws -> CertificateIssuer {
      try await CertificateIssuer.selfSignedRoot(
        subject: DistinguishedName([.init(.commonName, name)]), key: try PrivateKey.generateP256(), serialNumber: [1],
        notBefore: start, notAfter: start.adding(seconds: 3650 * 86_400))
    }
    let ours = try await root("Root"), foreign = try await root("Another")
    let template = CertificateTemplate(
      .signatory, subject: DistinguishedName([.init(.commonName, "Signer")]), publicKey: key.publicKey, serialNumber: [2],
      notBefore: start, notAfter: start.adding(seconds: 3650 * 86_400))
    let certificate = try await ours.issue(template)
    try openssl.write("key.pem", Array(PEM(label: "PRIVATE KEY", bytes: key.pkcs8).text.utf8))
    try openssl.write("own.pem", Array(certificate.pem.utf8))
    try openssl.write("content", content)
    try openssl.expect(
      "cms", "-sign", "-binary", "-in", "content", "-signer", "own.pem", "-inkey", "key.pem", "-md", "sha256", "-outform",
      "DER", "-out", "signature")
    let der = try openssl.read("signature")
    let time = start.adding(seconds: 86_400)
    #expect(try !isSigned(content + [0], by: der, root: ours.certificate, at: time))
    #expect(try !isSigned(content, by: der, root: foreign.certificate, at: time))
    #expect(try !isSigned(content, by: der, root: ours.certificate, at: start.adding(seconds: -1)))
    #expect(try isSigned(content, by: der, root: ours.certificate, at: time))
  }
}
