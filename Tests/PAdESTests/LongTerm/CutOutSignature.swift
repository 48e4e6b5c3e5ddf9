import CMS
import Foundation
import PDF
import Testing

/// A signature cut out of its file, for judges that know no PDF: openssl gets the bytes of the range, the CMS and the tokens.
struct CutOutSignature {
  let content: [UInt8]
  /// The CMS structure, or the token of a document time stamp, without padding.
  let cms: [UInt8]
  let isDocumentTimeStamp: Bool
  /// The signature octets, which a signature time stamp covers.
  let signature: [UInt8]
  let tokens: [[UInt8]]

  init(_ bytes: [UInt8], field: String) throws {
    let view = try PDFDocument(bytes).currentView
    let found = try #require(try view.formField(named: field), "\(field) is not there")
    let dictionary = try #require(try view.resolve(found.value ?? .null).dictionaryValue)
    let range = (dictionary["ByteRange"]?.arrayValue ?? []).compactMap(\.integerValue)
    try #require(range.count == 4 && range[0] == 0 && range[2] + range[3] <= bytes.count)
    content = Array(bytes[..<range[1]] + bytes[range[2]..<(range[2] + range[3])])
    let contents = try #require(dictionary["Contents"]?.stringValue?.bytes)
    let data = try SignedData(contents, allowsTrailingBytes: true)
    cms = Array(contents.prefix(data.octetCount))
    isDocumentTimeStamp = dictionary["SubFilter"]?.nameValue == "ETSI.RFC3161"
    let signer = try #require(data.signers.first)
    signature = signer.signature
    tokens = signer.signatureTimeStamps
  }

  /// Every signature of the newest revision, by field.
  static func all(_ bytes: [UInt8]) throws -> [CutOutSignature] {
    try PDFDocument(bytes).currentView.signatureFields().filter { !($0.value?.isNull ?? true) }
      .map { try CutOutSignature(bytes, field: $0.name) }
  }
}

extension PDFJudge {
  /// openssl accepts the CMS over the bytes of its range and each token over what it stamps, and refuses them over others.
  func openSSL(
    _ signature: CutOutSignature, links: [X509Certificate], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    _ = try write("links.pem", Array(links.map(\.pem).joined(separator: "\n").utf8))
    var changed = signature.content
    changed[changed.count / 2] ^= 1
    for (content, isGood) in [(signature.content, true), (changed, false)] {
      _ = try write("content", content)
      if signature.isDocumentTimeStamp {
        try token(signature.cms, over: "content", passes: isGood, sourceLocation)
      } else {
        _ = try write("cms.der", signature.cms)
        let verdict = try run([
          "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "cms.der", "-content", "content", "-CAfile",
          "root.pem", "-purpose", "any", "-out", "/dev/null",
        ])
        #expect((verdict.status == 0) == isGood, "openssl cms: \(verdict.text)", sourceLocation: sourceLocation)
      }
    }
    _ = try write("signature", signature.signature)
    for token in signature.tokens { try self.token(token, over: "signature", passes: true, sourceLocation) }
  }

  private func token(_ der: [UInt8], over file: String, passes: Bool, _ sourceLocation: SourceLocation) throws {
    _ = try write("token.der", der)
    let verdict = try run([
      "openssl", "ts", "-verify", "-in", "token.der", "-token_in", "-data", file, "-CAfile", "root.pem", "-untrusted",
      "links.pem",
    ])
    #expect((verdict.status == 0) == passes, "openssl ts: \(verdict.text)", sourceLocation: sourceLocation)
  }

  /// pyHanko's verdict on many files in one process: every signature of every file reaches `level`.
  func pyHanko(files: [[UInt8]], _ level: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let paths = try files.enumerated().map { try write("step-\($0).pdf", $1) }
    let outcome = try python("judge_pdf.py", ["--root", rootPath, "--want", level] + paths)
    #expect(outcome.status == 0, "pyHanko at \(level): \(outcome.text)", sourceLocation: sourceLocation)
  }
}
