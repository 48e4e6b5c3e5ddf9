import CMS
import Foundation
import PAdES
import Testing

/// Signatures whose method is not known here: neither confirmed nor refuted, in words that a lay reader understands.
/// Files, keys and signatures are made by other programs when the test runs.
@Suite("signatures by methods that are not known here")
struct UnknownMethodTests {
  private static let methods = [
    "ed448": "Ed448", "ed448-shake": "Ed448", "sm2": "SM2 with SM3", "sm2-pkcs7": "SM2 with SM3",
    "sm2-gbt35275": "SM2 with SM3", "sm2-sha256": "SM2 with SM3", "ses": "GB/T 38540", "invented": "1.2.3.4.5",
  ]

  private struct Files {
    let judge: PDFJudge
    let folder: String
    let roots: [X509Certificate]

    init() async throws {
      judge = try await PDFJudge(SigningPKI().root.certificate)
      folder = judge.directory.appendingPathComponent("unknown").path
      let made = try judge.python("make_unknown.py", [folder])
      try #require(made.status == 0, "make_unknown.py: \(made.text)")
      roots = try X509Certificate.certificates(
        pem: String(decoding: try judge.read(folder + "/root.pem"), as: UTF8.self))
    }

    func bytes(_ name: String) throws -> [UInt8] { try judge.read("\(folder)/\(name).pdf") }

    func report(_ bytes: [UInt8], judgesTrust: Bool = true) -> ValidationReport {
      let now = PKITime(secondsSince1970: Int64(Date().timeIntervalSince1970) + 60)
      return SignatureValidator(roots: roots, judgesTrust: judgesTrust, time: now).validate(bytes)
    }
  }

  @Test("Ed448, SM2, national seals and invented schemes are indeterminate, with the reason in the standard's and in plain words")
  func indeterminate() async throws {
    let files = try await Files()
    for (name, method) in Self.methods.sorted(by: { $0.key < $1.key }) {
      for judgesTrust in [true, false] {
        let report = files.report(try files.bytes(name), judgesTrust: judgesTrust)
        #expect(report.verdict == .indeterminate, "\(name): \(report.verdict) \(report.signatures.map(\.findings))")
        let signature = try #require(report.signatures.first, "\(name)")
        #expect(signature.indication == .indeterminate, "\(name)")
        let word: SubIndication = name == "ses" ? .signatureConstraintsFailure : .cryptoConstraintsFailureNoProofOfExistence
        #expect(signature.subIndication == word, "\(name): \(signature.subIndication?.rawValue ?? "nil")")
        #expect(signature.isUnverifiable && !signature.isSound && signature.level == .none, "\(name)")
        #expect(signature.coverage == .wholeFile && signature.changes == .none, "\(name)")
        #expect(signature.unknownMethod == method, "\(name): \(signature.unknownMethod ?? "nil")")
        #expect(signature.message.contains("(\(method))") && signature.message.contains("neither confirmed nor refuted"))
        #expect(!signature.message.contains("changed"), "\(name) is told as if it were damaged: \(signature.message)")
        if name.hasPrefix("sm2") { #expect(signature.signer == "国密签署人" && signature.certificate != nil) }
      }
    }
  }

  @Test("what can be checked without the method is: a changed text, a crooked range and a forbidden change are refused")
  func stillChecked() async throws {
    let files = try await Files()
    // These two carry digests that are known here.
    for name in ["ed448", "sm2-sha256"] {
      let changed = Forgery(bytes: try files.bytes(name)).replacing("(Old) Tj", with: "(New) Tj")
      let report = files.report(changed)
      #expect(report.verdict == .invalid, "\(name)")
      #expect(report.signatures.first?.subIndication == .hashFailure, "\(name)")
    }
    for name in Self.methods.keys {
      let forgery = Forgery(bytes: try files.bytes(name))
      #expect(files.report(forgery.replacing("/ByteRange [0 ", with: "/ByteRange [1 ")).verdict != .valid, "\(name)")
      #expect(files.report(forgery.replacing("/ByteRange [0 ", with: "/ByteRange [1 ")).verdict != .indeterminate, "\(name)")
      let later = forgery.updateWithoutIdentifier(4, "<< /Length 23 >>\nstream\nBT /F1 9 Tf (New) Tj ET\nendstream")
      let report = files.report(later)
      #expect(report.verdict == .invalid, "\(name): \(report.verdict)")
      #expect(report.signatures.first?.changes == .forbidden, "\(name)")
      #expect(report.signatures.first?.message.contains("do not rely on") == true, "\(name)")
    }
  }

  @Test("no octet of an unknown signature makes it valid, and none traps")
  func damaged() async throws {
    let files = try await Files()
    for name in Self.methods.keys.sorted() {
      let surgery = try SignatureSurgery(try files.bytes(name))
      for position in stride(from: surgery.gap.lowerBound, to: surgery.gap.lowerBound + 2400, by: 7) {
        var forged = surgery.bytes
        forged[position] = forged[position] == 0x30 ? 0x37 : 0x30
        #expect(files.report(forged, judgesTrust: false).verdict != .valid, "\(name) at \(position)")
      }
    }
  }
}
