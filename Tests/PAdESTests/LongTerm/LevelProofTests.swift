import CMS
import Foundation
import PAdES
import PDF
import Testing

/// Each level in the eyes of our own verdict and of judges that know no PDF, and what time does to it.
@Suite("proof of levels")
struct LevelProofTests {
  private func sign(
    _ document: PDFDocument, _ pki: SigningPKI, field: String, _ holder: (certificate: X509Certificate, key: PrivateKey)? = nil,
    place: SignatureRequest.Field? = nil, certifies: Bool = false
  ) async throws -> PDFDocument {
    let (certificate, key) = holder ?? (pki.signer, pki.key)
    let signer = try PDFSigner(certificate: certificate, chain: pki.chain, algorithm: key.algorithm)
    var request = SignatureRequest(
      field: place ?? .new(.init(name: field, page: 0, rect: .zero)), time: pki.now)
    request.certifies = certifies
    let authority = try pki.authority()
    let file = try await signer.sign(document, request, key: key) { try await authority.token(imprint: $0) }
    return try PDFDocument(file.bytes)
  }

  private func report(_ bytes: [UInt8], _ pki: SigningPKI, afterDays days: Int64 = 0) -> ValidationReport {
    SignatureValidator(roots: [pki.root.certificate], time: pki.now.adding(seconds: 60 + days * 86_400)).validate(bytes)
  }

  private func archived(_ document: PDFDocument, _ pki: SigningPKI) async throws -> [UInt8] {
    let authority = try pki.authority()
    return try await LongTermExtender(roots: [pki.root.certificate], now: pki.now)
      .extend(document, supply: pki.revocation()) { try await authority.token(imprint: $0) }
  }

  @Test("openssl accepts the CMS and the token cut out of the file, and neither over changed bytes")
  func cutOut() async throws {
    let pki = try await SigningPKI()
    let bytes = try await sign(try PDFDocument(SamplePDF.contract()), pki, field: "Signature1").bytes
    let cutOut = try CutOutSignature(bytes, field: "Signature1")
    #expect(cutOut.tokens.count == 1)
    try PDFJudge(pki.root.certificate).openSSL(cutOut, links: [pki.issuing.certificate])
  }

  @Test("our verdict names each level, and only what is kept for long outlives the certificates")
  func time() async throws {
    let pki = try await SigningPKI()
    let stamped = try await sign(try PDFDocument(SamplePDF.contract()), pki, field: "Signature1")
    let longTerm = try await LongTermExtender(roots: [pki.root.certificate], now: pki.now)
      .addValidationData(to: stamped, supply: pki.revocation())
    let archive = try await archived(stamped, pki)
    let levels: [([UInt8], SignatureReport.Level)] = [(stamped.bytes, .timestamped), (longTerm, .longTerm), (archive, .archival)]
    for (bytes, level) in levels {
      #expect(report(bytes, pki).signatures.first?.level == level)
      // The signer's certificate ends after a year, the time-stamping unit's after eight.
      let later = report(bytes, pki, afterDays: 500)
      #expect(later.verdict == .valid && later.signatures.first?.timeSource == .timestamp)
      #expect(later.signatures.first?.level == level)
    }
    let muchLater = report(archive, pki, afterDays: 3100)
    #expect(muchLater.verdict == .indeterminate, "nothing proves the archive stamp any more")
    #expect(muchLater.signatures.last?.subIndication == .outOfBoundsNoProofOfExistence)
    #expect(muchLater.signatures.first?.doubt == .outsideValidity)
  }

  @Test("a renewed archive stamp carries the proof past the end of the first unit's certificate")
  func renewed() async throws {
    let pki = try await SigningPKI()
    let first = try await archived(try await sign(try PDFDocument(SamplePDF.contract()), pki, field: "Signature1"), pki)
    // A later unit with a longer life, stamping shortly before the first one ends.
    let later = pki.now.adding(seconds: 2990 * 86_400)
    let key = try PrivateKey.generateP256()
    let unit = try await pki.issuing.issue(
      CertificateTemplate(
        .timeStampingUnit, subject: SigningPKI.name("Second TSA"), publicKey: key.publicKey, serialNumber: [0x42, 9],
        notBefore: later.adding(seconds: -86_400), notAfter: pki.now.adding(seconds: 3600 * 86_400)))
    let authority = try EmbeddedTimeStampAuthority(
      certificate: unit, chain: pki.chain, key: key, policy: try #require(ObjectIdentifier("1.3.6.1.4.1.99999.1")),
      clock: { later }, serialNumber: { [0x11, 2, 3, 4, 5, 6, 7, 8] })
    let renewed = try await LongTermExtender(roots: [pki.root.certificate], now: later)
      .extend(try PDFDocument(first), supply: pki.revocation(at: later)) { try await authority.token(imprint: $0) }
    #expect(renewed.starts(with: first))
    #expect(report(first, pki, afterDays: 3100).verdict == .indeterminate)
    let report = report(renewed, pki, afterDays: 3100)
    #expect(report.verdict == .valid, "\(report.signatures.map(\.findings))")
    #expect(report.signatures.map(\.indication) == [.passed, .passed, .passed])
  }

  @Test("revocation after the proven time changes nothing, revocation before it does")
  func revokedLater() async throws {
    let pki = try await SigningPKI()
    let stamped = try await sign(try PDFDocument(SamplePDF.contract()), pki, field: "Signature1")
    for (moment, verdict) in [(pki.now.adding(seconds: 30), ValidationReport.Verdict.valid), (pki.now.adding(seconds: -30), .indeterminate)] {
      let list = try await pki.issuing.revocationList(
        [RevokedCertificate(serialNumber: pki.signer.serialNumber, time: moment, reason: .keyCompromise)], number: 2,
        thisUpdate: pki.now.adding(seconds: 40), nextUpdate: pki.now.adding(seconds: 86_400))
      var validator = SignatureValidator(roots: [pki.root.certificate], time: pki.now.adding(seconds: 60))
      validator.evidence = RevocationEvidence(crls: [list])
      let report = validator.validate(stamped.bytes)
      #expect(report.verdict == verdict)
      if verdict == .indeterminate {
        #expect(report.signatures.first?.subIndication == .revokedNoProofOfExistence)
        #expect(report.signatures.first?.doubt == .revoked)
        #expect(report.signatures.first?.message.contains("revoked") == true)
      }
    }
  }
}
