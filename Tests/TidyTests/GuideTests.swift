import Testing

/// Code shown in a guide of the libraries is code that a test compiles and runs.
@Suite struct GuideTests {
  @Test("every code block of a guide stands, word for word, in the guide tests of its module")
  func code() {
    let guides = Checkout.files(under: "Sources", ["md"]).filter { $0.path.contains(".docc/") }
    #expect(guides.contains { $0.path.hasSuffix("SignYourFirstPDF.md") })
    let findings = guides.flatMap { guide -> [Finding] in
      let module = guide.path.split(separator: "/")[1]
      let tests = Checkout.files(under: "Tests/\(module)Tests/Guides", ["swift"]).map { Self.bare($0.lines) }
      return Self.blocks(of: guide).compactMap { line, block in
        let wanted = Self.bare(block)
        return tests.contains { $0.contains(wanted) } ? nil : Finding(guide.path, line, "is not in Tests/\(module)Tests/Guides")
      }
    }
    expectNone(findings, remedy: "Copy the block into the guide tests, or correct the guide:")
  }

  @Test("a changed word and a block without a test are noticed")
  func noticed() {
    let test = Self.bare(["  func twice(_ n: Int) -> Int {", "    n * 2", "  }"])
    #expect(test.contains(Self.bare(["func twice(_ n: Int) -> Int {", "  n * 2", "}"])))
    #expect(!test.contains(Self.bare(["func twice(_ n: Int) -> Int {", "  n * 3", "}"])))
  }

  /// Code blocks marked as Swift, with the line they begin at.
  private static func blocks(of guide: TextFile) -> [(Int, [Substring])] {
    var found: [(Int, [Substring])] = []
    var isInside = false
    for (index, line) in guide.lines.enumerated() {
      if isInside {
        if line == "```" { isInside = false } else { found[found.count - 1].1.append(line) }
      } else if line == "```swift" {
        isInside = true
        found.append((index + 1, []))
      }
    }
    return found
  }

  /// Lines without indentation.
  private static func bare(_ lines: some Sequence<Substring>) -> String {
    lines.map { $0.drop { $0 == " " } }.joined(separator: "\n")
  }
}
