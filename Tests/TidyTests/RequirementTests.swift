import Foundation
import Testing

/// docs/requirements.md stays complete, and what it says of places and tests stays true.
@Suite struct RequirementTests {
  /// The ledger: five source documents and how many requirements each has.
  static let ledger = [("F", 97), ("J", 21), ("T", 28), ("S", 21), ("M", 38)]
  static let path = "docs/requirements.md"

  struct Row {
    let line: Int
    let id: String
    let places: [String]
    let tests: [String]
    let state: String
  }

  let rows: [Row]

  init() throws {
    rows = try Checkout.text(Self.path).split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap
    {
      number, line in
      guard let match = line.firstMatch(of: /^\| ([FJTSM]-\d{3}) \|/) else { return nil }
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      guard cells.count == 7 else {
        return Row(line: number + 1, id: String(match.output.1), places: [], tests: [], state: "")
      }
      let ticked = { (cell: String) in cell.matches(of: /`([^`]+)`/).map { String($0.output.1) } }
      return Row(line: number + 1, id: cells[1], places: ticked(cells[3]), tests: ticked(cells[4]), state: cells[5])
    }
  }

  @Test("every requirement of the ledger has one row")
  func complete() {
    let expected = Self.ledger.flatMap { letter, count in (1...count).map { letter + "-" + String(format: "%03d", $0) }
    }
    let counts = Dictionary(rows.map { ($0.id, 1) }, uniquingKeysWith: +)
    let wrong = expected.filter { counts[$0] != 1 } + counts.keys.filter { !expected.contains($0) }
    expectNone(
      wrong.map { Finding(Self.path, nil, "\($0) has \(counts[$0] ?? 0) rows") },
      remedy: "Give each requirement one row:")
  }

  @Test("a row has five cells and a state that is one of five words")
  func states() {
    let states: Set<String> = ["done", "partly", "not yet", "operations", "third party"]
    let wrong = rows.filter { !states.contains($0.state) }
    expectNone(
      wrong.map { Finding(Self.path, $0.line, "\($0.id) «\($0.state)»") },
      remedy: "| id | what | where | tests | done, partly, not yet, operations or third party |:")
  }

  @Test("what is called done names a test, and every place named exists")
  func places() {
    let unproved = rows.filter { $0.state == "done" && $0.tests.isEmpty }.map {
      Finding(Self.path, $0.line, "\($0.id) names no test")
    }
    let missing = rows.flatMap { row in
      row.places.filter { !Checkout.exists($0) }.map { Finding(Self.path, row.line, "no \($0)") }
    }
    expectNone(unproved + missing, remedy: "Name the test that shows it, or call it partly; mend the path:")
  }

  @Test("every test named exists: a path of a test or of a benchmark, or Suite/function")
  func tests() {
    let sources = Checkout.files(under: "Tests", ["swift"]).map(\.text)
    let missing = rows.flatMap { row in
      row.tests.filter { !Self.exists($0, in: sources) }.map { Finding(Self.path, row.line, "no test \($0)") }
    }
    expectNone(missing, remedy: "Write Suite/function or the path of the test file:")
  }

  static func exists(_ test: String, in sources: [String]) -> Bool {
    if test.hasPrefix("Tests/") || test.hasPrefix("Benchmarks/") { return Checkout.exists(test) }
    let parts = test.split(separator: "/")
    guard parts.count == 2 else { return false }
    return sources.contains { $0.contains("struct \(parts[0])") && $0.contains("func \(parts[1])(") }
  }
}
