import Testing

@testable import CMS

@Suite struct PathValidatorTests {
  private func validator(
    _ pki: TestPKI, evidence: RevocationEvidence = RevocationEvidence(),
    rule: PathValidator.RevocationRule = .ifAvailable
  ) -> PathValidator {
    PathValidator(
      roots: [pki.root.certificate], intermediates: [pki.issuing.certificate], evidence: evidence, revocationRule: rule)
  }

  @Test("a good chain passes and is listed leaf first")
  func good() async throws {
    let pki = try await TestPKI()
    let result = validator(pki).validate(pki.signer, at: TestPKI.now, purpose: .documentSigning)
    #expect(result.indication == .passed)
    #expect(result.path == [pki.signer, pki.issuing.certificate, pki.root.certificate])
    #expect(validator(pki).validate(pki.unit, at: TestPKI.now, purpose: .timeStamping).indication == .passed)
  }

  @Test("no root, no link, or a stranger's root gives no chain")
  func noChain() async throws {
    let pki = try await TestPKI()
    let other = try await TestPKI()
    for validator in [
      PathValidator(roots: []), PathValidator(roots: [pki.root.certificate]),
      PathValidator(roots: [other.root.certificate], intermediates: pki.chain),
    ] {
      let result = validator.validate(pki.signer, at: TestPKI.now, purpose: .any)
      #expect(result.subIndication == .noCertificateChainFound)
    }
  }

  @Test("before and after validity the result is out of bounds, at both edges it passes")
  func validity() async throws {
    let pki = try await TestPKI()
    for (time, passes) in [
      (pki.signer.notBefore, true), (pki.signer.notBefore.adding(seconds: -1), false), (pki.signer.notAfter, true),
      (pki.signer.notAfter.adding(seconds: 1), false),
    ] {
      let result = validator(pki).validate(pki.signer, at: time, purpose: .any)
      #expect((result.indication == .passed) == passes)
      #expect(result.subIndication == (passes ? nil : .outOfBoundsNoProofOfExistence))
    }
  }

  @Test("a signer may not issue, and a time-stamping unit may not be anything else")
  func constraints() async throws {
    let pki = try await TestPKI()
    let key = try PrivateKey.generateP256()
    let rogue = try await CertificateIssuer(certificate: pki.signer, key: pki.signerKey).issue(
      CertificateTemplate(
        .signatory, subject: TestPKI.name("Rogue"), publicKey: key.publicKey, serialNumber: [9],
        notBefore: TestPKI.start, notAfter: TestPKI.now))
    let result = PathValidator(roots: [pki.root.certificate], intermediates: [pki.issuing.certificate, pki.signer])
      .validate(rogue, at: TestPKI.start, purpose: .any)
    #expect(result.subIndication == .chainConstraintsFailure)
    let wrong = validator(pki).validate(pki.signer, at: TestPKI.now, purpose: .timeStamping)
    #expect(wrong.subIndication == .chainConstraintsFailure)
  }

  @Test("an issuing CA may not have a CA below it")
  func pathLength() async throws {
    let pki = try await TestPKI()
    let key = try PrivateKey.generateP256()
    func template(_ role: CertificateTemplate.Role, _ name: String) -> CertificateTemplate {
      CertificateTemplate(
        role, subject: TestPKI.name(name), publicKey: key.publicKey, serialNumber: [9], notBefore: TestPKI.start,
        notAfter: TestPKI.now)
    }
    let below = try await pki.issuing.issue(template(.issuingCA, "Below"))
    let leaf = try await CertificateIssuer(certificate: below, key: key).issue(template(.signatory, "Leaf"))
    let result = PathValidator(roots: [pki.root.certificate], intermediates: [pki.issuing.certificate, below])
      .validate(leaf, at: TestPKI.start, purpose: .any)
    #expect(result.subIndication == .chainConstraintsFailure)
  }

