import CMS
import PAdES
import PDF
import Testing

@Suite("Validation of signed PDF files")
struct SignatureValidatorTests {
  private func validate(_ bytes: [UInt8], _ pki: SigningPKI, judgesTrust: Bool = true) -> ValidationReport {
    SignatureValidator(roots: [pki.root.certificate], judgesTrust: judgesTrust, time: pki.now).validate(bytes)
  }

  private func signed(_ pki: SigningPKI, stamped: Bool = true, certifies: Bool = false) async throws -> [UInt8] {
    var request = SignatureRequest(field: .new(.init(name: "Signature1", page: 0, rect: .zero)), time: pki.now)
    request.certifies = certifies
    request.reason = "同意"
    let signer = try PDFSigner(certificate: pki.signer, chain: pki.chain, algorithm: pki.key.algorithm)
    let authority = try pki.authority()
    return try await signer.sign(try PDFDocument(SamplePDF.contract()), request, key: pki.key) {
      stamped ? try await authority.token(imprint: $0) : nil
    }.bytes
  }

  @Test("an honest signature is valid, covers the whole file, and is told with all its facts")
  func honest() async throws {
    let pki = try await SigningPKI()
    let report = validate(try await signed(pki), pki)
    #expect(report.verdict == .valid && report.problem == nil && report.pageCount == 2)
    let signature = try #require(report.signatures.first)
    #expect(signature.coverage == .wholeFile && signature.integrity == .intact && signature.changes == .none)
    #expect(signature.level == .timestamped && signature.trust == .trusted && signature.timeSource == .timestamp)
    #expect(signature.signer == "签约人" && signature.reason == "同意" && signature.kind == .approval)
    #expect(signature.provenTime == pki.now.truncatedToSeconds.description)
    #expect(report.json(file: "a.pdf").contains("\"verdict\":\"valid\""))
  }

  @Test("without a time stamp the level is B-B and the time is only claimed")
  func claimedTime() async throws {
    let pki = try await SigningPKI()
    let signature = try #require(validate(try await signed(pki, stamped: false), pki).signatures.first)
    #expect(signature.level == .basic && signature.timeSource == .claimed)
  }

  @Test("a signature of an unknown root is intact but not proven; without judging trust it is valid")
  func unknownRoot() async throws {
    let pki = try await SigningPKI(), stranger = try await SigningPKI()
    let bytes = try await signed(pki)
    let report = validate(bytes, stranger)
    #expect(report.verdict == .indeterminate)
    #expect(report.signatures.first?.trust == .untrusted && report.signatures.first?.integrity == .intact)
    let lenient = validate(bytes, stranger, judgesTrust: false)
    #expect(lenient.verdict == .valid && lenient.signatures.first?.trust == .unknown)
  }

  @Test("a file without signatures is unsigned; what is no PDF is unreadable, with a remedy")
  func unsigned() async throws {
    let pki = try await SigningPKI()
    #expect(validate(SamplePDF.contract(), pki).verdict == .unsigned)
    let junk = validate(Array("hello".utf8), pki)
    #expect(junk.verdict == .unreadable && junk.problem?.isEmpty == false)
    #expect(validate([], pki).verdict == .unreadable)
  }

  @Test("changing one signed byte breaks the signature")
  func flippedByte() async throws {
    let pki = try await SigningPKI()
    let forged = Forgery(bytes: try await signed(pki)).replacing("Contract page 1", with: "Contract page 9")
    let report = validate(forged, pki)
    #expect(report.verdict == .invalid)
    #expect(report.signatures.first?.integrity == .broken && report.signatures.first?.subIndication == .hashFailure)
  }

  /// Incremental saving, shadow and structure attacks: none may stay valid.
  static let attacks: [(name: String, forge: @Sendable (Forgery) -> [UInt8])] = [
    ("page content replaced", { $0.update([(5, "<< /Length 3 >>\nstream\nq Q\nendstream")]) }),
    ("page replaced", { $0.update([(4, "<< /Type /Page /Parent 2 0 R /Resources << >> >>")]) }),
    ("page tree replaced", { $0.update([(2, "<< /Type /Pages /Kids [4 0 R] /Count 1 /MediaBox [0 0 595 842] >>")]) }),
    ("font replaced", { $0.update([(3, "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>")]) }),
    ("catalog without the form", { $0.update([(1, "<< /Type /Catalog /Pages 2 0 R >>")]) }),
    ("catalog with an action", { $0.update([(1, "<< /Type /Catalog /Pages 2 0 R /OpenAction [4 0 R /Fit] >>")]) }),
    ("no chain to the section before", { $0.update([(5, "<< /Length 3 >>\nstream\nq Q\nendstream")], previous: false) }),
    ("empty section without a chain", { forgery in
      Forgery(bytes: forgery.bytes + Array("5 0 obj\n<< /Length 3 >>\nstream\nq Q\nendstream\nendobj\n".utf8)).update([], previous: false)
    }),
    ("object without any section", { $0.bytes + Array("5 0 obj\n<< /Length 3 >>\nstream\nq Q\nendstream\nendobj\n".utf8) }),
    ("bytes between the revisions", { Forgery(bytes: $0.bytes + Array("forged bytes\n".utf8)).update([(99, "null")]) }),
    ("another root", { Forgery(bytes: $0.update([(90, "<< /Type /Catalog /Pages 2 0 R >>")])).replacingLastRoot() }),
  ]

