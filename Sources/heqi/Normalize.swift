internal import ArgumentParser
internal import PDF

/// `heqi normalize IN.pdf -o OUT.pdf`: the file as it should be before the first signature.
struct Normalize: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Rewrite an unsigned file: one revision, no scripts, actions, layers or hidden objects, same looks.",
    discussion: "Exit 0: written. 2: nothing was written, for example because the file is signed already. 3: usage.")

  @OptionGroup var files: FileOptions

  func run() async throws {
    try files.checkOutput()
    let document = try files.open()
    let result = try await CommandRefusal.naming(files.input) { try DocumentRewriter.rewrite(document) }
    try files.write(result.bytes)
    let removed = DocumentRewriter.Removal.allCases.filter(result.removed.contains).map(\.rawValue)
    Console.out("\(files.output): " + (removed.isEmpty ? "nothing had to go" : "without " + removed.joined(separator: ", ")))
  }
}
