internal import ArgumentParser
internal import CMS
internal import HeqiServer
internal import PAdES

/// `heqi verify FILE…`: who signed, when, and is it intact. Works without data or network.
struct Verify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Verify the signatures of PDF files.",
    discussion: """
      Files are judged on all cores and reported in their order, each as soon as it is its turn.
      Exit 0: every signature is intact, covering, unchanged, and trusted unless --no-trust. 1: some signature is not. \
      2: a file cannot be read or has no signature. 3: usage.
      """)

  @Argument(help: "PDF files.") var files: [String]
  @Option(help: "Folder or file of trusted root certificates (PEM or DER); may be repeated.") var trust: [String] = []
  @Flag(help: "Judge integrity only, not who the signer is.") var noTrust = false
  @OptionGroup var passwords: PDFPasswordOptions
  @Option(help: "Judge as of this moment, such as 2027-03-01 or 2027-03-01T08:30:00Z (default now).") var at: String?
  @Flag(help: "One JSON object per file, one per line.") var json = false
  @Option(help: "Data folder whose own root is trusted too (default var).") var data: String?

  func validate() throws {
    if let at, VerificationTime.parse(at) == nil {
      throw ValidationError("--at \(at): give a date or a moment, such as 2027-03-01 or 2027-03-01T08:30:00Z.")
    }
  }

  func run() async throws {
    let roots: [X509Certificate]
    do throws(FileError) {
      roots = try TrustedRoots.platform(dataDirectory: data ?? "var") + TrustedRoots.read(trust) { Console.note($0) }
    } catch {
      throw ValidationError("--trust \(error.message)")
    }
    let validator = SignatureValidator(
      roots: roots, judgesTrust: !noTrust, time: at.flatMap(VerificationTime.parse) ?? CommandClock.now(),
      password: try passwords.text())
    var bar = ProgressBar(total: files.count)
    let outcome = await FileVerification(validator).run(files) { file, report in
      bar.clear()
      Console.out(json ? report.json(file: file) : VerificationText.lines(report, file: file))
      bar.advance()
    }
    if outcome != 0 { throw ExitCode(Int32(outcome)) }
  }
}
