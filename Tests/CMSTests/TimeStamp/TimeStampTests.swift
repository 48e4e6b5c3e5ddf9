import Testing

@testable import CMS

@Suite struct TimeStampTests {
  static let imprint = DigestAlgorithm.sha256.hash(Array("signature octets".utf8))
  static let nonce: [UInt8] = [0x91, 2, 3, 4, 5, 6, 7, 8]

  @Test("openssl verifies our answer to its own query")
  func opensslVerifies() async throws {
    let pki = try await TestPKI()
    let openssl = try OpenSSL()
    try openssl.write("data", Array("signature octets".utf8))
    try openssl.write("root.pem", pki.root.certificate.pem)
    try openssl.expect("ts", "-query", "-data", "data", "-sha256", "-cert", "-out", "q.tsq")
    let answer = await (try pki.authority()).respond(to: try openssl.read("q.tsq"))
    try openssl.write("a.tsr", answer)
    let moment = "\(TestPKI.now.secondsSince1970)"
    try openssl.expect("ts", "-verify", "-queryfile", "q.tsq", "-in", "a.tsr", "-CAfile", "root.pem", "-attime", moment)
    try openssl.write("t.tst", try #require(try TimeStampResponse(der: answer).token).der)
    try openssl.expect(
      "ts", "-verify", "-data", "data", "-in", "t.tst", "-token_in", "-CAfile", "root.pem", "-attime", moment)
    let text = try openssl.expect("ts", "-reply", "-in", "a.tsr", "-text")
    #expect(text.contains("Policy OID: 1.3.6.1.4.1.99999.1.1"))
  }

  @Test("our request gets an answer whose token verifies")
  func roundTrip() async throws {
    let authority = try (try await TestPKI()).authority()
    let request = try TimeStampRequest(imprint: Self.imprint, nonce: Self.nonce)
    #expect(try TimeStampRequest(der: request.der) == request)
    let token = try TimeStampResponse(der: await authority.respond(to: request.der)).verifiedToken(for: request)
    #expect(token.info.time == TestPKI.now)
    #expect(token.info.accuracyMicroseconds == 1_000_000)
    #expect(token.info.nonce == Self.nonce)
    let check = token.verify(over: [Array("signature octets".utf8)[...]])
    #expect(check.indication == .passed && check.isPurposeRight)
    #expect(token.der.count <= authority.tokenOctetCountMax)
  }

  @Test("a token for another digest, nonce or policy is refused")
  func mismatches() async throws {
    let authority = try (try await TestPKI()).authority()
    let request = try TimeStampRequest(imprint: Self.imprint, nonce: Self.nonce)
    let answer = try TimeStampResponse(der: await authority.respond(to: request.der))
    let other = try TimeStampRequest(imprint: DigestAlgorithm.sha256.hash([]), nonce: Self.nonce)
    let replay = try TimeStampRequest(imprint: Self.imprint, nonce: [9])
    let elsewhere = try #require(ObjectIdentifier("1.2.3"))
    let policy = try TimeStampRequest(imprint: Self.imprint, nonce: Self.nonce, policy: elsewhere)
    for wrong in [other, replay, policy] {
      #expect(throws: CMSError(.responseMismatch, "")) { try answer.verifiedToken(for: wrong) }
    }
  }

  @Test("requests that cannot be served get a refusal with its reason")
  func refusals() async throws {
    let authority = try (try await TestPKI()).authority()
    let elsewhere = try #require(ObjectIdentifier("1.2.3"))
    let policy = try TimeStampRequest(imprint: Self.imprint, nonce: nil, policy: elsewhere)
    let weak = DER.sequence(
      DER.integer(1), MessageImprint(digest: .sha1, octets: DigestAlgorithm.sha1.hash([])).der)
    for (bytes, bit) in [(policy.der, 15), (weak, 0), ([0x30, 0x00], 5), ([], 5)] as [([UInt8], Int)] {
      let answer = try TimeStampResponse(der: await authority.respond(to: bytes))
      #expect(answer.status == 2 && answer.token == nil)
      #expect(answer.failureInfo == 1 << UInt32(bit))
      let request = try TimeStampRequest(imprint: Self.imprint, nonce: nil)
      #expect(throws: CMSError(.refused, "")) { try answer.verifiedToken(for: request) }
    }
  }

  @Test("a token without certificates needs the certificate from outside")
  func withoutCertificates() async throws {
    let pki = try await TestPKI()
    let der = try await pki.authority().token(imprint: Self.imprint, includesCertificates: false)
    let token = try TimeStampToken(der: der)
    #expect(token.signedData.certificates.isEmpty)
    #expect(token.verify(digest: .sha256, imprint: Self.imprint).subIndication == .noSigningCertificateFound)
    let check = token.verify(digest: .sha256, imprint: Self.imprint, extraCertificates: [pki.unit])
    #expect(check.indication == .passed)
  }

  @Test("a unit without the critical purpose is neither made nor believed")
  func purpose() async throws {
    let pki = try await TestPKI()
    let policy = try #require(ObjectIdentifier("1.2.3"))
    #expect(throws: CMSError(.invalidArgument, "")) {
      try EmbeddedTimeStampAuthority(
        certificate: pki.signer, chain: [], key: pki.signerKey, policy: policy, clock: { TestPKI.now },
        serialNumber: { [1] })
    }
    let info = TimeStampInfo(
      policy: policy, digest: .sha256, imprint: Self.imprint, serialNumber: [1], time: TestPKI.now,
      accuracyMicroseconds: 0, nonce: nil)
    let signer = try SignedDataSigner(certificate: pki.signer, chain: [], algorithm: pki.signerKey.algorithm)
    let attributes = try signer.attributes(
      contentDigest: DigestAlgorithm.sha256.hash(info.der), contentType: .timeStampInfo)
    let token = try TimeStampToken(
      der: signer.assemble(
        attributes, signature: try pki.signerKey.signature(over: attributes.bytes), content: info.der))
    let check = token.verify(digest: .sha256, imprint: Self.imprint)
    #expect(check.signature.indication == .passed)
    #expect(check.indication == .indeterminate && check.subIndication == .chainConstraintsFailure)
  }

  @Test("openssl's token verifies here")
  func foreignToken() async throws {
    let pki = try await TestPKI()
    let openssl = try OpenSSL()
    try openssl.write("tsa.pem", pki.unit.pem)
    try openssl.write("key.pem", PEM(label: "PRIVATE KEY", bytes: pki.unitKey.pkcs8).text)
    try openssl.write("serial", "01\n")
    try openssl.write(
      "ts.cnf",
      """
      [tsa]
      default_tsa = t
      [t]
      serial = ./serial
      crypto_device = builtin
      signer_cert = ./tsa.pem
      signer_key = ./key.pem
      signer_digest = sha256
      default_policy = 1.2.3.4
      digests = sha256
      accuracy = secs:1, millisecs:500, microsecs:100

      """)
    let request = try TimeStampRequest(imprint: Self.imprint, nonce: Self.nonce)
    try openssl.write("q.tsq", request.der)
    try openssl.expect("ts", "-reply", "-queryfile", "q.tsq", "-config", "ts.cnf", "-out", "a.tsr")
    let token = try TimeStampResponse(der: try openssl.read("a.tsr")).verifiedToken(for: request)
    #expect(token.info.accuracyMicroseconds == 1_500_100)
    #expect(try TimeStampInfo(der: token.info.der).accuracyMicroseconds == 1_500_100)
  }
}
