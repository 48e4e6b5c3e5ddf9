import CMS
import Foundation
import PAdES
import Testing

/// Files that pyHanko makes when the tests run: every algorithm, level, certificate trouble, and attacks on them. The
/// name of a file says which verdict EN 319 102-1 asks for.
@Suite("files of another vendor", .serialized)
struct PeerFileTests {
  private struct Corpus {
    let judge: PDFJudge
    let folder: String
    let roots: [X509Certificate]

    init() async throws {
      let judge = try await PDFJudge(SigningPKI().root.certificate)
      let folder = judge.directory.appendingPathComponent("made").path
      let made = try judge.python("make_signed.py", [folder])
      try #require(made.status == 0, "make_signed.py: \(made.text)")
      self.judge = judge
      self.folder = folder
      roots = try X509Certificate.certificates(pem: String(decoding: try judge.read(folder + "/root.pem"), as: UTF8.self))
    }

    func report(_ path: String, judgesTrust: Bool = true) throws -> ValidationReport {
      let now = PKITime(secondsSince1970: Int64(Date().timeIntervalSince1970) + 60)
      return SignatureValidator(roots: roots, judgesTrust: judgesTrust, time: now).validate(try judge.read(path))
    }

    func files(_ folder: String) throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".pdf") }.sorted()
    }
  }

  @Test("each file gets the verdict it deserves, and no attack on a valid one is accepted")
  func verdicts() async throws {
    let corpus = try await Corpus()
    let files = try corpus.files(corpus.folder)
    #expect(files.count > 120, "the corpus is there")
    for file in files {
      let report = try corpus.report(corpus.folder + "/" + file)
      let details = report.signatures.map { "\($0.message) \($0.findings)" }
      #expect(file.hasPrefix(report.verdict.rawValue + "-"), "\(file) is \(report.verdict): \(report.problem ?? "") \(details)")
      for signature in report.signatures where report.verdict == .indeterminate {
        #expect(signature.indication != .passed || report.signatures.count > 1)
        #expect(signature.indication != .indeterminate || signature.doubt != nil || signature.isUnverifiable, "a lay reader is told why")
      }
      // Who signed is another question than whether the file is as it was signed.
      if report.verdict == .indeterminate, report.signatures.allSatisfy({ $0.integrity == .intact && $0.subIndication != .noSigningCertificateFound }) {
        #expect(try corpus.report(corpus.folder + "/" + file, judgesTrust: false).verdict == .valid, "\(file)")
      }
    }
    let words = [
      "expired": SubIndication.outOfBoundsNoProofOfExistence, "revoked": .revokedNoProofOfExistence,
      "stamped-before-issue": .notYetValid, "purpose-server": .chainConstraintsFailure,
      "self-signed": .noCertificateChainFound, "sha1": .cryptoConstraintsFailureNoProofOfExistence,
      "names-DE": .chainConstraintsFailure, "short-key": .cryptoConstraintsFailureNoProofOfExistence,
    ]
    for (name, word) in words {
      let report = try corpus.report(corpus.folder + "/indeterminate-\(name).pdf")
      #expect(report.signatures.first?.subIndication == word, "\(name): \(String(describing: report.signatures.first?.subIndication))")
    }
    let bases = [
      "p256-pades", "rsa2048-pkcs7", "b-lt", "b-lta-twice", "certified-1", "certified-2", "certified-3", "filled-after",
      "six-parties", "stamp-only",
    ].map { corpus.folder + "/valid-\($0).pdf" }
    let forged = corpus.judge.directory.appendingPathComponent("forged").path
    let outcome = try corpus.judge.python("forge_pdf.py", [forged] + bases)
    try #require(outcome.status == 0, "forge_pdf.py: \(outcome.text)")
    let attacks = try corpus.files(forged)
    #expect(attacks.count > 600, "the attacks are there")
    for file in attacks {
      let report = try corpus.report(forged + "/" + file, judgesTrust: false)
      #expect(report.verdict != .valid, "\(file) is accepted")
    }
  }
}
