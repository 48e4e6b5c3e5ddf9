import CMS
import Foundation
import HeqiDomain
import HeqiPorts
import HeqiProviders
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import HeqiWorkers
import PAdES
import Testing

@testable import HeqiApplication

/// Completed contracts prove themselves: at completion, later where authorities were silent (drills 17 and 18), and for as
/// long as they are kept. Signing, workers and storage are real; the clock is turned by hand.
@Suite("Archive proof of completed contracts", .serialized)
struct ArchiveProofTests {
  private static let day = 86_400

  private func levels(_ report: ValidationReport) -> [SignatureReport.Level] {
    report.signatures.filter { $0.kind != .docTimeStamp }.map(\.level)
  }

  private func completed(_ world: ContractWorld) async throws -> (Contract, Caller) {
    let zhang = try await world.person(ContractWorld.zhang)
    let li = try await world.person(ContractWorld.li)
    return (try await world.finish(world.initiated(by: zhang, to: [ContractWorld.li]), [zhang, li]), zhang)
  }

  private func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  @Test("a completed contract is B-LTA for us, pyHanko, pdfsig and qpdf, and the state each party signed is its beginning")
  func atCompletion() async throws {
    try await ContractWorld.with(start: SystemClock().now) { world in
      try await TestDatabase.withFolder { folder in
        let (contract, zhang) = try await completed(world)
        #expect(contract.stage.name == .completed)
        let revisions = try #require(contract.round.file?.revisions)
        #expect(revisions.map(\.kind) == [.original, .prepared, .signature, .signature, .renewal])
        let bytes = try await world.bytes(contract, by: zhang)
        for revision in revisions.dropFirst() {
          #expect(FileDigest.of(Array(bytes.prefix(revision.length))) == revision.digest, "\(revision.kind)")
        }
        let report = world.validate(bytes)
        #expect(report.verdict == .valid && levels(report) == [.archival, .archival])
        let evidence = try await world.bytes(contract, by: zhang, .evidence(.report))
        #expect(evidence.starts(with: Array("%PDF-".utf8)))
        let file = folder + "/archived.pdf", root = folder + "/root.pem"
        try Data(bytes).write(to: URL(filePath: file))
        try Data(world.pki.root.pem.utf8).write(to: URL(filePath: root))
        let package = SeamSigningTests.package
        let python = ProcessInfo.processInfo.environment["HEQI_PYTHON"] ?? package.appending(path: ".venv/bin/python").path
        let script = package.appending(path: "Tests/Oracles/judge_pdf.py").path
        let pyHanko = try run(python, [script, "--root", root, "--want", "BLTA", file])
        #expect(pyHanko.status == 0, "\(pyHanko.text)")
        let poppler = try run("/usr/bin/pdfsig", ["-nocert", file])
        #expect(poppler.text.components(separatedBy: "Signature is Valid.").count == 3, "\(poppler.text)")
        let qpdf = try run("/usr/bin/qpdf", ["--check", file])
        #expect(qpdf.status == 0, "\(qpdf.text)")
        try KeptFiles.keep(bytes, "archived.pdf")
      }
    }
  }

  @Test("drill 17: no authority answers while people sign and the contract completes; it says B-B, and workers raise it later", arguments: TestDatabase.engines)
  func silentAuthority(engine: TestDatabase.Engine) async throws {
    try await ContractWorld.with(engine) { world in
      world.timeStamps.turn(off: true)
      let (contract, zhang) = try await completed(world)
      #expect(contract.stage.name == .completed && contract.round.file?.latest.kind == .signature)
      let before = try await world.bytes(contract, by: zhang)
      let bare = world.validate(before)
      #expect(levels(bare) == [.basic, .basic] && bare.signatures.allSatisfy { $0.timeSource == .claimed })
      let log = try await world.actions.view(contract.id, caller: zhang).operationLog.map { $0.line.text(in: .chinese) }
      #expect(log.filter { $0.contains("/签名级别：B-B") }.count == 2)
      // An hour of silence: the job comes again and again, and nothing is made up.
      for _ in 0..<6 {
        world.clock.advance(.seconds(600))
        _ = try await world.jobs.runOnce()
      }
      #expect(try await world.bytes(contract, by: zhang) == before)
      world.timeStamps.turn(off: false)
      world.clock.advance(.seconds(3700))
      #expect(try await world.jobs.runOnce() == 1)
      let after = try await world.bytes(contract, by: zhang)
      let report = world.validate(after)
      #expect(after.starts(with: before) && report.verdict == .valid)
      #expect(levels(report) == [.archival, .archival], "\(report.signatures.map(\.findings))")
      #expect(report.signatures.allSatisfy { $0.timeSource == .timestamp })
      #expect(try await world.jobs.runOnce() == 0)
      let kinds = try await world.actions.view(contract.id, caller: zhang).contract.round.file?.revisions.map(\.kind)
      #expect(kinds == [.original, .prepared, .signature, .signature, .renewal])
    }
  }

