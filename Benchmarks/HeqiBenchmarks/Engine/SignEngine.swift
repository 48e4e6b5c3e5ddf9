internal import ArgumentParser
internal import CMS
internal import PAdES

/// B-B signatures in process: the file is parsed anew for each, signed in a new invisible field, and complete in memory.
struct SignEngine: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "sign-engine")

  @Option(help: "Folder that receives files and keys for peers.") var folder: String
  @Flag(help: "Measure memory instead of time.") var memory = false
  @Option(help: "Signatures of each kind; the 10 MB file takes a tenth.") var count = 2000

  func run() async throws {
    let samples = try await EngineSamples()
    try samples.write(to: folder)
    let (small, big) = (samples.small, samples.big)
    var sink = 0
    if memory {
      let extra = try PeakMemory.growth { sink &+= try samples.sign(big, samples.p256).appendedBytes.count }
      let copied = try PeakMemory.growth { sink &+= try samples.sign(big, samples.p256).bytes.count }
      print(#"{"name": "sign-10MB-extra-memory", "kilobytes": \#(extra), "withCopy": \#(copied), "sink": \#(sink & 1)}"#)
      return
    }
    try Timing.print("sign-p256-small", count) { sink &+= try samples.sign(small, samples.p256).bytes.count }
    try Timing.print("sign-rsa2048-small", count / 2) { sink &+= try samples.sign(small, samples.rsa).bytes.count }
    // A stored file is extended: what was appended is all that is new.
    try Timing.print("sign-p256-10MB", count / 10) { sink &+= try samples.sign(big, samples.p256).appendedBytes.count }
    try Timing.print("sign-p256-10MB-copied", count / 10) { sink &+= try samples.sign(big, samples.p256).bytes.count }
    Timing.print("sha256-10MB", count / 10) { sink &+= DigestAlgorithm.sha256.hash(big).count }
    if sink == 0 { print() }
  }
}
