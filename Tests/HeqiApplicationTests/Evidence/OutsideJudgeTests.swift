import CMS
import Foundation
@testable import HeqiApplication
import HeqiDomain
import HeqiProviders
import HeqiTestSupport
import Testing

/// pyHanko and pdfsig look at what two people signed, after each signature, and at the platform's own documents.
@Suite("Outside judges")
struct OutsideJudgeTests {
  private static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static var python: String {
    ProcessInfo.processInfo.environment["HEQI_PYTHON"] ?? package.appending(path: ".venv/bin/python").path
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

  @Test("every signed state and every evidence document passes pyHanko at B-T and pdfsig", arguments: IssueOrder.allCases)
  func judged(order: IssueOrder) async throws {
    try await ContractWorld.with(start: SystemClock().now) { world in
      try await TestDatabase.withFolder { folder in
        let zhang = try await world.person(ContractWorld.zhang)
        let li = try await world.person(ContractWorld.li)
        let contract = try await world.finish(
          world.initiated(by: zhang, to: [ContractWorld.li], order: order), [zhang, li])
        let parts: [DownloadContract.Part] = [
          .revision(2), .revision(3), .evidence(.report), .evidence(.confirmation),
        ]
        var files: [String] = []
        for (index, part) in parts.enumerated() {
          files.append("\(folder)/\(index).pdf")
          try Data(try await world.bytes(contract, by: li, part)).write(to: URL(filePath: files[index]))
        }
        let root = folder + "/root.pem", link = folder + "/issuing.pem"
        try Data(world.pki.root.pem.utf8).write(to: URL(filePath: root))
        try Data(world.pki.issuing.certificate.pem.utf8).write(to: URL(filePath: link))
        let script = Self.package.appending(path: "Tests/Oracles/judge_pdf.py").path
        let pyHanko = try run(Self.python, [script, "--root", root, "--link", link, "--want", "BT"] + files)
        #expect(pyHanko.status == 0, "\(pyHanko.text)")
        for file in files {
          let poppler = try run("/usr/bin/pdfsig", ["-nocert", file])
          #expect(poppler.text.contains("Signature is Valid"), "\(poppler.text)")
          #expect(!poppler.text.contains("Signature is Invalid") && !poppler.text.contains("Digest Mismatch"))
        }
      }
    }
  }
}
