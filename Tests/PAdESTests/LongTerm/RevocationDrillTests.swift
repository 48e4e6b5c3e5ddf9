import CMS
import PAdES
import PDF
import Testing

/// Drill 18: OCSP and CRL do not answer. What was fetched before serves until it asks to be replaced; after that the
/// answer is "not known", never "valid", and a file is not raised on a guess.
@Suite("revocation services that do not answer (drill 18)")
struct RevocationDrillTests {
  private func signed(_ pki: SigningPKI, isStamped: Bool) async throws -> [UInt8] {
    let signer = try PDFSigner(certificate: pki.signer, chain: pki.chain, algorithm: pki.key.algorithm)
    let request = SignatureRequest(field: .new(.init(name: "S", page: 0, rect: .zero)), time: pki.now)
    let authority = try pki.authority()
    return try await signer.sign(try PDFDocument(SamplePDF.contract()), request, key: pki.key) {
      isStamped ? try await authority.token(imprint: $0) : nil
    }.bytes
  }

  /// What was fetched at `time`, about the signer and the issuing CA.
  private func cached(_ pki: SigningPKI, at time: PKITime) async throws -> RevocationEvidence {
    let supply = pki.revocation(at: time)
    var evidence = try await supply(pki.signer, pki.issuing.certificate)
    let above = try await supply(pki.issuing.certificate, pki.root.certificate)
    evidence.crls += above.crls
    return evidence
  }

  private func report(
    _ bytes: [UInt8], _ pki: SigningPKI, _ evidence: RevocationEvidence, afterSeconds seconds: Int64
  ) -> ValidationReport {
    var validator = SignatureValidator(roots: [pki.root.certificate], time: pki.now.adding(seconds: seconds))
    validator.evidence = evidence
    validator.demandsRevocationData = true
    return validator.validate(bytes)
  }

  @Test("drill 18: without any data a verdict that asks for it is open, in the standard's and in plain words", arguments: [true, false])
  func nothing(_ isStamped: Bool) async throws {
    let pki = try await SigningPKI()
    let report = report(try await signed(pki, isStamped: isStamped), pki, RevocationEvidence(), afterSeconds: 60)
    #expect(report.verdict == .indeterminate)
    let signature = try #require(report.signatures.first)
    #expect(signature.indication == .indeterminate && signature.subIndication == .tryLater && signature.trust == .untrusted)
    #expect(signature.integrity == .intact && signature.doubt == .noRevocationData)
    #expect(signature.message.contains("it is not known whether the certificate has been revoked; try again later"))
  }

  @Test("drill 18: what was fetched before serves until its next update, and not a moment longer")
  func cache() async throws {
    let pki = try await SigningPKI()
    let bytes = try await signed(pki, isStamped: false)
    // Seven days from the moment it was made, and five minutes for clocks that differ.
    let evidence = try await cached(pki, at: pki.now.adding(seconds: -86_400))
    let end: Int64 = 6 * 86_400
    #expect(report(bytes, pki, evidence, afterSeconds: 60).verdict == .valid)
    #expect(report(bytes, pki, evidence, afterSeconds: end + 300).verdict == .valid)
    let late = report(bytes, pki, evidence, afterSeconds: end + 301)
    #expect(late.verdict == .indeterminate && late.signatures.first?.subIndication == .tryLater)
    // Half of it is not enough: the list about the issuing CA is missing.
    var half = evidence
    half.crls = []
    #expect(report(bytes, pki, half, afterSeconds: 60).verdict == .indeterminate)
  }

  @Test("drill 18: a file is raised on cached data within its window, and not on stale data or none")
  func raising() async throws {
    let pki = try await SigningPKI()
    let first = try await signed(pki, isStamped: true)
    let kept = try await LongTermExtender(roots: [pki.root.certificate], now: pki.now)
      .addValidationData(to: try PDFDocument(first), supply: pki.revocation())
    // The same person signs again; the services are down from now on, only the store of the file is left.
    for (days, isRaised) in [(6, true), (8, false)] as [(Int64, Bool)] {
      let later = pki.now.adding(seconds: days * 86_400)
      let authority = try EmbeddedTimeStampAuthority(
        certificate: pki.unit, chain: pki.chain, key: pki.unitKey, policy: try #require(ObjectIdentifier("1.2.3.4")),
        clock: { later }, serialNumber: { [0x11, UInt8(days)] })
      let signer = try PDFSigner(certificate: pki.signer, chain: pki.chain, algorithm: pki.key.algorithm)
      let request = SignatureRequest(field: .new(.init(name: "T", page: 0, rect: .zero)), time: later)
      let second = try await signer.sign(try PDFDocument(kept), request, key: pki.key) {
        try await authority.token(imprint: $0)
      }
      let patient = LongTermExtender(roots: [pki.root.certificate], now: later, demandsDataAfterSigning: false)
      let strict = LongTermExtender(roots: [pki.root.certificate], now: later)
      let down: LongTermExtender.RevocationSupply = { _, _ in throw CMSError(.refused, "down") }
      await #expect(throws: PAdESError(.revocationDataMissing, ""), "older data is no proof of a younger signature") {
        try await strict.addValidationData(to: try PDFDocument(second.bytes), supply: down)
      }
      if isRaised {
        let raised = try await patient.addValidationData(to: try PDFDocument(second.bytes), supply: down)
        #expect(raised.starts(with: second.bytes))
      } else {
        await #expect(throws: PAdESError(.revocationDataMissing, ""), "stale data") {
          try await patient.addValidationData(to: try PDFDocument(second.bytes), supply: down)
        }
      }
    }
  }
}
