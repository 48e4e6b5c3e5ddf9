import Testing

/// STYLE, "What never stands in Sources".
@Suite struct WordTests {
  let files = Checkout.files(under: "Sources", ["swift"])

  @Test("no mark of unfinished work is left")
  func unfinished() {
    // Spelt in pieces, so that a search of the checkout finds no false mark here.
    let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X:"]
    let findings = (files + Checkout.files(under: "Tests", ["swift", "py"])).flatMap { file in
      file.lines.enumerated().compactMap { number, line in
        marks.contains(where: line.contains) ? Finding(file.path, number + 1, String(line)) : nil
      }
    }
    expectNone(findings, remedy: "Finish it, or open an issue and say here how things are:")
  }

  @Test("nothing traps on outside data: no try!, as!, fatalError")
  func traps() {
    expectNone(
      findings(of: ["try!", "as!", "fatalError("], in: files), remedy: "Throw the feature's error with a remedy:")
  }

  @Test("no optional is forced open")
  func forceUnwraps() {
    let found = files.flatMap { file in
      SwiftCode.lines(of: file.text).enumerated().compactMap { number, line -> Finding? in
        guard line.contains("!") else { return nil }
        // An operand directly before the mark, no "=" after it: postfix `!`, not negation, not `!=`.
        // `Name("literal")!` is constant: it holds on the first run or never.
        let variable = line.replacing(/\(" *"\)!/, with: "")
        return variable.contains(/[\w\)\]\}]!(?!=)/) && !line.contains("#if")
          ? Finding(file.path, number + 1, String(line)) : nil
      }
    }
    let unreported = found.filter { !$0.what.contains("try!") && !$0.what.contains("as!") }
    expectNone(unreported, remedy: "Use guard let and throw, or a type that cannot be nil:")
  }

  @Test("time, random numbers and ids come through ports: no Date(), Date.now, UUID(), .random(")
  func ambient() {
    let words = [
      "Date()", "Date.now", "Date(timeIntervalSinceNow", "UUID()", ".random(", "SystemRandomNumberGenerator",
      "arc4random",
    ]
    // A log line bears the time it was written, which decides nothing; HeqiClient runs in the programs of others.
    let exempt = ["Sources/HeqiProviders/", "Sources/HeqiServer/Telemetry/", "Sources/HeqiClient/"]
    let found = findings(of: words, in: files, exempt: exempt)
    expectNone(found, remedy: "Take a WallClock or RandomSource in the initialiser:")
  }

  @Test("no shared mutable state: no static var with a value, no singleton")
  func singletons() {
    let found = files.flatMap { file in
      SwiftCode.lines(of: file.text).enumerated().compactMap { number, line -> Finding? in
        guard line.contains("static ") else { return nil }
        let isStored = line.contains(/\bstatic var \w+[^{]*=[^=]/) || line.contains(/\bstatic let shared\b/)
        return isStored ? Finding(file.path, number + 1, String(line)) : nil
      }
    }
    expectNone(found, remedy: "Build it once in HeqiServer and hand it in:")
  }

  @Test("an escape from the concurrency checker has its proof written above it")
  func unchecked() {
    let escapes = ["@unchecked Sendable", "nonisolated(unsafe)"]
    let found = files.flatMap { file -> [Finding] in
      guard escapes.contains(where: file.text.contains) else { return [] }
      let lines = file.lines
      return findings(of: escapes, in: [file]).filter { finding in
        let line = finding.line ?? 1
        return !lines[max(0, line - 9)..<line].contains { $0.lowercased().contains("proof") }
      }
    }
    expectNone(found, remedy: "Use Mutex or an actor; else write “Proof: …” in the comment above:")
  }

  @Test("no bare print: the server logs, the command line writes through its own output")
  func prints() {
    let found = files.filter { $0.target != "heqi" && $0.text.contains("print(") }.flatMap { file in
      SwiftCode.lines(of: file.text).enumerated().compactMap { number, line in
        line.contains(/(^|[^\w.])(debugPrint|print|dump)\(/) ? Finding(file.path, number + 1, String(line)) : nil
      }
    }
    expectNone(found, remedy: "Log with metadata through Logger, or return the text:")
  }

  @Test("every public and package type of floor 0 says what it is")
  func documented() {
    let floorZero: Set<String> = ["PDF", "CMS", "PAdES", "MerkleLog", "Graphics", "Typeset", "Office"]
    let pattern =
      /^\s*(?:public|package) (?:static |mutating |nonisolated |final |indirect )*(?:struct|enum|protocol|actor|class)[ ]/
    let found = files.filter { floorZero.contains($0.target) }.flatMap { file -> [Finding] in
      let lines = file.lines
      return lines.indices.compactMap { index in
        guard lines[index].contains(pattern) else { return nil }
        var above = index - 1
        while above >= 0, lines[above].trimmingPrefix(while: \.isWhitespace).hasPrefix("@") { above -= 1 }
        let isDocumented = above >= 0 && lines[above].trimmingPrefix(while: \.isWhitespace).hasPrefix("///")
        return isDocumented ? nil : Finding(file.path, index + 1, String(lines[index]))
      }
    }
    expectNone(found, remedy: "One line: what it is, units, limits, errors, source clause:")
  }
}
