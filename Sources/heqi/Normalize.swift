internal import ArgumentParser
internal import PDF

/// `heqi normalize IN.pdf -o OUT.pdf`: the file as it should be before the first signature.
struct Normalize: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Rewrite an unsigned file: one revision, no scripts, actions, layers or hidden objects, same looks.",
    discussion: """
      A damaged file is repaired if it carries no signature, and what was wrong is said; look through its pages then.
      Exit 0: written. 2: nothing was written, for example because the file is signed already. 3: usage.
      """)

  @OptionGroup var files: FileOptions

  func run() async throws {
    try files.checkOutput()
    let opened = try PDFInput.openUpload(files.input, password: files.passwords.text())
    let result = try await CommandRefusal.naming(files.input) { try DocumentRewriter.rewrite(opened.document) }
    try files.write(result.bytes)
    let removed = DocumentRewriter.Removal.allCases.filter(result.removed.contains).map(\.rawValue)
    let repairs = DocumentRepairer.Repair.allCases.filter(opened.repairs.contains).map(\.rawValue)
    if !repairs.isEmpty {
      Console.note("\(files.input): the file was damaged (\(repairs.joined(separator: ", "))) and was repaired. Compare its pages.")
    }
    Console.out("\(files.output): " + (removed.isEmpty ? "nothing had to go" : "without " + removed.joined(separator: ", ")))
  }
}
