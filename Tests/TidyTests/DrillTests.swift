import Testing

/// docs/drills.md names the tests that run each fault drill, and each of them exists.
@Suite struct DrillTests {
  static let path = "docs/drills.md"
  /// Drills that the open API must show by name.
  static let required = [5, 7, 8, 10, 11, 15, 16, 28, 29, 32]

  struct Row {
    let line: Int
    let number: Int
    let tests: [String]
  }

  let rows: [Row]

  init() throws {
    rows = try Checkout.text(Self.path).split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
      number, line in
      guard let match = line.firstMatch(of: /^\| (\d+) \|/), let drill = Int(match.output.1) else { return nil }
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
      let tests = cells.count > 3 ? cells[3].matches(of: /`([^`]+)`/).map { String($0.output.1) } : []
      return Row(line: number + 1, number: drill, tests: tests)
    }
  }

  @Test("every drill of the open API has one row with its tests, in order")
  func complete() {
    let wrong = Self.required.filter { drill in rows.count { $0.number == drill && !$0.tests.isEmpty } != 1 }
    expectNone(wrong.map { Finding(Self.path, nil, "drill \($0) has no row, two, or no test") }, remedy: "Give each drill one row with its tests:")
    #expect(rows.map(\.number) == rows.map(\.number).sorted() && Set(rows.map(\.number)).count == rows.count)
  }

  @Test("every test named exists, and each drill of the open API has one whose title says its number")
  func tests() {
    let files = Checkout.files(under: "Tests", ["swift"])
    let sources = files.map(\.text)
    let missing = rows.flatMap { row in
      row.tests.filter { !RequirementTests.exists($0, in: sources) }.map { Finding(Self.path, row.line, "no test \($0)") }
    }
    expectNone(missing, remedy: "Name it as Suite/function or the path of a file:")
    #expect(!RequirementTests.exists("DrillTests/nothing", in: sources))
    let untitled = Self.required.filter { drill in !sources.contains { $0.contains("\"drill \(drill): ") || $0.contains("(drill \(drill))\"") } }
    expectNone(untitled.map { Finding(Self.path, nil, "no title begins with “drill \($0): ”") }, remedy: "Title the test with its drill:")
  }
}
