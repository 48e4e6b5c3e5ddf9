internal import ArgumentParser
internal import CMS
internal import Foundation
internal import PAdES

/// Verdicts in process, the signer's root trusted; revocation data is not asked for.
struct VerifyEngine: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "verify-engine")

  @Option(help: "Folder that receives the signed files for peers.") var folder: String
  @Option(help: "Verdicts of each kind; large files take a tenth.") var count = 2000

  func run() async throws {
    let samples = try await EngineSamples()
    try samples.write(to: folder)
    let small = try samples.signed(samples.small)
    let big = try samples.signed(samples.big)
    var many = samples.small
    for number in 1...40 { many = try samples.signed(many, field: "Party\(number)") }
    for (name, bytes) in [("small-signed", small), ("big-signed", big), ("many-signed", many)] {
      try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name).pdf"))
    }
    let validator = SignatureValidator(roots: [samples.root.certificate], time: samples.now)
    for bytes in [small, big, many] {
      let report = validator.validate(bytes)
      guard report.verdict == .valid else { throw ValidationError("a sample is \(report.verdict.rawValue): \(report)") }
    }
    var sink = 0
    Timing.print("verify-small", count) { sink &+= validator.validate(small).signatures.count }
    Timing.print("verify-10MB", count / 10) { sink &+= validator.validate(big).signatures.count }
    Timing.print("sha256-10MB", count / 10) { sink &+= DigestAlgorithm.sha256.hash(big).count }
    Timing.print("verify-40-signatures", count / 20) { sink &+= validator.validate(many).signatures.count }
    if sink == 0 { print() }
  }
}
