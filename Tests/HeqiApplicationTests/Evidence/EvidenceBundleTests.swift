import CMS
import Foundation
import HeqiDomain
import HeqiPorts
import HeqiProviders
import HeqiStorage
import HeqiTestSupport
import HeqiWorkers
import MerkleLog
import Testing

@testable import HeqiApplication

/// What a stranger does with an evidence bundle: exactly what its README.txt says, with tools that are not ours.
@Suite("Evidence bundles in a stranger's hands", .serialized)
struct EvidenceBundleTests {
  private static let checkout = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Folder of the Python of the tests, where pyHanko's commands are.
  private static var tools: String {
    let python = ProcessInfo.processInfo.environment["HEQI_PYTHON"] ?? checkout.appending(path: ".venv/bin/python").path
    return String(python.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/"))
  }

  private struct Desk: Sendable {
    let world: ClientWorld
    let log: TransparencyLog
    let archive: ArchiveContracts
    let bundle: BundleEvidence

    init(_ world: ClientWorld) throws {
      self.world = world
      let base = world.base
      log = TransparencyLog(
        engine: base.engine, signer: try NoteSigner(name: "heqi.test/log", seed: Array(repeating: 7, count: 32)), clock: base.clock)
      archive = ArchiveContracts(
        ledger: base.ledger,
        services: [
          TimeStampArchive(timeStamps: base.timeStamps), LedgerArchive(log: log),
          try LocalSignatureArchive(
            certificate: base.pki.platform.certificate, chain: [base.pki.issuing.certificate], key: base.pki.platform.key, clock: base.clock),
        ])
      bundle = BundleEvidence(
        ledger: ClientLedger(contracts: base.ledger, files: ContractFiles(blobs: base.blobs)), log: log,
        certificates: .init(
          root: base.pki.root, issuing: base.pki.issuing.certificate, platform: base.pki.platform.certificate))
    }

    /// A contract that one person has signed by certificate, archived with every provider.
    func archived() async throws -> Contract {
      let (view, tokens) = try await world.order("B", [world.signer(ClientWorld.zhang)], archives: ArchiveProvider.allCases)
      let seen = try await world.read(tokens[0])
      _ = try await world.links.askCode(world.visit(tokens[0]), seen: seen)
      let input = SignByLink.Input(
        seenDigest: seen, isContentConfirmed: true, handwriting: nil, handwritingDiagonal: 0, code: try await world.code())
      _ = try await world.sign(tokens[0], input, scene: ClientWorld.scene, language: .chinese)
      let contract = try await world.contract(view.contract.id)
      #expect(contract.stage.name == .completed)
      _ = try await log.sequence(full: true)
      let outcomes = try await archive()
      #expect(outcomes.count == 3 && outcomes.allSatisfy { $0.archive.state == .archived }, "\(outcomes)")
      return contract
    }

    /// Unpacks the bundle into a folder.
    func unpack(_ contract: Contract, into folder: String) async throws {
      _ = try await log.sequence(full: true)
      let file = try await bundle(contract.id, client: world.client)
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data(file.bytes).write(to: URL(filePath: folder + ".zip"))
      let done = try EvidenceBundleTests.shell("python3 -m zipfile -e ../\(folder.split(separator: "/").last ?? "").zip .", in: folder)
      #expect(done.status == 0, "\(done.text)")
    }
  }

  private static func shell(_ command: String, in folder: String) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = URL(filePath: folder)
    var environment = ProcessInfo.processInfo.environment
    environment["PATH"] = tools + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
    process.environment = environment
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  /// The commands of a README.txt, as they stand there.
  private static func commands(_ folder: String) throws -> [String] {
    let programs = ["python3", "sha256sum", "pip", "pyhanko", "pdfsig", "openssl"]
    return try String(contentsOfFile: folder + "/README.txt", encoding: .utf8).split(separator: "\n").compactMap { line in
      guard line.hasPrefix("   ") else { return nil }
      let text = String(line.drop { $0 == " " }).replacing("或 / or: ", with: "")
      return programs.contains(String(text.prefix { $0 != " " })) ? text : nil
    }
  }

  @Test("every command of README.txt is run as it stands, and each says that all is well")
  func commands() async throws {
    try await ClientWorld.with(start: SystemClock().now) { world in
      try await TestDatabase.withFolder { folder in
        let desk = try Desk(world)
        let home = folder + "/bundle"
        try await desk.unpack(try await desk.archived(), into: home)
        let commands = try Self.commands(home)
        #expect(commands.count == 8, "\(commands)")
        // Installing is the reader's business; here the tool is there already.
        for command in commands where !command.hasPrefix("pip ") {
          let done = try Self.shell(command, in: home)
          #expect(done.status == 0, "\(command)\n\(done.text)")
          let wanted: String? =
            switch String(command.split(separator: " ").prefix(2).joined(separator: " ")) {
            case "python3 verify.py": "all is well"
            case "openssl ts": "Verification: OK"
            case "openssl cms": "Verification successful"
            case "openssl verify": "certificates/platform.pem: OK"
            case "pdfsig contract.pdf": "Signature is Valid"
            case "pyhanko sign": "The signature is judged VALID"
            default: nil
            }
          if let wanted { #expect(done.text.localizedCaseInsensitiveContains(wanted), "\(command)\n\(done.text)") }
        }
        // The same commands find a forged contract: one digit of the visible text.
        let path = URL(filePath: home + "/contract.pdf")
        var bytes = Array(try Data(contentsOf: path))
        bytes[bytes.count / 3] ^= 1
        try Data(bytes).write(to: path)
        for command in commands where command.contains("verify.py") || command.hasPrefix("sha256sum") || command.contains(" ts ") {
          #expect(try Self.shell(command, in: home).status != 0, "\(command)")
        }
      }
    }
  }

  @Test("once the archive stamp was renewed, the bundle holds the archived state too, and every receipt is still checked")
  func renewed() async throws {
    try await ClientWorld.with(start: SystemClock().now) { world in
      try await TestDatabase.withFolder { folder in
        let desk = try Desk(world)
        let contract = try await desk.archived()
        let before = try #require(contract.round.file)
        // Within a quarter of the end of the first unit a longer-lived one takes its place.
        let end = Instant(microseconds: world.base.pki.timeStamping.certificate.notAfter.microsecondsSince1970)
        world.base.clock.advance(.seconds(end.seconds - world.base.clock.now.seconds - 60 * 86_400))
        world.base.timeStamps.replace(by: try await ArchiveProofTests.laterUnit(world.base, days: 1800))
        #expect(try await world.base.jobs.runOnce() == 1)
        let after = try #require(try await world.contract(contract.id).round.file)
        #expect(after.latest.number > before.latest.number && after.latest.digest != before.latest.digest, "the stamp was renewed")
        let home = folder + "/bundle"
        try await desk.unpack(contract, into: home)
        let commands = try Self.commands(home)
        #expect(commands.contains { $0.contains("-data archives/contract-\(before.latest.number).pdf") }, "\(commands)")
        // pyHanko lives today, and the renewed stamp in years: only what asks no clock for it is run.
        for command in commands where !command.hasPrefix("pip ") && !command.hasPrefix("pyhanko ") && !command.hasPrefix("pdfsig ") {
          let done = try Self.shell(command, in: home)
          #expect(done.status == 0, "\(command)\n\(done.text)")
        }
        let archived = home + "/archives/contract-\(before.latest.number).pdf"
        #expect(FileDigest.of(Array(try Data(contentsOf: URL(filePath: archived)))) == before.latest.digest)
        // An archived state that is no longer a part of the contract is noticed, though manifest and hashes are made to fit.
        try Data("%PDF-forged".utf8).write(to: URL(filePath: archived))
        let text = try String(contentsOfFile: home + "/archives.json", encoding: .utf8)
        try text.replacing(before.latest.digest.hex, with: FileDigest.of(Array("%PDF-forged".utf8)).hex)
          .write(toFile: home + "/archives.json", atomically: true, encoding: .utf8)
        #expect(try Self.shell("sha256sum $(sed 's/^[^ ]*  //' MANIFEST.sha256) > m && mv m MANIFEST.sha256", in: home).status == 0)
        let forged = try Self.shell("python3 verify.py", in: home)
        #expect(forged.status != 0 && forged.text.contains("WRONG  TSA archived"), "\(forged.text)")
      }
    }
  }
}
