import Foundation
import Testing

/// STYLE, "Files": short files, one idea each, folders named for features.
@Suite struct LayoutTests {
  static let linesMax = 400

  @Test("no file is longer than 400 lines")
  func length() {
    let long =
      Checkout.files(under: "Sources", ["swift", "js", "mjs"]) + Checkout.files(under: "Tests", ["swift", "py"])
    let findings = long.filter { $0.lines.count > Self.linesMax + 1 }.map {
      Finding($0.path, nil, "\($0.lines.count) lines")
    }
    expectNone(findings, remedy: "Split by aspect (Type+Aspect.swift) or by verb, one idea a file:")
  }

  @Test("no folder is a bag: Utils, Helpers, Common, Core, Misc, New, V2")
  func bags() {
    let banned: Set<String> = [
      "utils", "util", "helpers", "helper", "common", "core", "misc", "new", "v2", "extensions",
    ]
    let folders = Checkout.folders(under: "Sources") + Checkout.folders(under: "Tests")
    let findings = folders.filter { banned.contains(($0 as NSString).lastPathComponent.lowercased()) }
    expectNone(
      findings.map { Finding($0, nil, "names no feature") },
      remedy: "Name the folder after the feature or the standard:")
  }

  @Test("a Swift file bears no name of a bag either")
  func fileNames() {
    let banned = [
      "Utils.swift", "Util.swift", "Helpers.swift", "Helper.swift", "Common.swift", "Extensions.swift", "Misc.swift",
    ]
    let files = Checkout.files(under: "Sources", ["swift"]).filter { file in banned.contains { file.path.hasSuffix($0) }
    }
    expectNone(files.map { Finding($0.path, nil, "names no idea") }, remedy: "Name the file after its main type:")
  }

  @Test("the two commands, setup and the CI entry can be run")
  func executables() {
    let commands = ["bin/run", "bin/test", "bin/failures", "bin/setup", ".ci/run"]
    let findings = commands.filter {
      !FileManager.default.isExecutableFile(atPath: Checkout.root.appending(path: $0).path)
    }
    expectNone(findings.map { Finding($0, nil, "is missing or not executable") }, remedy: "Write it, then chmod +x:")
  }

  @Test("relative links of the documents lead somewhere")
  func links() {
    let findings = Checkout.files(["md"]).flatMap { file -> [Finding] in
      let folder = (file.path as NSString).deletingLastPathComponent
      return file.lines.enumerated().flatMap { number, line in
        line.matches(of: /\]\(([^)#\s]+)[^)]*\)/).compactMap { match in
          let target = String(match.output.1)
          guard !target.contains("://"), !target.hasPrefix("mailto:") else { return nil }
          let path = URL(filePath: folder.isEmpty ? "/" : "/\(folder)/").appending(path: target).standardized.path
          return Checkout.exists(String(path.dropFirst())) ? nil : Finding(file.path, number + 1, "no \(target)")
        }
      }
    }
    expectNone(findings, remedy: "Mend the link or add what it names:")
  }

  @Test("every setting is documented under its environment name")
  func settings() throws {
    let keys = try Checkout.text("Sources/HeqiServer/Configuration/ConfigurationKey.swift")
    let list = keys.split(separator: "package var environmentName").first ?? ""
    let document = try Checkout.text("docs/operations/configuration.md")
    let missing = list.matches(of: /case (\w+)(?: = "([^"]+)")?/).map { String($0.output.2 ?? $0.output.1) }
      .map { "HEQI_" + $0.uppercased().replacing("-", with: "_") }.filter { !document.contains("`\($0)`") }
    expectNone(
      missing.map { Finding("docs/operations/configuration.md", nil, "no \($0)") },
      remedy: "Add a row: setting, environment, default, meaning:")
  }

  @Test("nothing names a machine it was written on")
  func machinePaths() {
    // Spelt in pieces, or this file would find itself.
    let slash = "/"
    let places = ["work", "farm", "root"].map { slash + $0 + slash } + ["..\(slash)shared"]
    let files = Checkout.files([
      "swift", "md", "py", "sh", "yml", "yaml", "json", "js", "mjs", "css", "html", "mustache", "txt",
    ])
    let findings = files.flatMap { file -> [Finding] in
      guard places.contains(where: file.text.contains) else { return [] }
      return file.lines.enumerated().flatMap { number, line in
        places.filter { isPath($0, in: line) }.map { Finding(file.path, number + 1, $0) }
      }
    }
    expectNone(findings, remedy: "Say it relative to the checkout or take it from the environment:")
  }

  /// The place stands at the start of a path: not inside a longer one such as `Sources/work/`.
  private func isPath(_ place: String, in line: Substring) -> Bool {
    guard let range = line.range(of: place) else { return false }
    guard range.lowerBound > line.startIndex else { return true }
    let before = line[line.index(before: range.lowerBound)]
    return
      !(before.isLetter || before.isNumber || before == "_" || before == "." || before == "-" || before == "}"
      || before == "/")
  }
}