  @Test("an unknown critical extension stops the path, an uncritical one does not", arguments: [true, false])
  func criticalExtension(_ isCritical: Bool) async throws {
    let pki = try await TestPKI()
    var template = CertificateTemplate(
      .signatory, subject: TestPKI.name("Odd"), publicKey: pki.signerKey.publicKey, serialNumber: [9],
      notBefore: TestPKI.start, notAfter: TestPKI.now)
    template.extensions.append(
      CertificateExtension(try #require(ObjectIdentifier("1.2.3.4")), critical: isCritical, value: DER.null))
    let certificate = try await pki.issuing.issue(template)
    let result = validator(pki).validate(certificate, at: TestPKI.start, purpose: .any)
    #expect(result.subIndication == (isCritical ? .chainConstraintsFailure : nil))
  }

  @Test("revocation before the time in question decides, later revocation does not")
  func revocation() async throws {
    let pki = try await TestPKI()
    let moment = TestPKI.now
    func list(_ issuer: CertificateIssuer, _ certificate: X509Certificate) async throws -> RevocationEvidence {
      RevocationEvidence(crls: [
        try await issuer.revocationList(
          [RevokedCertificate(serialNumber: certificate.serialNumber, time: moment, reason: .keyCompromise)], number: 1,
          thisUpdate: moment, nextUpdate: moment.adding(seconds: 86_400))
      ])
    }
    let leaf = validator(pki, evidence: try await list(pki.issuing, pki.signer))
    let authority = validator(pki, evidence: try await list(pki.root, pki.issuing.certificate))
    #expect(leaf.validate(pki.signer, at: moment, purpose: .any).subIndication == .revokedNoProofOfExistence)
    #expect(authority.validate(pki.signer, at: moment, purpose: .any).subIndication == .revokedCANoProofOfExistence)
    let before = leaf.validate(pki.signer, at: moment.adding(seconds: -1), purpose: .any)
    #expect(before.indication == .passed)
  }

  @Test("with revocation required, silence is TRY_LATER and full evidence passes")
  func required() async throws {
    let pki = try await TestPKI()
    let silent = validator(pki, rule: .required).validate(pki.signer, at: TestPKI.now, purpose: .any)
    #expect(silent.subIndication == .tryLater)
    let end = TestPKI.now.adding(seconds: 86_400)
    let responder = try OCSPResponder(
      certificate: pki.responder, issuer: pki.issuing.certificate, key: pki.responderKey)
    let answer = OCSPSingleResponse(
      certificate: OCSPCertificateID(pki.signer, issuer: pki.issuing.certificate, digest: .sha256), status: .good,
      thisUpdate: TestPKI.now, nextUpdate: end)
    let evidence = RevocationEvidence(
      crls: [try await pki.root.revocationList([], number: 1, thisUpdate: TestPKI.now, nextUpdate: end)],
      ocspResponses: [try await responder.sign([answer], producedAt: TestPKI.now)])
    let result = validator(pki, evidence: evidence, rule: .required)
      .validate(pki.signer, at: TestPKI.now, purpose: .any)
    #expect(result.indication == .passed)
    #expect(result.revocation.last == .notNeeded)
    guard case .ocsp(_, let used)? = result.revocation.first?.source else {
      Issue.record("the OCSP answer must be the source")
      return
    }
    #expect(used == pki.responder)
  }

  @Test("many look-alike issuers cannot multiply the work")
  func budget() async throws {
    let pki = try await TestPKI()
    var lookAlikes: [X509Certificate] = []
    for serial in 1...60 {
      let key = try PrivateKey.generateP256()
      lookAlikes.append(
        try await CertificateIssuer.selfSignedRoot(
          subject: pki.issuing.certificate.subject, key: key, serialNumber: [UInt8(serial)], notBefore: TestPKI.start,
          notAfter: TestPKI.now
        ).certificate)
    }
    let result = PathValidator(roots: [pki.root.certificate], intermediates: lookAlikes + [pki.issuing.certificate])
      .validate(pki.signer, at: TestPKI.now, purpose: .any)
    #expect(result.indication == .passed)
  }
}
