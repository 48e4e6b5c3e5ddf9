internal import CMS
internal import Foundation
internal import HeqiProviders
internal import HeqiDomain
internal import PAdES

/// `heqi verify`: judges files with the library's own validator; needs no database and no network.
package struct FileVerification: Sendable {
  private let trust: [String]
  private let judgesTrust: Bool
  private let dataDirectory: String

  /// - Parameters:
  ///   - trust: files or folders of root certificates, PEM or DER.
  ///   - dataDirectory: the platform's own root there is trusted too, when it exists.
  package init(trust: [String], judgesTrust: Bool, dataDirectory: String) {
    self.trust = trust
    self.judgesTrust = judgesTrust
    self.dataDirectory = dataDirectory
  }

  /// Judges the files in order, printing each. - Returns: 0 all valid, 1 some signature is not, 2 some file cannot be
  /// read or has no signature.
  package func run(_ files: [String], asJSON: Bool, print: (String) -> Void) throws -> Int {
    let now = PKITime(microsecondsSince1970: SystemClock().now.microseconds)
    let validator = SignatureValidator(roots: try roots(), judgesTrust: judgesTrust, time: now)
    var outcome = 0
    for file in files {
      let report = FileManager.default.contents(atPath: file).map { validator.validate([UInt8]($0)) }
        ?? .unreadable("The file cannot be read. Check its name and your rights.")
      print(asJSON ? report.json(file: file) : Self.text(report, file))
      switch report.verdict {
      case .valid: break
      case .invalid, .indeterminate: outcome = max(outcome, 1)
      case .unsigned, .unreadable: outcome = 2
      }
    }
    return outcome
  }

  private func roots() throws -> [X509Certificate] {
    var roots: [X509Certificate] = []
    let own = dataDirectory + "/keys/pki/root.pem"
    if FileManager.default.fileExists(atPath: own) { roots += try Self.certificates(own) }
    for path in trust {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw DataDirectoryError("--trust \(path): there is no such file or folder.")
      }
      let files = isFolder.boolValue ? try FileManager.default.contentsOfDirectory(atPath: path).sorted().map { path + "/" + $0 } : [path]
      for file in files { roots += try Self.certificates(file) }
    }
    return roots
  }

  private static func certificates(_ file: String) throws -> [X509Certificate] {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw DataDirectoryError("\(file) cannot be read.")
    }
    let bytes = [UInt8](data)
    if let certificate = try? X509Certificate(der: bytes) { return [certificate] }
    let found = (try? X509Certificate.certificates(pem: String(decoding: bytes, as: UTF8.self))) ?? []
    guard !found.isEmpty else { throw DataDirectoryError("\(file) holds no certificate in PEM or DER.") }
    return found
  }

  private static func text(_ report: ValidationReport, _ file: String) -> String {
    var lines = ["\(file): \(report.verdict.rawValue)"]
    if let problem = report.problem { lines.append("  " + problem) }
    for signature in report.signatures {
      lines.append("  \(signature.field): \(signature.message)")
      lines.append("    \(signature.level.rawValue) · \(signature.indication.totalName)\(signature.subIndication.map { " / \($0.rawValue)" } ?? "")")
      lines += signature.findings.map { "    – \($0)" }
    }
    return lines.joined(separator: "\n")
  }
}
