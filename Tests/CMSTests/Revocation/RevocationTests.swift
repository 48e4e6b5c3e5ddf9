import Testing

@testable import CMS

@Suite struct RevocationTests {
  static let week: Int64 = 7 * 86_400

  private func crl(
    _ pki: TestPKI, _ revoked: [RevokedCertificate], from: PKITime = TestPKI.now
  ) async throws -> CertificateRevocationList {
    try await pki.issuing.revocationList(
      revoked, number: 7, thisUpdate: from, nextUpdate: from.adding(seconds: Self.week))
  }

  @Test("openssl reads and verifies our CRL, and honours it")
  func opensslCRL() async throws {
    let pki = try await TestPKI()
    let entry = RevokedCertificate(serialNumber: pki.signer.serialNumber, time: TestPKI.now, reason: .keyCompromise)
    let list = try await crl(pki, [entry])
    let openssl = try OpenSSL()
    try openssl.write("crl.der", list.der)
    try openssl.write("sub.pem", pki.issuing.certificate.pem)
    try openssl.write("root.pem", pki.root.certificate.pem)
    try openssl.write("leaf.pem", pki.signer.pem)
    try openssl.write("unit.pem", pki.unit.pem)
    let text = try openssl.expect("crl", "-inform", "DER", "-in", "crl.der", "-CAfile", "sub.pem", "-noout", "-text")
    #expect(text.contains("verify OK") && text.contains("Key Compromise") && text.contains("C003"))
    try openssl.write("crl.pem", PEM(label: "X509 CRL", bytes: list.der).text)
    let verify = [
      "verify", "-crl_check", "-attime", "\(TestPKI.now.secondsSince1970 + 60)", "-CAfile", "root.pem", "-untrusted",
      "sub.pem", "-CRLfile", "crl.pem",
    ]
    #expect(try openssl.run(verify + ["leaf.pem"]).text.contains("certificate revoked"))
    #expect(try openssl.run(verify + ["unit.pem"]).status == 0)
  }

  @Test("a CRL answers for listed and unlisted serial numbers")
  func entries() async throws {
    let pki = try await TestPKI()
    let entry = RevokedCertificate(serialNumber: pki.signer.serialNumber, time: TestPKI.now, reason: .superseded)
    let list = try await crl(pki, [RevokedCertificate(serialNumber: [5], time: TestPKI.now), entry])
    #expect(try list.entry(serialNumber: pki.signer.serialNumber) == entry)
    #expect(try list.entry(serialNumber: pki.unit.serialNumber) == nil)
    #expect(list.isSigned(by: pki.issuing.certificate.publicKey))
    #expect(!list.isSigned(by: pki.root.certificate.publicKey))
    #expect(try await crl(pki, []).entry(serialNumber: [5]) == nil)
  }

  @Test("openssl accepts our OCSP answers, direct and delegated, with its nonce", arguments: [true, false])
  func opensslOCSP(_ isDelegated: Bool) async throws {
    let pki = try await TestPKI()
    let responder =
      isDelegated
      ? try OCSPResponder(certificate: pki.responder, issuer: pki.issuing.certificate, key: pki.responderKey)
      : try OCSPResponder(certificate: pki.issuing.certificate, issuer: pki.issuing.certificate, key: pki.issuing.key)
    let openssl = try OpenSSL()
    try openssl.write("sub.pem", pki.issuing.certificate.pem)
    try openssl.write("root.pem", pki.root.certificate.pem)
    try openssl.write("leaf.pem", pki.signer.pem)
    try openssl.write("unit.pem", pki.unit.pem)
    try openssl.expect(
      "ocsp", "-issuer", "sub.pem", "-cert", "leaf.pem", "-cert", "unit.pem", "-reqout", "q.der", "-no_cert_verify")
    let revoked = pki.unit.serialNumber
    let answer = await responder.respond(to: try openssl.read("q.der"), now: TestPKI.now, validSeconds: Self.week) {
      $0 == revoked ? .revoked(time: TestPKI.start, reason: .cessationOfOperation) : .good
    }
    try openssl.write("a.der", answer)
    let text = try openssl.expect(
      "ocsp", "-issuer", "sub.pem", "-cert", "leaf.pem", "-cert", "unit.pem", "-respin", "a.der", "-CAfile", "root.pem",
      "-attime", "\(TestPKI.now.secondsSince1970)", "-no_nonce", "-validity_period", "4000000000")
    #expect(text.contains("Response verify OK"))
    #expect(text.contains("leaf.pem: good") && text.contains("unit.pem: revoked"))
    #expect(try OCSPResponse(der: answer).nonce == (try OCSPRequest(der: try openssl.read("q.der")).nonce))
  }

