import Testing

@testable import CMS

/// Name constraints and policies (RFC 5280 §4.2.1.10, §6.1): openssl judges the same chains.
@Suite("constraints of certification paths")
struct PathConstraintTests {
  private static func name(_ tag: UInt8, _ text: String) -> [UInt8] { DER.tlv(DERTag.contextPrimitive(tag), Array(text.utf8)) }
  private static func directory(_ name: DistinguishedName) -> [UInt8] { DER.explicit(4, name.der) }
  private static func constraints(permitted: [[UInt8]] = [], excluded: [[UInt8]] = []) -> CertificateExtension {
    let groups = [(UInt8(0), permitted), (1, excluded)].filter { !$0.1.isEmpty }
    return CertificateExtension(
      .nameConstraints, critical: true,
      value: DER.constructed(
        DERTag.sequence, groups.map { DER.constructed(DERTag.context($0.0), $0.1.map { DER.sequence($0) }) }))
  }
  private static func alternative(_ names: [UInt8]...) -> CertificateExtension {
    CertificateExtension(.subjectAlternativeName, critical: false, value: DER.constructed(DERTag.sequence, names))
  }
  private static func policy(_ number: UInt8) -> ObjectIdentifier { ObjectIdentifier(octets: [0x2A, 3, 4, number]) }
  private static func policies(_ list: ObjectIdentifier...) -> CertificateExtension {
    CertificateExtension(
      .certificatePolicies, critical: false, value: DER.constructed(DERTag.sequence, list.map { DER.sequence(DER.oid($0)) }))
  }
  private static func required(_ count: UInt8, mapping: UInt8? = nil) -> CertificateExtension {
    let fields = [[DERTag.contextPrimitive(0), 1, count]] + (mapping.map { [[DERTag.contextPrimitive(1), 1, $0]] } ?? [])
    return CertificateExtension(.policyConstraints, critical: true, value: DER.constructed(DERTag.sequence, fields))
  }
  private static func mapped(_ from: UInt8, _ to: UInt8) -> CertificateExtension {
    CertificateExtension(
      .policyMappings, critical: true,
      value: DER.sequence(DER.sequence(DER.oid(policy(from)), DER.oid(policy(to)))))
  }
  private static let noAny = CertificateExtension(.inhibitAnyPolicy, critical: true, value: DER.integer(0))
  private static let heqi = DistinguishedName([.init(.country, "CN"), .init(.organization, "Heqi Test")])
  private static let other = DistinguishedName([.init(.country, "CN"), .init(.organization, "Somebody")])

  static let cases: [(name: String, authority: [CertificateExtension], leaf: [CertificateExtension], passes: Bool)] = [
    ("own name permitted", [constraints(permitted: [directory(heqi)])], [], true),
    ("other name permitted", [constraints(permitted: [directory(other)])], [], false),
    ("own name excluded", [constraints(excluded: [directory(heqi)])], [], false),
    ("other name excluded", [constraints(excluded: [directory(other)])], [], true),
    ("host of a domain", [constraints(permitted: [name(2, "heqi.test")])], [alternative(name(2, "a.Heqi.test"))], true),
    ("host beside a domain", [constraints(permitted: [name(2, "heqi.test")])], [alternative(name(2, "aheqi.test"))], false),
    ("excluded host", [constraints(excluded: [name(2, "heqi.test")])], [alternative(name(2, "heqi.test"))], false),
    ("no name of the kind", [constraints(permitted: [name(2, "heqi.test")])], [], true),
    ("mailbox at a host", [constraints(permitted: [name(1, "heqi.test")])], [alternative(name(1, "a@heqi.test"))], true),
    ("mailbox below a host", [constraints(permitted: [name(1, "heqi.test")])], [alternative(name(1, "a@b.heqi.test"))], false),
    ("mailbox below a domain", [constraints(permitted: [name(1, ".heqi.test")])], [alternative(name(1, "a@b.heqi.test"))], true),
    ("one of two names outside", [constraints(permitted: [name(1, "heqi.test")])], [alternative(name(1, "a@heqi.test"), name(1, "a@evil.test"))], false),
    ("address inside a network", [constraints(permitted: [DER.tlv(DERTag.contextPrimitive(7), [10, 0, 0, 0, 255, 0, 0, 0])])], [alternative(DER.tlv(DERTag.contextPrimitive(7), [10, 1, 2, 3]))], true),
    ("address outside a network", [constraints(permitted: [DER.tlv(DERTag.contextPrimitive(7), [10, 0, 0, 0, 255, 0, 0, 0])])], [alternative(DER.tlv(DERTag.contextPrimitive(7), [11, 1, 2, 3]))], false),
    ("a policy is required and there", [required(0), policies(policy(1))], [policies(policy(1))], true),
    ("a policy is required and missing", [required(0), policies(policy(1))], [], false),
    ("a policy is required and another is there", [required(0), policies(policy(1))], [policies(policy(2))], false),
    ("any policy serves", [required(0), policies(.anyPolicy)], [policies(policy(2))], true),
    ("the leaf's any-policy serves", [required(0), policies(policy(1))], [policies(.anyPolicy)], true),
    ("any-policy is inhibited", [required(0), policies(policy(1)), noAny], [policies(.anyPolicy)], false),
    ("a mapped policy", [required(0), policies(policy(1)), mapped(1, 2)], [policies(policy(2))], true),
    ("the policy before it was mapped", [required(0), policies(policy(1)), mapped(1, 2)], [policies(policy(1))], false),
    ("required only further below", [required(5), policies(policy(1))], [], true),
    ("no policy is required", [policies(policy(1))], [policies(policy(2))], true),
    ("the leaf requires one itself", [policies(policy(1))], [required(0)], false),
  ]

