import Testing

@Suite struct SwiftCodeTests {
  static let samples: [(String, String)] = [
    ("let a = 1 // try!", "let a = 1        "),
    ("a /* as! /* b */ c */ d", "a                     d"),
    ("\"try!\" + b", "\"    \" + b"),
    ("\"a\\\"try!\" + b", "\"       \" + b"),
    ("\"a \\(f(\"x)\")) as!\" + b", "\"                \" + b"),
    ("#\"a \" try!\"# + b", "#\"        \"# + b"),
    ("\"\"\"\nas! \"x\"\n\"\"\" + b", "\"\"\"\n       \n\"\"\" + b"),
    ("// a \"quote\nlet b", "           \nlet b"),
    ("\"http://x\" ; c", "\"        \" ; c"),
  ]

  @Test("comments and text are blanked, code and line breaks stay", arguments: samples)
  func blanking(text: String, code: String) {
    #expect(SwiftCode.blanked(text) == code)
  }

  @Test("a word in text or a comment is no finding, the same word in code is one at its line")
  func findingPlaces() {
    let file = TextFile(path: "Sources/X/A.swift", text: "// try!\nlet a = \"try!\"\nlet b = try! c()\n")
    #expect(findings(of: ["try!"], in: [file]) == [Finding("Sources/X/A.swift", 3, "try!")])
    #expect(findings(of: ["try!"], in: [file], exempt: ["Sources/X/"]).isEmpty)
  }
}
