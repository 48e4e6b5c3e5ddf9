internal import ArgumentParser
internal import PDF

/// `heqi timestamp IN.pdf -o OUT.pdf --tsa URL`: a document time-stamp over everything.
struct Timestamp: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Add a document time-stamp (ETSI.RFC3161) over the whole file, signed or not.",
    discussion: "Exit 0: added. 2: nothing was written, for example because no authority answered. 3: usage.")

  @OptionGroup var files: FileOptions
  @OptionGroup var stamps: TimeStampOptions

  func validate() throws {
    if stamps.tsa.isEmpty { throw ValidationError("Name a time-stamping authority: --tsa URL.") }
  }

  func run() async throws {
    try files.checkOutput()
    let document = try files.open()
    let now = CommandClock.now()
    let password = try files.passwords.text()
    let bytes = try await CommandRefusal.naming(files.input) {
      try await stamps.run { services in
        let raiser = LevelRaiser(
          services: services, certificates: [], password: password, demandsFreshData: false, now: now)
        return try await raiser.addDocumentTimeStamp(document.bytes)
      }
    }
    try ReleaseCheck.run(before: document.bytes, after: bytes, now: now, password: password)
    try files.write(bytes)
    Console.out("\(files.output): time-stamped")
  }
}
