internal import ArgumentParser
internal import CMS
internal import HeqiServer
internal import PAdES
internal import PDF

/// `--p12 F | --key F --cert F [--chain F]`: who signs.
struct IdentityOptions: ParsableArguments {
  @Option(name: .customLong("p12"), help: "PKCS#12 file with key, certificate and chain.") var pkcs12: String?
  @Option(help: "Private key, PEM or DER: P-256, P-384, RSA or Ed25519.") var key: String?
  @Option(help: "The signer's certificate, PEM or DER; its chain may follow in the same file.") var cert: String?
  @Option(help: "Certificates between the signer's and the root; may be repeated.") var chain: [String] = []
  @Option(help: "File whose first line is the password of the key or PKCS#12 file.") var passwordFile: String?

  func validate() throws {
    switch (pkcs12, key, cert) {
    case (.some, nil, nil), (nil, .some, .some): break
    case (.some, _, _): throw ValidationError("--p12 holds key and certificate; leave out --key and --cert.")
    default: throw ValidationError("Say who signs: --p12 F, or --key F with --cert F.")
    }
  }

  func identity() async throws -> SigningIdentity {
    let password = try passwordFile.map(Self.firstLine)
    if let pkcs12 { return try await .pkcs12(pkcs12, password: password ?? "", chain: chain) }
    guard let key, let cert else { throw ValidationError("Say who signs: --p12 F, or --key F with --cert F.") }
    return try await .files(key: key, certificate: cert, chain: chain, password: password)
  }

  private static func firstLine(_ path: String) throws(CommandRefusal) -> String {
    do throws(FileError) {
      return try FileBytes.firstLine(path)
    } catch {
      throw CommandRefusal("--password-file \(error.message)")
    }
  }
}

/// `--field NAME | --page N --rect x,y,w,h | --invisible`: where the signature goes.
struct PlaceOptions: ParsableArguments {
  @Option(help: "Name of a prepared, empty signature field.") var field: String?
  @Option(help: "Page of a new visible field, from 1.") var page: Int?
  @Option(help: "x,y,w,h of a new visible field: points from the lower left corner of the page.")
  var rect: RectangleArgument?
  @Flag(help: "Make a new field that shows nothing (so it is when no place is given).") var invisible = false
  @Option(help: "Picture that the field shows: PDF, PNG or JPEG, as large as fits.") var seal: String?

  func validate() throws {
    let count = (field == nil ? 0 : 1) + (page == nil && rect == nil ? 0 : 1) + (invisible ? 1 : 0)
    if count > 1 { throw ValidationError("Give one place: --field, or --page with --rect, or --invisible.") }
    if (page == nil) != (rect == nil) { throw ValidationError("--page and --rect belong together.") }
    if let page, page < 1 { throw ValidationError("--page \(page): pages count from 1.") }
    if let rect, rect.rectangle.isEmpty { throw ValidationError("--rect: a visible field needs a width and a height.") }
    if seal != nil, field == nil, page == nil {
      throw ValidationError("--seal needs a visible place: --field, or --page with --rect.")
    }
  }

  func place(in document: PDFDocument) throws -> SignatureRequest.Field {
    if let field { return .existing(field) }
    let name = try PDFInput.freshFieldName(in: document)
    let place = SignaturePreparation.Place(name: name, page: (page ?? 1) - 1, rect: rect?.rectangle ?? .zero)
    return .new(place)
  }
}

/// `--tsa URL`: who proves the time.
struct TimeStampOptions: ParsableArguments {
  @Option(help: "Address of an RFC 3161 time-stamping authority; may be repeated, the next is asked when one fails.")
  var tsa: [String] = []
  @Option(help: "Longest wait for one authority, OCSP responder or CRL, in seconds.") var timeout = 15

  func validate() throws {
    guard (1...600).contains(timeout) else { throw ValidationError("--timeout takes 1 to 600 seconds.") }
    for url in tsa where !url.hasPrefix("http://") && !url.hasPrefix("https://") {
      throw ValidationError("--tsa \(url): the address must begin with http:// or https://.")
    }
  }

  func run<Value>(_ body: (TrustServices) async throws -> Value) async throws -> Value {
    try await TrustServices.run(tsa: tsa, timeoutSeconds: timeout, body)
  }
}

/// `--password P | --pdf-password-file F`: what opens an encrypted PDF file. A file keeps it out of the process list.
struct PDFPasswordOptions: ParsableArguments {
  @Option(help: "Password that opens the PDF file.") var password: String?
  @Option(help: "File whose first line is the password that opens the PDF file.") var pdfPasswordFile: String?

  func validate() throws {
    if password != nil, pdfPasswordFile != nil {
      throw ValidationError("Give the password once: --password or --pdf-password-file.")
    }
  }

  /// Empty when none was given.
  func text() throws(CommandRefusal) -> String {
    guard let pdfPasswordFile else { return password ?? "" }
    do throws(FileError) {
      return try FileBytes.firstLine(pdfPasswordFile)
    } catch {
      throw CommandRefusal("--pdf-password-file \(error.message)")
    }
  }
}

/// Input, output and the password that opens the input.
struct FileOptions: ParsableArguments {
  @Argument(help: "PDF file.") var input: String
  @Option(name: [.customShort("o"), .customLong("output")], help: "File to write; put in place in one step.")
  var output: String
  @OptionGroup var passwords: PDFPasswordOptions

  func open() throws -> PDFDocument { try PDFInput.open(input, password: passwords.text()) }

  /// - Throws: `CommandRefusal` before any work is done when the output would fall on the input.
  func checkOutput() throws(CommandRefusal) {
    guard !FileBytes.isSameFile(input, output) else {
      throw CommandRefusal("\(output): the output is the input itself. Give another name with -o.")
    }
  }

  func write(_ bytes: [UInt8]) throws(CommandRefusal) {
    do throws(FileError) {
      try FileBytes.write([bytes[...]], to: output)
    } catch {
      throw CommandRefusal(error.message)
    }
  }
}

/// What raising a level needs beside the file.
struct RaisingOptions: ParsableArguments {
  @OptionGroup var stamps: TimeStampOptions
  @Option(help: "Folder or file of root or issuing certificates (PEM or DER); may be repeated.") var trust: [String] = []
  @Flag(help: "Take no revocation data that is older than the signature (a CRL may then need its next update first).")
  var fresh = false

  func raiser(
    _ services: TrustServices, now: PKITime, password: String, certificates: [X509Certificate] = []
  ) throws -> LevelRaiser {
    LevelRaiser(
      services: services, certificates: certificates + (try TrustedRoots.read(trust)), password: password,
      demandsFreshData: fresh, now: now)
  }
}
