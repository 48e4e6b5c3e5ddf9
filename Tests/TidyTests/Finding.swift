import Testing

/// One broken rule at one place.
struct Finding: Hashable, CustomStringConvertible {
  let path: String
  let line: Int?
  let what: String

  init(_ path: String, _ line: Int? = nil, _ what: String) {
    self.path = path
    self.line = line
    self.what = what
  }

  var description: String { "\(path)\(line.map { ":\($0)" } ?? ""): \(what)" }
}

/// Fails once with every place listed and the remedy said.
func expectNone(_ findings: [Finding], remedy: String, sourceLocation: SourceLocation = #_sourceLocation) {
  guard !findings.isEmpty else { return }
  let places = findings.map { "  \($0)" }.joined(separator: "\n")
  Issue.record("\(remedy)\n\(places)", sourceLocation: sourceLocation)
}

/// Lines of code (comments and text blanked) that hold one of the words, outside the exempt folders.
func findings(of words: [String], in files: [TextFile], exempt folders: [String] = []) -> [Finding] {
  files.filter { file in !folders.contains(where: file.path.hasPrefix) }.flatMap { file -> [Finding] in
    guard words.contains(where: file.text.contains) else { return [] }
    return SwiftCode.lines(of: file.text).enumerated().flatMap { number, line in
      words.filter { line.contains($0) }.map { Finding(file.path, number + 1, $0) }
    }
  }
}
