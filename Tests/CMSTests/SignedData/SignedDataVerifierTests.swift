import Testing

@testable import CMS

@Suite struct SignedDataVerifierTests {
  typealias Finding = SignedDataVerifier.Finding
  static let content = Array("the signed bytes".utf8)

  /// Rebuilds a signature with chosen parts, to make the malformed ones that no signer makes.
  struct Forge {
    let pki: TestPKI
    var attributes: [[UInt8]]
    var isSorted = true
    var content: [UInt8]?
    var contentType = ObjectIdentifier.data
    var copies = 1
    var certificates: [[UInt8]]
    var digest = DER.sequence(DER.oid(.sha256))
    var algorithm = DER.sequence(DER.oid(.ecdsaSHA256))

    init(_ pki: TestPKI) throws {
      self.pki = pki
      certificates = [pki.signer.der]
      let content = SignedDataVerifierTests.content
      attributes = [
        SignedDataSigner.attribute(.contentType, DER.oid(.data)),
        SignedDataSigner.attribute(.messageDigest, DER.octetString(DigestAlgorithm.sha256.hash(content))),
        SignedDataSigner.attribute(
          .signingCertificateV2,
          SignedDataSigner.signingCertificateV2(pki.signer, digest: .sha256, identifyIssuer: true)),
      ]
    }

    func bytes() throws -> [UInt8] {
      let set = isSorted ? DER.setOf(attributes) : DER.constructed(DERTag.set, attributes)
      let signature = try pki.signerKey.signature(over: set)
      var implicit = set
      implicit[0] = DERTag.context(0)
      let info = DER.sequence(
        DER.integer(1), pki.signer.issuerAndSerialNumber, digest, implicit, algorithm, DER.octetString(signature))
      var encapsulated = [DER.oid(contentType)]
      if let content { encapsulated.append(DER.explicit(0, DER.octetString(content))) }
      let infos = [[UInt8]](repeating: info, count: copies).flatMap { $0 }
      let data = DER.sequence(
        DER.integer(1), DER.tlv(DERTag.set, digest), DER.constructed(DERTag.sequence, encapsulated),
        DER.constructed(DERTag.context(0), certificates), DER.tlv(DERTag.set, infos))
      return DER.sequence(DER.oid(.signedData), DER.explicit(0, data))
    }

    func findings(_ profile: SignedDataVerifier.Profile = .pades) throws -> [Finding] {
      SignedDataVerifier(profile).verify(try SignedData(bytes()), content: [SignedDataVerifierTests.content[...]])
        .findings
    }
  }

  @Test("the forge itself makes a good signature")
  func baseline() async throws {
    let forge = try Forge(try await TestPKI())
    #expect(try forge.findings() == [])
  }

  @Test("two signers, none, or embedded content are format failures")
  func structure() async throws {
    var forge = try Forge(try await TestPKI())
    forge.copies = 2
    #expect(try forge.findings() == [.severalSigners])
    forge.copies = 0
    #expect(try forge.findings() == [.noSigner])
    forge.copies = 1
    forge.content = Self.content
    #expect(try forge.findings() == [.contentEmbedded])
  }

  @Test("attributes out of DER order, repeated or missing are found")
  func attributes() async throws {
    let pki = try await TestPKI()
    var forge = try Forge(pki)
    forge.attributes.sort { $1.lexicographicallyPrecedes($0) }
    forge.isSorted = false
    #expect(try forge.findings() == [.attributesNotSorted])
    #expect(try forge.findings(.pdf) == [])
    forge = try Forge(pki)
    forge.attributes.append(forge.attributes[1])
    #expect(try forge.findings() == [.attributeRepeated])
    forge = try Forge(pki)
    forge.attributes.remove(at: 1)
    #expect(try forge.findings() == [.signedAttributesMissing])
    forge = try Forge(pki)
    forge.attributes[0] = SignedDataSigner.attribute(.contentType, DER.oid(.timeStampInfo))
    #expect(try forge.findings() == [.contentTypeWrong])
    forge = try Forge(pki)
    forge.attributes.append(SignedDataSigner.attribute(.signingTime, DER.time(TestPKI.now)))
    #expect(try forge.findings() == [.signingTimePresent])
    #expect(SignedDataVerifier.Finding.signingTimePresent.isWarning)
  }

