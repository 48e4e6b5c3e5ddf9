/// The targets of Package.swift as these tests need them: floor, place in the list, and what each may import.
struct Manifest {
  struct Entry {
    let name: String
    let floor: Int
    /// Position in the manifest: on one floor arrows point up the page only.
    let position: Int
    /// Names of our own targets.
    let targets: [String]
    /// Modules of outside packages.
    let modules: Set<String>
  }

  let entries: [String: Entry]

  /// Modules that come with a product besides the one of its own name.
  private static let companions: [String: Set<String>] = [
    "Hummingbird": ["HummingbirdCore", "HTTPTypes", "NIOCore"],
    "AsyncHTTPClient": ["NIOHTTP1"],
    "ServiceLifecycle": ["UnixSignals"],
    "Subprocess": ["SystemPackage"],
  ]

  /// `text` is Package.swift: `let x = Target.Dependency.product(name: "X"…`, floors as comments, `source("Name", […])`.
  init(_ text: String) {
    var products: [String: String] = [:]
    for match in text.matches(of: /let (\w+) = Target\.Dependency\.product\(name: "(\w+)"/) {
      products[String(match.output.1)] = String(match.output.2)
    }
    var entries: [String: Entry] = [:]
    var floor = -1
    var position = 0
    let pattern =
      /─ floor (\d)|tests mirror the sources|systemLibrary\(name: "(\w+)"|source\(\s*"(\w+)"(?:,\s*\[([^\]]*)\])?|executableTarget\(\s*name: "(\w+)",\s*dependencies: \[([^\]]*)\]/
    for match in text.matches(of: pattern) {
      if let number = match.output.1 { floor = Int(number) ?? floor }
      guard match.output.0 != "tests mirror the sources" else { break }
      guard let name = match.output.2 ?? match.output.3 ?? match.output.5 else { continue }
      let list = match.output.4 ?? match.output.6 ?? ""
      let targets = list.matches(of: /"(\w+)"/).map { String($0.output.1) }
      let words = list.replacing(/"\w+"/, with: "").matches(of: /\w+/).map { String($0.output) }
      let names = words.compactMap { products[$0] }
      let modules = names.reduce(into: Set(names)) { $0.formUnion(Self.companions[$1] ?? []) }
      entries[String(name)] = Entry(
        name: String(name), floor: floor, position: position, targets: targets, modules: modules)
      position += 1
    }
    self.entries = entries
  }
}
