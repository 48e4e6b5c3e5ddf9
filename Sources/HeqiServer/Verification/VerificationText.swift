internal import CMS
package import PAdES

/// The report of one file for people, several lines.
package enum VerificationText {
  package static func lines(_ report: ValidationReport, file: String) -> String {
    var lines = ["\(file): \(report.verdict.rawValue)"]
    if let problem = report.problem { lines.append("  " + problem) }
    if report.verdict == .unsigned { lines.append("  The file holds no signature.") }
    for signature in report.signatures {
      let sub = signature.subIndication.map { " / \($0.rawValue)" } ?? ""
      lines.append("  \(signature.field): \(signature.message)")
      lines.append("    \(signature.level.rawValue) · \(signature.indication.totalName)\(sub)")
      lines += signature.findings.map { "    – \($0)" }
    }
    lines += report.findings.map { "  – \($0)" }
    return lines.joined(separator: "\n")
  }
}
