import CMS
import PAdES
import PDF
import Testing

@Suite struct LongTermExtenderTests {
  private func signed(_ pki: SigningPKI, stamped: Bool = true) async throws -> PDFDocument {
    let signer = try PDFSigner(certificate: pki.signer, chain: pki.chain, algorithm: pki.key.algorithm)
    var request = SignatureRequest(field: .new(.init(name: "Signature1", page: 0, rect: .zero)), time: pki.now)
    request.certifies = true
    let authority = try pki.authority()
    let file = try await signer.sign(try PDFDocument(SamplePDF.contract()), request, key: pki.key) {
      stamped ? try await authority.token(imprint: $0) : nil
    }
    return try PDFDocument(file.bytes)
  }

  private func extender(_ pki: SigningPKI) -> LongTermExtender {
    LongTermExtender(roots: [pki.root.certificate], now: pki.now)
  }

  @Test("validation data alone reaches B-LT, a document time-stamp over it B-LTA")
  func levels() async throws {
    let pki = try await SigningPKI()
    let authority = try pki.authority()
    let judge = try PDFJudge(pki.root.certificate)
    let document = try await signed(pki)
    let withData = try await extender(pki).addValidationData(to: document, supply: pki.revocation())
    #expect(withData.starts(with: document.bytes))
    try judge.pyHanko(withData, "BLT")
    try judge.pyHanko(withData, "BLTA", passes: false)
    let archived = try await extender(pki).extend(document, supply: pki.revocation()) {
      try await authority.token(imprint: $0)
    }
    let verdict = try judge.pyHanko(archived, "BLTA")
    #expect(verdict.contains("DocTimeStamp") && !verdict.contains("FORBIDDEN"))
    try judge.popplerAndQPDF(archived, signatures: 1)
  }

  @Test("a second party signs after B-LTA of the first, and a second extension keeps old entries")
  func renewal() async throws {
    let pki = try await SigningPKI()
    let authority = try pki.authority()
    let judge = try PDFJudge(pki.root.certificate)
    let first = try PDFDocument(
      try await extender(pki).extend(try await signed(pki), supply: pki.revocation()) {
        try await authority.token(imprint: $0)
      })
    let other = try await pki.party("乙方", serial: 1)
    let signer = try PDFSigner(certificate: other.certificate, chain: pki.chain, algorithm: other.key.algorithm)
    let request = SignatureRequest(field: .new(.init(name: "Signature2", page: 1, rect: .zero)), time: pki.now)
    let second = try await signer.sign(first, request, key: other.key) { try await authority.token(imprint: $0) }
    let archived = try await extender(pki).extend(try PDFDocument(second.bytes), supply: pki.revocation()) {
      try await authority.token(imprint: $0)
    }
    try judge.pyHanko(archived, "BLTA")
    let store = try DocumentSecurityStore(try PDFDocument(archived).currentView)
    let old = try DocumentSecurityStore(first.currentView)
    #expect(Set(old.certificates).isSubset(of: Set(store.certificates)))
    #expect(Set(old.evidence.ocspResponses).isSubset(of: Set(store.evidence.ocspResponses)))
    #expect(Set(store.certificates).count == store.certificates.count)
  }

  @Test("a file that has everything is answered unchanged")
  func complete() async throws {
    let pki = try await SigningPKI()
    let once = try await extender(pki).addValidationData(to: try await signed(pki), supply: pki.revocation())
    let twice = try await extender(pki).addValidationData(to: try PDFDocument(once)) { _, _ in
      Issue.record("nothing is missing, so nothing may be asked")
      return RevocationEvidence()
    }
    #expect(once == twice)
  }

  @Test("missing, too old or revoking data and missing time-stamps are refused")
  func refuses() async throws {
    let pki = try await SigningPKI()
    let document = try await signed(pki)
    let extender = extender(pki)
    await #expect(throws: PAdESError(.revocationDataMissing, "")) {
      try await extender.addValidationData(to: document) { _, _ in RevocationEvidence() }
    }
    await #expect(throws: PAdESError(.revocationDataMissing, "")) {
      try await extender.addValidationData(to: document) { _, _ in throw CMSError(.refused, "down") }
    }
    let old = pki.revocation(at: pki.now.adding(seconds: -3600))
    await #expect(throws: PAdESError(.revocationDataMissing, "")) {
      try await extender.addValidationData(to: document, supply: old)
    }
    let patient = LongTermExtender(roots: [pki.root.certificate], now: pki.now, demandsDataAfterSigning: false)
    _ = try await patient.addValidationData(to: document, supply: old)
    await #expect(throws: PAdESError(.revocationDataMissing, "")) {
      try await extender.addValidationData(to: document) { certificate, issuer in
        let entry = RevokedCertificate(serialNumber: certificate.serialNumber, time: pki.now.adding(seconds: -60))
        let authority = issuer == pki.root.certificate ? pki.root : pki.issuing
        let end = pki.now.adding(seconds: 60)
        return RevocationEvidence(crls: [
          try await authority.revocationList([entry], number: 1, thisUpdate: pki.now, nextUpdate: end)
        ])
      }
    }
    let bare = try await signed(pki, stamped: false)
    await #expect(throws: PAdESError(.timeStampFailed, "")) {
      try await extender.addValidationData(to: bare, supply: pki.revocation())
    }
    let stranger = LongTermExtender(roots: [try await SigningPKI().root.certificate], now: pki.now)
    await #expect(throws: PAdESError(.revocationDataMissing, "")) {
      try await stranger.addValidationData(to: document, supply: pki.revocation())
    }
  }

  @Test("a document time-stamp that lies or is missing leaves no file")
  func badTimeStamp() async throws {
    let pki = try await SigningPKI()
    let authority = try pki.authority()
    let document = try await signed(pki)
    await #expect(throws: PAdESError(.timeStampFailed, "")) {
      try await extender(pki).addDocumentTimeStamp(to: document) { _ in throw CMSError(.refused, "down") }
    }
    await #expect(throws: PAdESError(.timeStampFailed, "")) {
      try await extender(pki).addDocumentTimeStamp(to: document) { _ in
        try await authority.token(imprint: [UInt8](repeating: 0, count: 32))
      }
    }
  }
}
