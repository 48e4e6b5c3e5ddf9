import Testing

/// ARCHITECTURE, "Floors and arrows": what may import what.
@Suite struct ArrowTests {
  /// Always at hand with the toolchain.
  static let toolchain: Set<String> = [
    "Swift", "Foundation", "FoundationEssentials", "Glibc", "Musl", "Synchronization", "Dispatch", "_Concurrency",
  ]
  /// Who alone may import what.
  static let homes: [String: Set<String>] = [
    "GRDB": ["HeqiSQLite"],
    "CLibPQ": ["HeqiPostgres"],
    "CLibCrypto": ["CMS"],
    "CZlib": ["PDF", "Graphics", "Typeset", "Office"],
    "CQREncode": ["Graphics"],
    "CPango": ["Graphics", "Typeset"],
    "Mustache": ["HeqiWeb"],
    "HeqiSQLite": ["HeqiServer"],
    "HeqiPostgres": ["HeqiServer"],
    "HeqiProviders": ["HeqiServer"],
    "AsyncHTTPClient": ["HeqiProviders", "HeqiClient"],
    "ArgumentParser": ["heqi"],
  ]
  static let httpModules: Set<String> = [
    "Hummingbird", "HummingbirdCore", "HummingbirdTLS", "HummingbirdHTTP2", "HTTPTypes",
  ]
  static let httpFloor = 4

  let manifest: Manifest
  let files = Checkout.files(under: "Sources", ["swift"])

  init() throws { manifest = Manifest(try Checkout.text("Package.swift")) }

  @Test("the manifest is understood: every target under Sources has a floor")
  func understood() {
    let targets = Set(files.map(\.target))
    expectNone(
      targets.subtracting(manifest.entries.keys).map { Finding("Package.swift", nil, "\($0) stands on no floor") },
      remedy: "List the target with source(…) under its floor:")
    #expect(manifest.entries["HeqiDomain"]?.targets == [])
    #expect(manifest.entries["heqi"]?.floor == 5)
  }

  @Test("arrows point down, or to a target declared above on the same floor")
  func downwards() {
    let findings = manifest.entries.values.flatMap { entry in
      entry.targets.compactMap { name -> Finding? in
        guard let other = manifest.entries[name] else {
          return Finding("Package.swift", nil, "\(entry.name) → unknown \(name)")
        }
        let isDown = other.floor < entry.floor || (other.floor == entry.floor && other.position < entry.position)
        return isDown ? nil : Finding("Package.swift", nil, "\(entry.name) → \(name) points up")
      }
    }
    expectNone(findings, remedy: "Move the shared value down a floor, or hand it in from above:")
  }

  @Test("a file imports only what its target declares")
  func declared() {
    let findings = imports { file, module in
      guard let entry = manifest.entries[file.target] else { return nil }
      let allowed = Self.toolchain.union(entry.modules).union(entry.targets)
      return allowed.contains(module) ? nil : "imports \(module), which \(entry.name) does not declare"
    }
    expectNone(findings, remedy: "Declare it in Package.swift if the arrow is right, else take the import out:")
  }

  @Test("engines, vendors and C libraries have one home each")
  func homes() {
    let findings = imports { file, module in
      guard let homes = Self.homes[module], !homes.contains(file.target) else { return nil }
      return "imports \(module), at home in \(homes.sorted().joined(separator: ", "))"
    }
    expectNone(findings, remedy: "Speak to it through its home's own interface:")
  }

  @Test("HTTP types never go below HeqiHTTPKit")
  func http() {
    let findings = imports { file, module in
      guard Self.httpModules.contains(module), let floor = manifest.entries[file.target]?.floor else { return nil }
      return floor < Self.httpFloor ? "imports \(module) on floor \(floor)" : nil
    }
    expectNone(findings, remedy: "Give the use case plain values; translate at the edge:")
  }

  @Test("HeqiDomain is synchronous and knows only FoundationEssentials")
  func domain() {
    let domain = files.filter { $0.target == "HeqiDomain" }
    let found = domain.flatMap { file in
      SwiftCode.lines(of: file.text).enumerated().compactMap { number, line -> Finding? in
        if line.contains("import Foundation"), !line.contains("FoundationEssentials") {
          return Finding(file.path, number + 1, "imports Foundation")
        }
        return line.contains(/\b(async|await|Task)\b/) ? Finding(file.path, number + 1, "is asynchronous") : nil
      }
    }
    expectNone(found, remedy: "The domain decides; the application waits. Move the waiting up:")
  }

  @Test("`public` stands on floor 0 only; targets above share by `package`")
  func access() {
    let above = files.filter { (manifest.entries[$0.target]?.floor ?? 0) > 0 && $0.text.contains("public ") }
    let found = above.flatMap { file in
      SwiftCode.lines(of: file.text).enumerated().compactMap { number, line in
        line.contains(/\bpublic (?!import)/) ? Finding(file.path, number + 1, "public") : nil
      }
    }
    expectNone(found, remedy: "Write package, or nothing:")
  }

  private func imports(_ judge: (TextFile, String) -> String?) -> [Finding] {
    files.flatMap { file in
      SwiftCode.lines(of: file.text).enumerated().compactMap { number, line -> Finding? in
        guard line.contains("import "),
          let match = line.firstMatch(
            of:
              /^\s*(?:@\w+(?:\([^)]*\))?\s+)?(?:public |package |internal |private |fileprivate )?import (?:struct |enum |class |func |protocol |typealias )?(\w+)/
          )
        else { return nil }
        return judge(file, String(match.output.1)).map { Finding(file.path, number + 1, $0) }
      }
    }
  }
}