  @Test("constraints hold exactly where openssl says so", arguments: cases.indices)
  func constraints(_ index: Int) async throws {
    let (name, authority, leaf, passes) = Self.cases[index]
    let pki = try await TestPKI()
    let key = try PrivateKey.generateP256()
    var template = CertificateTemplate(
      .issuingCA, subject: TestPKI.name("Limited CA"), publicKey: key.publicKey, serialNumber: [7], notBefore: TestPKI.start,
      notAfter: TestPKI.now)
    template.extensions += authority
    let issuer = try CertificateIssuer(certificate: try await pki.root.issue(template), key: key)
    var signer = CertificateTemplate(
      .signatory, subject: TestPKI.name("Signer"), publicKey: pki.signerKey.publicKey, serialNumber: [8],
      notBefore: TestPKI.start, notAfter: TestPKI.now)
    signer.extensions += leaf
    let certificate = try await issuer.issue(signer)
    let result = PathValidator(roots: [pki.root.certificate], intermediates: [issuer.certificate])
      .validate(certificate, at: TestPKI.start, purpose: .documentSigning)
    #expect((result.indication == .passed) == passes, "\(name): \(result.explanation)")
    #expect(passes || result.subIndication == .chainConstraintsFailure)
    let openssl = try OpenSSL()
    try openssl.write("root.pem", pki.root.certificate.pem)
    try openssl.write("ca.pem", issuer.certificate.pem)
    try openssl.write("leaf.pem", certificate.pem)
    let time = "\(TestPKI.start.adding(seconds: 60).secondsSince1970)"
    let judged = try openssl.run(
      ["verify", "-policy_check", "-policy", "2.5.29.32.0", "-attime", time,
        "-CAfile", "root.pem", "-untrusted", "ca.pem", "leaf.pem"])
    #expect((judged.status == 0) == passes, "\(name): openssl says \(judged.text)")
  }

  @Test("a certificate for other purposes only is no signer's", arguments: [
    ([ObjectIdentifier.purposeServerAuthentication], false), ([.purposeTimeStamping], false), ([.purposeOCSPSigning], false),
    ([.purposeServerAuthentication, .purposeDocumentSigning], true), ([.purposeDocumentSigning], true), ([.anyPurpose], true),
  ])
  func purposes(_ purposes: [ObjectIdentifier], _ passes: Bool) async throws {
    let pki = try await TestPKI()
    var template = CertificateTemplate(
      .signatory, subject: TestPKI.name("Signer"), publicKey: pki.signerKey.publicKey, serialNumber: [8],
      notBefore: TestPKI.start, notAfter: TestPKI.now)
    template.extensions.append(.extendedKeyUsage(purposes, critical: false))
    let certificate = try await pki.issuing.issue(template)
    let result = PathValidator(roots: [pki.root.certificate], intermediates: pki.chain)
      .validate(certificate, at: TestPKI.start, purpose: .documentSigning)
    #expect((result.indication == .passed) == passes)
  }

  @Test("a re-issued CA with another key identifier and a cross-certified one both lead to their roots")
  func crossCertified() async throws {
    let pki = try await TestPKI()
    let stranger = try await TestPKI()
    // The stranger's root certifies the same CA key under the same name.
    let crossed = try await stranger.root.issue(
      CertificateTemplate(
        .issuingCA, subject: pki.issuing.certificate.subject, publicKey: pki.issuing.certificate.publicKey,
        serialNumber: [0x55], notBefore: TestPKI.start, notAfter: TestPKI.now))
    for root in [pki.root.certificate, stranger.root.certificate] {
      let result = PathValidator(roots: [root], intermediates: [crossed] + pki.chain)
        .validate(pki.signer, at: TestPKI.start, purpose: .documentSigning)
      #expect(result.indication == .passed && result.path.last == root)
    }
  }

  @Test("a list signed with the CA's next key counts, a stranger's does not")
  func changedKey() async throws {
    let pki = try await TestPKI()
    let key = try PrivateKey.generateP256()
    func next(_ root: CertificateIssuer) async throws -> CertificateIssuer {
      try CertificateIssuer(
        certificate: try await root.issue(
          CertificateTemplate(
            .issuingCA, subject: pki.issuing.certificate.subject, publicKey: key.publicKey, serialNumber: [0x56],
            notBefore: TestPKI.start, notAfter: TestPKI.now)), key: key)
    }
    for (authority, decides) in [(try await next(pki.root), true), (try await next(try await TestPKI().root), false)] {
      let list = try await authority.revocationList(
        [RevokedCertificate(serialNumber: pki.signer.serialNumber, time: TestPKI.start, reason: .keyCompromise)], number: 1,
        thisUpdate: TestPKI.start, nextUpdate: TestPKI.now)
      let result = PathValidator(
        roots: [pki.root.certificate], intermediates: [authority.certificate] + pki.chain,
        evidence: RevocationEvidence(crls: [list])
      ).validate(pki.signer, at: TestPKI.start.adding(seconds: 60), purpose: .any)
      #expect((result.subIndication == .revokedNoProofOfExistence) == decides)
    }
  }
}
