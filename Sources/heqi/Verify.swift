internal import ArgumentParser
internal import HeqiServer

/// `heqi verify FILE…`: who signed, when, and is it intact. Works without data or network.
struct Verify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Verify the signatures of PDF files.",
    discussion: "Exit 0: every signature is intact, covering, unchanged and trusted. 1: some signature is not. "
      + "2: a file cannot be read or has no signature. 3: usage.")

  @Argument(help: "PDF files.") var files: [String]
  @Option(help: "Folder or file of trusted root certificates (PEM or DER); may be repeated.") var trust: [String] = []
  @Flag(help: "Judge integrity only, not who the signer is.") var noTrust = false
  @Flag(help: "One JSON object per file.") var json = false
  @Option(help: "Data folder whose own root is trusted (default var).") var data: String?

  func run() async throws {
    let outcome = try FileVerification(trust: trust, judgesTrust: !noTrust, dataDirectory: data ?? "var")
      .run(files, asJSON: json) { print($0) }
    if outcome != 0 { throw ExitCode(Int32(outcome)) }
  }
}