  @Test("the ESS attribute must exist for PAdES and name exactly the signer's certificate")
  func binding() async throws {
    let pki = try await TestPKI()
    var forge = try Forge(pki)
    forge.attributes.removeLast()
    #expect(try forge.findings() == [.essAttributeMissing])
    #expect(try forge.findings(.pdf) == [])
    forge.attributes.append(
      SignedDataSigner.attribute(
        .signingCertificateV2, SignedDataSigner.signingCertificateV2(pki.unit, digest: .sha256, identifyIssuer: true)))
    #expect(try forge.findings() == [.essAttributeMismatch])
    let result = SignedDataVerifier(.pades).verify(try SignedData(try forge.bytes()), content: [Self.content[...]])
    #expect(result.subIndication == .noSigningCertificateFound)
  }

  @Test("an ESS attribute of version 1 or with another digest is verified")
  func olderBinding() async throws {
    let pki = try await TestPKI()
    var forge = try Forge(pki)
    let v1 = DER.sequence(
      DER.sequence(DER.sequence(DER.octetString(DigestAlgorithm.sha1.hash(pki.signer.der)))))
    forge.attributes[2] = SignedDataSigner.attribute(.signingCertificate, v1)
    #expect(try forge.findings() == [])
    forge.attributes[2] = SignedDataSigner.attribute(
      .signingCertificateV2, SignedDataSigner.signingCertificateV2(pki.signer, digest: .sha512, identifyIssuer: false))
    #expect(try forge.findings() == [])
  }

  @Test("a changed byte of content, attributes or signature fails with its own reason")
  func tampering() async throws {
    let pki = try await TestPKI()
    let bytes = try Forge(pki).bytes()
    var content = Self.content
    content[0] ^= 1
    let changed = SignedDataVerifier(.pades).verify(try SignedData(bytes), content: [content[...]])
    #expect(changed.subIndication == .hashFailure)
    #expect(!changed.isContentIntact && changed.isSignatureValid)
    var broken = bytes
    broken[broken.count - 1] ^= 1
    let invalid = SignedDataVerifier(.pades).verify(try SignedData(broken), content: [Self.content[...]])
    #expect(invalid.indication == .failed && invalid.subIndication == .signatureCryptoFailure)
  }

  @Test("a missing signer certificate is indeterminate, and may come from outside")
  func outsideCertificate() async throws {
    let pki = try await TestPKI()
    var forge = try Forge(pki)
    forge.certificates = []
    #expect(try forge.findings() == [.signingCertificateMissing])
    let result = SignedDataVerifier(.pades).verify(
      try SignedData(try forge.bytes()), content: [Self.content[...]], extraCertificates: [pki.signer])
    #expect(result.indication == .passed)
  }

