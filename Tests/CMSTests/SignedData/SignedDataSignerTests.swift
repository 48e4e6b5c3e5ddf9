import CMS
import Testing

@Suite struct SignedDataSignerTests {
  static let content = Array("合同正文 contract text".utf8)

  /// Key kinds with the RSA scheme that openssl must understand.
  enum KeyKind: String, CaseIterable {
    case p256, p384, rsa, pss, ed25519

    func make() throws -> PrivateKey {
      switch self {
      case .p256: try .generateP256()
      case .p384: try .generateP384()
      case .rsa: try .generateRSA(bits: 2048)
      case .pss: try .generateRSA(bits: 2048, scheme: .pss)
      case .ed25519: try .generateEd25519()
      }
    }
  }

  @Test("openssl verifies detached signatures of every key kind", arguments: KeyKind.allCases)
  func detached(_ kind: KeyKind) async throws {
    let pki = try await TestPKI(signerKey: try kind.make())
    let signer = try SignedDataSigner(certificate: pki.signer, chain: pki.chain, algorithm: pki.signerKey.algorithm)
    let cms = try signer.sign(contentDigest: signer.digest.hash(Self.content), key: pki.signerKey)
    let result = SignedDataVerifier(.pades).verify(try SignedData(cms), content: [Self.content[...]])
    #expect(result.indication == .passed)
    #expect(result.findings.isEmpty)
    #expect(result.certificate == pki.signer)
    // openssl 3.0 cannot verify Ed25519 inside CMS (it passes a digest to EdDSA); pyHanko judges that kind in PAdES.
    if kind != .ed25519 { try judge(cms, pki) }
  }

  @Test("openssl verifies plain CMS with signing-time and algorithm protection", arguments: [true, false])
  func plain(_ isDetached: Bool) async throws {
    let pki = try await TestPKI()
    let signer = try SignedDataSigner(certificate: pki.signer, chain: pki.chain, algorithm: pki.signerKey.algorithm)
    let cms = try await signer.sign(
      content: Self.content, key: pki.signerKey, isDetached: isDetached, signingTime: TestPKI.now)
    let parsed = try SignedData(cms)
    #expect(parsed.signers.first?.claimedSigningTime == TestPKI.now)
    #expect((parsed.content == nil) == isDetached)
    let result = SignedDataVerifier(.cms).verify(parsed, content: isDetached ? [Self.content[...]] : nil)
    #expect(result.indication == .passed)
    if isDetached {
      try judge(cms, pki)
    } else {
      let openssl = try opensslWithRoot(pki, cms)
      try openssl.expect(
        "cms", "-verify", "-binary", "-inform", "DER", "-in", "sig.der", "-CAfile", "root.pem", "-attime",
        "\(TestPKI.now.secondsSince1970)", "-purpose", "any", "-out", "out")
      #expect(try openssl.read("out") == Self.content)
    }
  }

  private func opensslWithRoot(_ pki: TestPKI, _ cms: [UInt8]) throws -> OpenSSL {
    let openssl = try OpenSSL()
    try openssl.write("root.pem", pki.root.certificate.pem)
    try openssl.write("sig.der", cms)
    try openssl.write("content", Self.content)
    return openssl
  }

  private func judge(_ cms: [UInt8], _ pki: TestPKI) throws {
    let openssl = try opensslWithRoot(pki, cms)
    try openssl.expect(
      "cms", "-verify", "-binary", "-inform", "DER", "-in", "sig.der", "-content", "content", "-CAfile", "root.pem",
      "-attime", "\(TestPKI.now.secondsSince1970)", "-purpose", "any", "-cades", "-out", "out")
  }

  @Test("PAdES attributes are exactly content-type, message-digest and signing-certificate-v2, in DER order")
  func attributes() async throws {
    let pki = try await TestPKI()
    let signer = try SignedDataSigner(certificate: pki.signer, chain: pki.chain, algorithm: pki.signerKey.algorithm)
    let parsed = try SignedData(try signer.sign(contentDigest: [UInt8](repeating: 7, count: 32), key: pki.signerKey))
    let info = try #require(parsed.signers.first)
    #expect(
      Set(info.signedAttributes?.map(\.identifier.description) ?? [])
        == ["1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.16.2.47"])
    #expect(info.signedAttributes?.count == 3)
    #expect(info.isAttributeOrderDER)
    #expect(parsed.version == 1)
    #expect(parsed.certificates.count == 3)
    #expect(parsed.crls.isEmpty)
  }

  @Test("the size bound holds with and without a token")
  func sizeBound() async throws {
    for kind in KeyKind.allCases {
      let pki = try await TestPKI(signerKey: try kind.make())
      let signer = try SignedDataSigner(certificate: pki.signer, chain: pki.chain, algorithm: pki.signerKey.algorithm)
      let attributes = try signer.attributes(contentDigest: signer.digest.hash([]))
      let signature = try pki.signerKey.signature(over: attributes.bytes)
      for token in [nil, [UInt8](repeating: 0x30, count: 9000)] {
        let bytes = signer.assemble(attributes, signature: signature, timeStampToken: token)
        let bound = signer.octetCountMax(signatureOctets: signature.count, tokenOctets: token?.count ?? 0)
        #expect(bytes.count <= bound && bound - bytes.count < 450)
      }
    }
  }

  @Test("a foreign key, a weak key and a digest of the wrong length are refused")
  func refuses() async throws {
    let pki = try await TestPKI()
    let signer = try SignedDataSigner(certificate: pki.signer, chain: pki.chain, algorithm: pki.signerKey.algorithm)
    let other = try PrivateKey.generateP256()
    #expect(throws: CMSError(.invalidKey, "")) {
      try signer.sign(contentDigest: [UInt8](repeating: 0, count: 32), key: other)
    }
    #expect(throws: CMSError(.invalidArgument, "")) { try signer.sign(contentDigest: [1], key: pki.signerKey) }
    #expect(throws: CMSError(.unsupportedAlgorithm, "")) {
      try SignedDataSigner(certificate: pki.signer, chain: [], algorithm: .ecdsa(.sha1))
    }
  }
}
