import CMS
import PAdES
import PDF
import Testing

/// Two, three and ten parties at every level: after each signature the file is valid for us, pyHanko, pdfsig, qpdf and
/// openssl, and the file before it is its beginning. Every further party signs over what the one before left behind.
@Suite("files of many parties at every level", .serialized)
struct MultiPartyProofTests {
  enum Level: String, CaseIterable, Sendable {
    case basic = "BB", stamped = "BT", longTerm = "BLT", archival = "BLTA"

    var reported: SignatureReport.Level {
      switch self {
      case .basic: .basic
      case .stamped: .timestamped
      case .longTerm: .longTerm
      case .archival: .archival
      }
    }
  }

  private func sign(
    _ document: PDFDocument, _ index: Int, _ level: Level, _ pki: SigningPKI
  ) async throws -> [UInt8] {
    let holder = try await pki.party("第\(index + 1)方", serial: UInt8(index + 1))
    let signer = try PDFSigner(certificate: holder.certificate, chain: pki.chain, algorithm: holder.key.algorithm)
    var request = SignatureRequest(field: .existing("Party\(index)"), time: pki.now)
    request.certifies = index == 0
    request.appearance = SignatureAppearance(pdf: SamplePDF.seal(), scaling: .fit)
    let authority = try pki.authority()
    let file = try await signer.sign(document, request, key: holder.key) {
      level == .basic ? nil : try await authority.token(imprint: $0)
    }
    let extender = LongTermExtender(roots: [pki.root.certificate], now: pki.now)
    switch level {
    case .basic, .stamped: return file.bytes
    case .longTerm: return try await extender.addValidationData(to: try PDFDocument(file.bytes), supply: pki.revocation())
    case .archival:
      return try await extender.extend(try PDFDocument(file.bytes), supply: pki.revocation()) {
        try await authority.token(imprint: $0)
      }
    }
  }

  @Test("every file on the way satisfies all judges at its level", arguments: [2, 3, 10], Level.allCases)
  func proof(_ count: Int, _ level: Level) async throws {
    let pki = try await SigningPKI()
    let judge = try PDFJudge(pki.root.certificate)
    let parties = (0..<count).map { index in
      SignaturePreparation.Party(
        signature: .init(
          name: "Party\(index)", page: index % 2,
          rect: PDFRectangle(x: 20 + Double(index) * 52, y: 60, width: 48, height: 48)))
    }
    let original = SamplePDF.contract()
    var bytes = try SignaturePreparation(parties).apply(to: try PDFDocument(original))
    #expect(bytes.starts(with: original))
    var steps: [[UInt8]] = []
    for index in 0..<count {
      let next = try await sign(try PDFDocument(bytes), index, level, pki)
      #expect(next.starts(with: bytes), "the file before signature \(index + 1) is its beginning")
      bytes = next
      steps.append(next)
      let report = SignatureValidator(
        roots: [pki.root.certificate], time: pki.now.adding(seconds: 60), profile: .contract
      ).validate(next)
      #expect(report.verdict == .valid, "\(report.signatures.map(\.findings))")
      let signatures = report.signatures.filter { $0.kind != .docTimeStamp }
      #expect(signatures.count == index + 1 && report.signatures.allSatisfy { $0.trust == .trusted })
      #expect(signatures.allSatisfy { $0.level == level.reported }, "\(signatures.map(\.level))")
      #expect(report.signatures.count - signatures.count == (level == .archival ? index + 1 : 0))
      try judge.popplerAndQPDF(next, signatures: index + 1)
    }
    try judge.pyHanko(files: steps, level.rawValue)
    let cutOuts = try CutOutSignature.all(bytes)
    #expect(cutOuts.count == (level == .archival ? 2 * count : count))
    for cutOut in cutOuts { try judge.openSSL(cutOut, links: [pki.issuing.certificate]) }
    #expect(cutOuts.allSatisfy { $0.isDocumentTimeStamp || $0.tokens.count == (level == .basic ? 0 : 1) })
  }
}