  @Test("unknown and disagreeing algorithms are found")
  func algorithms() async throws {
    let pki = try await TestPKI()
    var forge = try Forge(pki)
    forge.algorithm = DER.sequence(DER.oid(.ecdsaSHA512))
    #expect(try forge.findings() == [.algorithmMismatch])
    forge.algorithm = DER.sequence(DER.oid(try #require(ObjectIdentifier("1.2.156.10197.1.501"))))
    #expect(try forge.findings() == [.algorithmUnsupported])
    forge = try Forge(pki)
    forge.digest = DER.sequence(DER.oid(.sha384))
    #expect(try forge.findings().contains(.digestMismatch))
  }

  @Test("algorithm protection must equal the outer fields")
  func protection() async throws {
    let pki = try await TestPKI()
    var forge = try Forge(pki)
    func attribute(_ signature: ObjectIdentifier) -> [UInt8] {
      SignedDataSigner.attribute(
        .algorithmProtection,
        DER.sequence(DER.sequence(DER.oid(.sha256)), DER.explicit(1, DER.oid(signature))))
    }
    forge.attributes.append(attribute(.ecdsaSHA256))
    #expect(try forge.findings() == [])
    forge.attributes[3] = attribute(.ecdsaSHA384)
    #expect(try forge.findings() == [.algorithmProtectionMismatch])
  }

  @Test("PSS is read with every mask digest and salt, and an impossible salt is unsupported")
  func pss() throws {
    func identifier(_ mask: ObjectIdentifier, _ salt: Int) throws -> SignatureAlgorithm {
      let hash = DER.sequence(DER.oid(.sha256), DER.null)
      let parameters = DER.sequence(
        DER.explicit(0, hash), DER.explicit(1, DER.sequence(DER.oid(.mgf1), DER.sequence(DER.oid(mask)))),
        DER.explicit(2, DER.integer(salt)))
      return try SignatureAlgorithm(algorithmIdentifier: DERNode(DER.sequence(DER.oid(.rsaPSS), parameters)))
    }
    #expect(try identifier(.sha256, 32) == .rsaPSS(.sha256))
    let variant = PSSParameters(digest: .sha256, mask: .sha1, saltOctets: 20)
    #expect(try identifier(.sha1, 20) == .rsaPSSVariant(variant))
    #expect(throws: CMSError(.unsupportedAlgorithm, "")) { try SignatureAlgorithm.rsaPSSVariant(variant).algorithmIdentifier() }
    guard case .unsupported = try identifier(.sha256, 1 << 20) else {
      Issue.record("such a salt fits into no key")
      return
    }
  }

  @Test("openssl's own signature verifies, and its SHA-1 one is reported as weak", arguments: ["sha256", "sha1"])
  func foreign(_ digest: String) throws {
    let openssl = try OpenSSL()
    try openssl.expect(
      "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "k.pem", "-out", "c.pem", "-subj", "/CN=Foreign")
    try openssl.write("content", Self.content)
    try openssl.expect(
      "cms", "-sign", "-binary", "-in", "content", "-signer", "c.pem", "-inkey", "k.pem", "-md", digest, "-outform",
      "DER", "-out", "s.der", "-cades")
    let parsed = try SignedData(try openssl.read("s.der"))
    let result = SignedDataVerifier(.pdf).verify(parsed, content: [Self.content[...]])
    #expect(result.isSignatureValid && result.isContentIntact && result.indication == .passed)
    #expect(result.findings == (digest == "sha1" ? [.weakAlgorithm] : []))
  }

  @Test("a signature without signed attributes and one in BER are read")
  func lenient() throws {
    let openssl = try OpenSSL()
    try openssl.expect(
      "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "k.pem", "-out", "c.pem", "-subj", "/CN=Foreign")
    try openssl.write("content", Self.content)
    try openssl.expect(
      "cms", "-sign", "-binary", "-noattr", "-stream", "-nodetach", "-in", "content", "-signer", "c.pem", "-inkey",
      "k.pem", "-md", "sha256", "-outform", "DER", "-out", "s.der")
    let parsed = try SignedData(try openssl.read("s.der"))
    #expect(!parsed.isDER)
    #expect(parsed.content == Self.content)
    let result = SignedDataVerifier(.cms).verify(parsed, content: nil)
    #expect(result.isSignatureValid && result.isContentIntact && result.findings == [.notDER])
  }

  @Test("zero padding after the structure is allowed only on request, and random damage never traps")
  func padding() async throws {
    let bytes = try Forge(try await TestPKI()).bytes()
    #expect(throws: CMSError(.malformedEncoding, "")) { try SignedData(bytes + [0, 0]) }
    #expect(try SignedData(bytes + [0, 0], allowsTrailingBytes: true).octetCount == bytes.count)
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<1500 {
      var copy = bytes
      copy[Int.random(in: 0..<copy.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      guard let parsed = try? SignedData(copy) else { continue }
      _ = SignedDataVerifier(.pades).verify(parsed, content: [Self.content[...]])
    }
  }
}
