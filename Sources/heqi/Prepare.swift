internal import ArgumentParser
internal import PAdES

/// `heqi prepare IN.pdf -o OUT.pdf --field NAME:page:x,y,w,h …`: every party's field, before the first signature.
struct Prepare: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Add empty signature fields, so that several parties can sign without breaking each other.",
    discussion: "Do it before the first signature: a visible field cannot be added later. Exit 2: nothing was written.")

  @OptionGroup var files: FileOptions
  @Option(
    name: .customLong("field"), parsing: .singleValue,
    help: "NAME:page:x,y,w,h: page from 1, points from its lower left corner; 0,0,0,0 shows nothing. May be repeated.")
  var fields: [FieldPlaceArgument] = []

  func validate() throws {
    if fields.isEmpty { throw ValidationError("Give at least one field: --field NAME:page:x,y,w,h.") }
  }

  func run() async throws {
    try files.checkOutput()
    let document = try files.open()
    let bytes = try await CommandRefusal.naming(files.input) {
      try SignaturePreparation(fields.map { .init(signature: $0.place) }).apply(to: document)
    }
    try files.write(bytes)
    Console.out("\(files.output): \(fields.map(\.place.name).joined(separator: ", "))")
  }
}