  @Test("an attacker's update is refused", arguments: attacks.map(\.name), [true, false])
  func attack(_ name: String, _ certifies: Bool) async throws {
    let pki = try await SigningPKI()
    let attack = try #require(Self.attacks.first { $0.name == name })
    let report = validate(attack.forge(Forgery(bytes: try await signed(pki, certifies: certifies))), pki)
    #expect(report.verdict == .invalid || report.verdict == .unreadable, "\(name): \(report.signatures.map(\.findings))")
  }

  @Test("an update that changes nothing reachable keeps the signature valid and says what it covers")
  func harmlessUpdate() async throws {
    let pki = try await SigningPKI()
    let report = validate(Forgery(bytes: try await signed(pki)).update([(99, "<< /Harmless true >>")], size: 100), pki)
    #expect(report.verdict == .valid)
    #expect(report.signatures.first?.coverage == .wholeRevision)
    #expect(report.revisionCount == 3)
  }

  @Test("document information may change; it is reported as archival")
  func informationChange() async throws {
    let pki = try await SigningPKI()
    let forged = Forgery(bytes: try await signed(pki)).update([(99, "<< /Title (x) >>")], trailer: "/Info 99 0 R ", size: 100)
    let report = validate(forged, pki)
    #expect(report.verdict == .valid && report.signatures.first?.changes == .archival)
  }

  /// Structural bytes of the signature itself.
  @Test("touching the signature dictionary is refused", arguments: [
    ("/SubFilter /ETSI.CAdES.detached", "/SubFilter /ETSI.CAdES.detacheX"), ("/ByteRange [0 ", "/ByteRange [1 "),
    ("/Contents <30", "/Contents <31"), ("/Filter /Adobe.PPKLite", "/Filter /Adobe.PPKLitX"),
  ])
  func dictionary(_ text: String, _ other: String) async throws {
    let pki = try await SigningPKI()
    let bytes = try await signed(pki)
    let forged = Forgery(bytes: bytes).replacing(text, with: other)
    #expect(forged != bytes, "the sample no longer holds “\(text)”")
    #expect([.invalid, .unreadable].contains(validate(forged, pki).verdict))
  }

  @Test("no changed byte outside the signature value leaves a valid file, and none anywhere traps")
  func mutations() async throws {
    let pki = try await SigningPKI()
    let bytes = try await signed(pki, stamped: false)
    let gap = try #require(Forgery.find(Array("/Contents <".utf8), in: bytes, last: false)) + 10
    let gapEnd = try #require(bytes[gap...].firstIndex(of: UInt8(ascii: ">")))
    for _ in 0..<300 {
      var forged = bytes
      let position = Int.random(in: 0..<bytes.count)
      forged[position] ^= UInt8.random(in: 1...255)
      let report = validate(forged, pki)
      // Inside the value a carried chain certificate may be damaged without harm: the root is known to the verifier.
      if !(gap...gapEnd).contains(position) {
        #expect(report.verdict != .valid, "byte \(position) changed from \(bytes[position]) to \(forged[position])")
      }
    }
  }

  @Test("after the certificate ended, only a time stamp keeps the signature provable")
  func expired() async throws {
    let pki = try await SigningPKI()
    let bytes = try await signed(pki)
    let late = SignatureValidator(roots: [pki.root.certificate], time: pki.now.adding(seconds: 400 * 86_400)).validate(bytes)
    // The time stamp still proves the signature to be older than the certificate's end.
    #expect(late.verdict == .valid)
    let unproven = SignatureValidator(roots: [pki.root.certificate], time: pki.now.adding(seconds: 400 * 86_400))
      .validate(try await signed(pki, stamped: false))
    #expect(unproven.verdict == .indeterminate)
    #expect(unproven.signatures.first?.subIndication == .outOfBoundsNoProofOfExistence)
  }
}

extension Forgery {
  /// The same bytes with the last `/Root 1 0 R` leading to object 90.
  func replacingLastRoot() -> [UInt8] {
    guard let start = Self.find(Array("/Root 1 0 R".utf8), in: bytes, last: true) else { return bytes }
    return Array(bytes[..<start]) + Array("/Root 90 0 R".utf8) + Array(bytes[(start + 11)...])
  }
}
