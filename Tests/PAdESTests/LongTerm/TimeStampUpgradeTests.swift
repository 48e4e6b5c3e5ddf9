import CMS
import PAdES
import PDF
import Testing

@Suite struct TimeStampUpgradeTests {
  private func baseline(_ pki: SigningPKI, room: Int) async throws -> PDFDocument {
    let signer = try PDFSigner(certificate: pki.signer, chain: pki.chain, algorithm: pki.key.algorithm)
    let request = SignatureRequest(field: .new(.init(name: "S", page: 0, rect: .zero)), time: pki.now)
    let file = try await signer.sign(
      try PDFDocument(SamplePDF.contract()), request, key: pki.key, tokenOctets: room
    ) { _ in nil }
    return try PDFDocument(file.bytes)
  }

  @Test("the token goes into the gap and nothing else changes")
  func upgrades() async throws {
    let pki = try await SigningPKI()
    let authority = try pki.authority()
    let document = try await baseline(pki, room: PDFSigner.tokenOctetsDefault)
    let judge = try PDFJudge(pki.root.certificate)
    try judge.pyHanko(document.bytes, "BT", passes: false)
    let upgraded = try await TimeStampUpgrade(fieldName: "S").apply(to: document) {
      try await authority.token(imprint: $0)
    }
    #expect(upgraded.count == document.bytes.count)
    try judge.pyHanko(upgraded, "BT")
    try judge.popplerAndQPDF(upgraded, signatures: 1)
    await #expect(throws: PAdESError(.tooLate, "")) {
      try await TimeStampUpgrade(fieldName: "S").apply(to: try PDFDocument(upgraded)) { _ in [] }
    }
  }

  @Test("without room, after a later revision, with a wrong token or name it is refused")
  func refuses() async throws {
    let pki = try await SigningPKI()
    let authority = try pki.authority()
    let upgrade = TimeStampUpgrade(fieldName: "S")
    let tight = try await baseline(pki, room: 0)
    await #expect(throws: PAdESError(.placeholderTooSmall, "")) {
      try await upgrade.apply(to: tight) { try await authority.token(imprint: $0) }
    }
    let document = try await baseline(pki, room: PDFSigner.tokenOctetsDefault)
    await #expect(throws: PAdESError(.timeStampFailed, "")) {
      try await upgrade.apply(to: document) { _ in try await authority.token(imprint: [UInt8](repeating: 0, count: 32))
      }
    }
    await #expect(throws: PAdESError(.fieldMissing, "")) {
      try await TimeStampUpgrade(fieldName: "T").apply(to: document) { _ in [] }
    }
    let other = try await pki.party("乙方", serial: 1)
    let signer = try PDFSigner(certificate: other.certificate, chain: pki.chain, algorithm: other.key.algorithm)
    let request = SignatureRequest(field: .new(.init(name: "B", page: 0, rect: .zero)), time: pki.now)
    let followed = try PDFDocument(try signer.sign(document, request, key: other.key).bytes)
    await #expect(throws: PAdESError(.tooLate, "")) {
      try await upgrade.apply(to: followed) { try await authority.token(imprint: $0) }
    }
  }
}
