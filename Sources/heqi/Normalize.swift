internal import ArgumentParser
internal import HeqiApplication
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
    let result = try await CommandRefusal.naming(files.input) {
      try DocumentRewriter.rewrite(opened.document, drawing: FieldTextDrawer.draw)
    }
    try files.write(result.bytes)
    if !result.removed.isDisjoint(with: [.hiddenLayers, .fieldsWithoutLook]) {
      Console.note("\(files.input): the file held what readers may show differently (\(Self.settled(result.removed))). Compare its pages.")
    }
    let removed = DocumentRewriter.Removal.allCases.filter { $0 != .fieldsWithoutLook && result.removed.contains($0) }.map(\.rawValue)
    let repairs = DocumentRepairer.Repair.allCases.filter(opened.repairs.contains).map(\.rawValue)
    if !repairs.isEmpty {
      Console.note("\(files.input): the file was damaged (\(repairs.joined(separator: ", "))) and was repaired. Compare its pages.")
    }
    Console.out("\(files.output): " + (removed.isEmpty ? "nothing had to go" : "without " + removed.joined(separator: ", ")))
  }

  private static func settled(_ removed: Set<DocumentRewriter.Removal>) -> String {
    let hidden = removed.contains(.hiddenLayers) ? ["hidden layers, which are gone"] : []
    let fields = removed.contains(.fieldsWithoutLook) ? ["form fields without a look, which are drawn now"] : []
    return (hidden + fields).joined(separator: "; ")
  }
}
