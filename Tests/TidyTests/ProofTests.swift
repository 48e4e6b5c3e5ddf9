import Testing

/// docs/pdf-engine-proof.md names a test for every duty of the engine, and each of them exists.
@Suite struct ProofTests {
  static let path = "docs/pdf-engine-proof.md"
  /// Letters and how many duties each has.
  static let ledger = [("R", 12), ("W", 12), ("S", 12), ("L", 6)]

  struct Row {
    let line: Int
    let id: String
    let tests: [String]
  }

  let rows: [Row]

  init() throws {
    rows = try Checkout.text(Self.path).split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
      number, line in
      guard let match = line.firstMatch(of: /^\| ([RWSL]\d+|A\d(?:\.\d)?) \|/) else { return nil }
      let tests = line.matches(of: /`([^`\/]+\/[^`]+)`/).map { String($0.output.1) }
      return Row(line: number + 1, id: String(match.output.1), tests: tests)
    }
  }

  @Test("every duty has one row with a test")
  func complete() {
    let numbered = Self.ledger.flatMap { letter, count in (1...count).map { "\(letter)\($0)" } }
    let expected = numbered + (1...7).map { "A5.\($0)" } + ["A6", "A7", "A8"]
    let wrong = expected.filter { id in rows.count { $0.id == id && !$0.tests.isEmpty } != 1 }
    expectNone(wrong.map { Finding(Self.path, nil, "\($0) has no row, two, or no test") }, remedy: "Give each duty one row with its tests:")
    #expect(rows.count == expected.count)
  }

  @Test("every test named exists")
  func tests() {
    let sources = Checkout.files(under: "Tests", ["swift"]).map(\.text)
    let missing = rows.flatMap { row in
      row.tests.filter { !RequirementTests.exists($0, in: sources) }.map { Finding(Self.path, row.line, "no test \($0)") }
    }
    expectNone(missing, remedy: "Name it as Suite/function:")
    #expect(!RequirementTests.exists("ProofTests/nothing", in: sources))
  }
}