  @Test("certificates of another issuer are unknown, bad requests are refused")
  func unknown() async throws {
    let pki = try await TestPKI()
    let responder = try OCSPResponder(
      certificate: pki.responder, issuer: pki.issuing.certificate, key: pki.responderKey)
    let foreign = OCSPCertificateID(pki.issuing.certificate, issuer: pki.root.certificate)
    let bytes = await responder.respond(
      to: OCSPRequest([foreign], nonce: [1, 2]).der, now: TestPKI.now, validSeconds: 60
    ) { _ in .good }
    let response = try OCSPResponse(der: bytes)
    #expect(response.answers.map(\.status) == [.unknown])
    #expect(response.nonce == [1, 2])
    let refusal = await responder.respond(to: [1, 2, 3], now: TestPKI.now, validSeconds: 60) { _ in .good }
    #expect(throws: CMSError(.refused, "")) { try OCSPResponse(der: refusal) }
  }

  @Test("a responder without the purpose, or issued by someone else, does not count")
  func authorization() async throws {
    let pki = try await TestPKI()
    #expect(throws: CMSError(.invalidArgument, "")) {
      try OCSPResponder(certificate: pki.signer, issuer: pki.issuing.certificate, key: pki.signerKey)
    }
    let other = try await TestPKI()
    let responder = try OCSPResponder(
      certificate: other.responder, issuer: other.issuing.certificate, key: other.responderKey)
    let answer = OCSPSingleResponse(
      certificate: OCSPCertificateID(pki.signer, issuer: pki.issuing.certificate), status: .good,
      thisUpdate: TestPKI.now, nextUpdate: nil)
    let response = try await responder.sign([answer], producedAt: TestPKI.now)
    #expect(response.authorizedResponder(for: other.issuing.certificate) == other.responder)
    #expect(response.authorizedResponder(for: pki.issuing.certificate) == nil)
    let status = RevocationEvidence(ocspResponses: [response])
      .status(of: pki.signer, issuer: pki.issuing.certificate, at: TestPKI.now)
    #expect(status == .unknown)
  }

  @Test("evidence counts inside its window and when gathered later, never when too old or partial")
  func windows() async throws {
    let pki = try await TestPKI()
    let evidence = RevocationEvidence(crls: [try await crl(pki, [])])
    func status(_ offset: Int64) -> RevocationStatus {
      evidence.status(of: pki.signer, issuer: pki.issuing.certificate, at: TestPKI.now.adding(seconds: offset))
    }
    guard case .good = status(0), case .good = status(Self.week), case .good = status(-86_400) else {
      Issue.record("fresh and later data must count")
      return
    }
    #expect(status(Self.week + 3600) == .unknown)
    #expect(evidence.status(of: pki.issuing.certificate, issuer: pki.root.certificate, at: TestPKI.now) == .unknown)
  }

  @Test("CRLs limited to CAs, to some reasons, or indirect ones do not cover a person")
  func scopes() async throws {
    let pki = try await TestPKI()
    let plain = try await crl(pki, [])
    func limited(_ field: [UInt8]) async throws -> CertificateRevocationList {
      let point = CertificateExtension(.issuingDistributionPoint, critical: true, value: DER.sequence(field))
      let algorithm = try pki.issuing.key.algorithm.algorithmIdentifier()
      let tbs = DER.sequence(
        DER.integer(1), algorithm, pki.issuing.certificate.subject.der, DER.time(plain.thisUpdate),
        DER.explicit(0, DER.sequence(point.der)))
      let signature = try await pki.issuing.key.sign(tbs)
      return try CertificateRevocationList(der: DER.sequence(tbs, algorithm, DER.bitString(signature)))
    }
    #expect(plain.covers(pki.signer))
    #expect(try await limited([0x81, 1, 0xFF]).covers(pki.signer))
    for field in [[0x82, 1, 0xFF], [0x83, 2, 1, 6], [0x84, 1, 0xFF], [0x85, 1, 0xFF]] as [[UInt8]] {
      #expect(try await !limited(field).covers(pki.signer))
    }
  }
}
