internal import ArgumentParser
internal import PDF

/// `heqi extend IN.pdf -o OUT.pdf`: raises every signature of a file.
struct Extend: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Raise the signatures of a file to B-T, B-LT or B-LTA.",
    discussion: """
      Adds what is missing: a time-stamp for signatures without one, certificates and revocation data fetched from \
      the addresses in the certificates, and for lta a document time-stamp over them. Run it again before the \
      time-stamping certificate expires to renew the proof.
      Exit 0: the level is reached. 1: a lower level is reached and written. 2: nothing was written. 3: usage.
      """)

  @OptionGroup var files: FileOptions
  @OptionGroup var raising: RaisingOptions
  @Option(help: "Level to reach: t, lt or lta (default lta when --tsa is given, else lt).") var level: SignatureLevel?

  private var wanted: SignatureLevel { level ?? (raising.stamps.tsa.isEmpty ? .longTerm : .archival) }

  func validate() throws {
    if level == .basic { throw ValidationError("--level b: there is nothing to add. Give t, lt or lta.") }
    if wanted == .archival, raising.stamps.tsa.isEmpty {
      throw ValidationError("--level lta needs a time-stamping authority: --tsa URL.")
    }
  }

  func run() async throws {
    try files.checkOutput()
    let document = try files.open()
    let now = CommandClock.now()
    let password = try files.passwords.text()
    let outcome = try await CommandRefusal.naming(files.input) {
      guard try SignatureScan(document).entries.contains(where: { !$0.isDocumentTimeStamp }) else {
        throw CommandRefusal("\(files.input): the file holds no signature that could be raised. Sign it first.")
      }
      return try await raising.stamps.run { services in
        try await raising.raiser(services, now: now, password: password).raise(document.bytes, to: wanted)
      }
    }
    guard outcome.bytes != document.bytes || outcome.problem == nil else {
      throw CommandRefusal("\(files.input): nothing could be added: \(outcome.problem ?? "")")
    }
    try ReleaseCheck.run(before: document.bytes, after: outcome.bytes, now: now, password: password)
    try files.write(outcome.bytes)
    try RaisedFile.report(outcome, wanted: wanted, file: files.output)
  }
}
