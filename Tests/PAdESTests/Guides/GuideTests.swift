import CMS
import PAdES
import PDF
import Testing

/// The code of the guides in `PAdES.docc`, word for word; a tidy test compares them.
@Suite("PAdES guides")
struct GuideTests {
  func signed(_ file: [UInt8], keyPEM: String, certificatePEM: String, at now: PKITime) throws -> [UInt8] {
    let key = try PrivateKey(pem: keyPEM)
    let certificates = try X509Certificate.certificates(pem: certificatePEM)
    guard let own = certificates.first else { throw CMSError(.invalidKey, "the text holds no certificate") }
    let signer = try PDFSigner(certificate: own, chain: Array(certificates.dropFirst()), algorithm: key.algorithm)
    let place = SignaturePreparation.Place(name: "Signature1", page: 0, rect: .zero)
    var request = SignatureRequest(field: .new(place), time: now)
    request.reason = "I agree"
    return try signer.sign(PDFDocument(file), request, key: key).bytes
  }

  func stamped(
    _ file: [UInt8], _ signer: PDFSigner, _ key: PrivateKey, at now: PKITime,
    authority: EmbeddedTimeStampAuthority
  ) async throws -> SignedFile {
    let place = SignaturePreparation.Place(name: "Signature1", page: 0, rect: .zero)
    let request = SignatureRequest(field: .new(place), time: now)
    return try await signer.sign(PDFDocument(file), request, key: key) { imprint in
      try await authority.token(imprint: imprint)
    }
  }

  func verdict(on file: [UInt8], roots: [X509Certificate], at now: PKITime) -> [String] {
    let report = SignatureValidator(roots: roots, time: now).validate(file)
    if let problem = report.problem { return [report.verdict.rawValue, problem] }
    return [report.verdict.rawValue] + report.signatures.map { "\($0.field): \($0.message)" }
  }

  @Test("ten lines sign a file; its bytes stay, and the verdict says so in words")
  func firstSignature() async throws {
    let pki = try await SigningPKI()
    let file = SamplePDF.contract()
    let keyPEM = PEM(label: "PRIVATE KEY", bytes: pki.key.pkcs8).text
    let certificatePEM = ([pki.signer] + pki.chain).map(\.pem).joined()
    let result = try signed(file, keyPEM: keyPEM, certificatePEM: certificatePEM, at: pki.now)
    #expect(result.starts(with: file) && result.count > file.count)
    let words = verdict(on: result, roots: [pki.root.certificate], at: pki.now)
    #expect(words.count == 2 && words[0] == "valid" && words[1].hasPrefix("Signature1: "))
    try PDFJudge(pki.root.certificate).pyHanko(result, "BB")
  }

  @Test("text without a certificate is refused, and a file that is none is told as unreadable")
  func refusals() async throws {
    let pki = try await SigningPKI()
    let keyPEM = PEM(label: "PRIVATE KEY", bytes: pki.key.pkcs8).text
    #expect(throws: CMSError.self) { try signed(SamplePDF.contract(), keyPEM: keyPEM, certificatePEM: "", at: pki.now) }
    #expect(verdict(on: Array("no PDF".utf8), roots: [], at: pki.now).first == "unreadable")
  }

  @Test("with an authority the same call reaches B-T")
  func stampedSignature() async throws {
    let pki = try await SigningPKI()
    let signer = try PDFSigner(certificate: pki.signer, chain: pki.chain, algorithm: pki.key.algorithm)
    let result = try await stamped(SamplePDF.contract(), signer, pki.key, at: pki.now, authority: pki.authority())
    #expect(result.level == .baselineT)
    #expect(verdict(on: result.bytes, roots: [pki.root.certificate], at: pki.now).first == "valid")
  }
}
