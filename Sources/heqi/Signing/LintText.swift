internal import Foundation
internal import PDF

/// Findings of the linter for people and for programs.
enum LintText {
  static func lines(_ findings: [LintFinding], file: String) -> String {
    guard !findings.isEmpty else { return "\(file): nothing found" }
    let lines = findings.map { finding in
      "  \(finding.code.rawValue)\(finding.page.map { ", page \($0 + 1)" } ?? ""): \(finding.message)"
    }
    return ([file + ":"] + lines).joined(separator: "\n")
  }

  static func json(_ findings: [LintFinding], file: String) -> String {
    encoded(Answer(file: file, readable: true, problem: nil, findings: findings.map(Answer.Finding.init)))
  }

  static func json(problem: String, file: String) -> String {
    encoded(Answer(file: file, readable: false, problem: problem, findings: []))
  }

  private struct Answer: Encodable {
    struct Finding: Encodable {
      let code: String
      /// From 1; absent when the finding belongs to no page.
      let page: Int?
      let message: String

      init(_ finding: LintFinding) {
        code = finding.code.rawValue
        page = finding.page.map { $0 + 1 }
        message = finding.message
      }
    }
    let file: String
    let readable: Bool
    let problem: String?
    let findings: [Finding]
  }

  private static func encoded(_ answer: Answer) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(answer)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}
