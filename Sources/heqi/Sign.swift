internal import ArgumentParser
internal import CMS
internal import PAdES
internal import PDF

/// `heqi sign IN.pdf -o OUT.pdf`: one PAdES signature, appended; everything before it stays as it is.
struct Sign: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Sign a PDF file (PAdES B-B, B-T, B-LT or B-LTA).",
    discussion: """
      The signature is appended; earlier signatures stay valid. Without --level it is t when --tsa is given, else b.
      A time is never made up: when no authority answers, or revocation data cannot be had, the file is written with \
      the level it has reached, the reason is told, and the exit status is 1; `heqi extend` raises it later.
      Exit 0: signed at the level asked for. 1: signed, at a lower level. 2: nothing was written. 3: usage.
      """)

  @OptionGroup var files: FileOptions
  @OptionGroup var who: IdentityOptions
  @OptionGroup var place: PlaceOptions
  @OptionGroup var raising: RaisingOptions
  @Option(help: "Reason for signing, shown by readers.") var reason: String?
  @Option(help: "Place of signing, shown by readers.") var location: String?
  @Option(help: "Level to reach: b, t, lt or lta.") var level: SignatureLevel?
  @Flag(help: "Certify: afterwards only form filling and signing are permitted (DocMDP P=2). First signature only.")
  var certify = false

  private var wanted: SignatureLevel { level ?? (raising.stamps.tsa.isEmpty ? .basic : .stamped) }

  func validate() throws {
    if wanted > .basic, raising.stamps.tsa.isEmpty {
      throw ValidationError("--level \(wanted.rawValue) needs a time-stamping authority: --tsa URL.")
    }
  }

  func run() async throws {
    try files.checkOutput()
    let document = try files.open()
    let identity = try await who.identity()
    let now = CommandClock.now()
    let password = try files.passwords.text()
    let outcome = try await CommandRefusal.naming(files.input) {
      var request = SignatureRequest(
        field: try place.place(in: document), time: now, offsetMinutes: CommandClock.offsetMinutes(at: now))
      request.name = identity.certificate.subject.commonName
      request.reason = reason
      request.location = location
      request.certifies = certify
      if let seal = place.seal { request.appearance = try SealPicture.appearance(seal) }
      return try await raising.stamps.run { services in
        let raiser = try raising.raiser(
          services, now: now, password: password, certificates: identity.chain + [identity.certificate])
        return try await SignJob(identity: identity, request: request, level: wanted, raiser: raiser).run(document)
      }
    }
    try ReleaseCheck.run(before: document.bytes, after: outcome.bytes, now: now, password: password)
    try files.write(outcome.bytes)
    try RaisedFile.report(outcome, wanted: wanted, file: files.output)
  }
}
