import Testing

@testable import CMS

@Suite struct X509CertificateTests {
  /// The certificate with its tbsCertificate fields changed; the signature is then wrong, which reading ignores.
  private func rebuilt(
    _ certificate: X509Certificate, outerAlgorithm: [UInt8]? = nil, _ change: (inout [[UInt8]]) -> Void
  ) throws -> [UInt8] {
    var outer = try DERNode(certificate.der).children()
    var cursor = try outer.required("tbs").children()
    var fields: [[UInt8]] = []
    while let field = try cursor.next() { fields.append(Array(field.encoded)) }
    change(&fields)
    let algorithm = try outerAlgorithm ?? Array(outer.required("algorithm").encoded)
    return DER.sequence(DER.constructed(DERTag.sequence, fields), algorithm, DER.bitString([1]))
  }

  @Test("unknown versions, differing algorithms, repeated extensions and damage are refused")
  func refuses() async throws {
    let certificate = try await TestPKI().signer
    let extra = CertificateExtension(.keyUsage, critical: true, value: DER.namedBits(1))
    let broken: [[UInt8]] = [
      try rebuilt(certificate) { $0[0] = DER.explicit(0, DER.integer(3)) },
      try rebuilt(certificate, outerAlgorithm: DER.sequence(DER.oid(.ed25519))) { _ in },
      try rebuilt(certificate) { fields in
        fields[7] = DER.explicit(3, DER.constructed(DERTag.sequence, [extra.der, extra.der]))
      },
      try rebuilt(certificate) { $0.removeLast(3) }, try rebuilt(certificate) { $0.append(DER.null) },
    ]
    for bytes in broken { #expect(throws: CMSError.self) { try X509Certificate(der: bytes) } }
    #expect(throws: CMSError.self) { try X509Certificate(der: Array(certificate.der.dropLast())) }
    #expect(try X509Certificate(der: try rebuilt(certificate) { _ in }).subject == certificate.subject)
  }

  @Test("damaged extension values read as absent or empty, never as permission")
  func damagedExtensions() async throws {
    let certificate = try await TestPKI().signer
    let identifiers: [ObjectIdentifier] = [
      .keyUsage, .basicConstraints, .extendedKeyUsage, .crlDistributionPoints, .authorityInformationAccess,
      .subjectKeyIdentifier, .authorityKeyIdentifier,
    ]
    let list = identifiers.map { CertificateExtension($0, critical: true, value: [0x30, 0x05, 0x01]).der }
    let parsed = try X509Certificate(
      der: try rebuilt(certificate) { $0[7] = DER.explicit(3, DER.constructed(DERTag.sequence, list)) })
    #expect(parsed.keyUsage == [])
    #expect(parsed.basicConstraints == nil)
    #expect(parsed.extendedKeyUsage == [])
    #expect(parsed.crlURLs.isEmpty && parsed.ocspURLs.isEmpty)
    #expect(parsed.subjectKeyIdentifier == nil && parsed.authorityKeyIdentifier == nil)
    #expect(!parsed.isTimeStamping)
  }

  @Test("PEM text and fingerprints agree with openssl")
  func openssl() async throws {
    let certificate = try await TestPKI().signer
    let openssl = try OpenSSL()
    try openssl.write("c.pem", certificate.pem)
    let text = try openssl.expect("x509", "-in", "c.pem", "-noout", "-fingerprint", "-sha256", "-serial")
    let hex = certificate.fingerprint.map { String(Int($0) + 256, radix: 16).dropFirst().uppercased() }
    #expect(text.contains(hex.joined(separator: ":")))
    #expect(text.contains("serial=\(certificate.serialNumberText)"))
    #expect(try X509Certificate.certificates(pem: certificate.pem + certificate.pem) == [certificate, certificate])
  }

  @Test("validity holds at both edges and not beyond")
  func validity() async throws {
    let certificate = try await TestPKI().signer
    #expect(certificate.isValid(at: certificate.notBefore) && certificate.isValid(at: certificate.notAfter))
    #expect(!certificate.isValid(at: certificate.notBefore.adding(seconds: -1)))
    #expect(!certificate.isValid(at: certificate.notAfter.adding(seconds: 1)))
  }
}