  @Test("drill 18: without revocation data a contract completes at B-T and claims no more; it is raised when data is there", arguments: TestDatabase.engines)
  func silentRevocation(engine: TestDatabase.Engine) async throws {
    try await ContractWorld.with(engine) { world in
      world.revocation.turn(off: true)
      let (contract, zhang) = try await completed(world)
      let before = try await world.bytes(contract, by: zhang)
      #expect(levels(world.validate(before)) == [.timestamped, .timestamped])
      world.clock.advance(.seconds(61))
      #expect(try await world.jobs.runOnce() == 1)
      #expect(try await world.bytes(contract, by: zhang) == before)
      world.revocation.turn(off: false)
      world.clock.advance(.seconds(120))
      #expect(try await world.jobs.runOnce() == 1)
      let report = world.validate(try await world.bytes(contract, by: zhang))
      #expect(report.verdict == .valid && levels(report) == [.archival, .archival])
    }
  }

  /// Another unit under the same authority, whose certificate ends later; it states the world's clock.
  static func laterUnit(_ world: ContractWorld, days: Int64) async throws -> StandInUnit {
    let key = try PrivateKey.generateP256()
    let now = PKITime(microsecondsSince1970: world.clock.now.microseconds)
    let issuer = try CertificateIssuer(certificate: world.pki.issuing.certificate, key: world.pki.issuing.key)
    let certificate = try await issuer.issue(
      CertificateTemplate(
        .timeStampingUnit, subject: DistinguishedName([.init(.commonName, "Second unit")]), publicKey: key.publicKey,
        serialNumber: [0x51, 2], notBefore: now.adding(seconds: -60), notAfter: now.adding(seconds: days * 86_400)))
    return StandInUnit(
      try EmbeddedTimeStampAuthority(
        certificate: certificate, chain: [world.pki.issuing.certificate], key: key,
        policy: try #require(ObjectIdentifier("1.2.3.4")),
        clock: { PKITime(microsecondsSince1970: world.clock.now.microseconds) },
        serialNumber: { (0..<8).map { _ in UInt8.random(in: 1...127) } }))
  }

  struct StandInUnit: TimeStampAuthority {
    let unit: EmbeddedTimeStampAuthority
    init(_ unit: EmbeddedTimeStampAuthority) { self.unit = unit }
    func token(over digest: Digest) async throws(ProviderError) -> [UInt8] {
      do throws(CMSError) {
        return try await unit.token(imprint: digest.bytes)
      } catch {
        throw ProviderError(.retryable, provider: "tsa", message: "\(error)")
      }
    }
  }

  @Test("the archive stamp is renewed before its certificate ends, and the contract outlives the first unit", arguments: TestDatabase.engines)
  func renewal(engine: TestDatabase.Engine) async throws {
    try await ContractWorld.with(engine) { world in
      let (contract, zhang) = try await completed(world)
      let first = try await world.bytes(contract, by: zhang)
      let end = Instant(microseconds: world.pki.timeStamping.certificate.notAfter.microsecondsSince1970)
      let left = end.seconds - world.clock.now.seconds
      // The day before the margin begins: nothing is due.
      world.clock.advance(.seconds(left - 91 * Int64(Self.day)))
      #expect(try await world.jobs.runOnce() == 0)
      // Inside the margin the same unit would gain nothing: no revision is wasted, and it is looked at again every day.
      world.clock.advance(.seconds(2 * Self.day))
      #expect(try await world.jobs.runOnce() == 1)
      #expect(try await world.bytes(contract, by: zhang) == first)
      #expect(try await world.jobs.runOnce() == 0)
      // The authority is silent for a week.
      world.timeStamps.turn(off: true)
      for _ in 0..<7 {
        world.clock.advance(.seconds(Self.day))
        #expect(try await world.jobs.runOnce() == 1)
      }
      #expect(try await world.bytes(contract, by: zhang) == first)
      // A unit that lives longer takes its place.
      world.timeStamps.replace(by: try await Self.laterUnit(world, days: 1800))
      world.timeStamps.turn(off: false)
      world.clock.advance(.seconds(Self.day))
      #expect(try await world.jobs.runOnce() == 1)
      let renewed = try await world.bytes(contract, by: zhang)
      #expect(renewed.count > first.count && renewed.starts(with: first))
      #expect(try await world.jobs.runOnce() == 0, "the next look is years away")
      // Past the end of the first unit the old state proves nothing any more, the renewed one does.
      world.clock.advance(.seconds(100 * Self.day))
      #expect(world.clock.now > end)
      #expect(world.validate(first).verdict == .indeterminate)
      let report = world.validate(renewed)
      #expect(report.verdict == .valid && levels(report) == [.archival, .archival], "\(report.signatures.map(\.findings))")
      let kinds = try await world.actions.view(contract.id, caller: zhang).contract.round.file?.revisions.map(\.kind)
      #expect(kinds?.suffix(2) == [.renewal, .renewal])
    }
  }

  @Test("a certificate revoked before its signature never becomes archive proof, and the contract is not raised")
  func revoked() async throws {
    try await ContractWorld.with { world in
      world.revocation.turn(off: true)
      let (contract, zhang) = try await completed(world)
      let before = try await world.bytes(contract, by: zhang)
      let signed = try #require(contract.round.file?.revisions.first { $0.kind == .signature }).at
      let certificates = CertificateStore(tenantID: "main")
      try await world.engine.write { connection in
        let own = try #require(try certificates.list(zhang.accountID, in: connection).first)
        _ = try certificates.revoke(own.id, reason: .keyCompromise, at: signed.adding(.seconds(-3600)), in: connection)
      }
      world.revocation.turn(off: false)
      world.clock.advance(.seconds(61))
      #expect(try await world.jobs.runOnce() == 1)
      #expect(try await world.bytes(contract, by: zhang) == before)
    }
  }
}
