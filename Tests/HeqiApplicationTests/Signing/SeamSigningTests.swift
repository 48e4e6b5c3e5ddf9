import CMS
import Foundation
import HeqiDomain
import HeqiPorts
import HeqiProviders
import HeqiTestSupport
import PAdES
import PDF
import Testing

@testable import HeqiApplication

/// 骑缝章 in a contract: prepared before the first signature, drawn by its own party, judged from outside (E-23).
@Suite("Signing with seam seals")
struct SeamSigningTests {
  static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func draft(_ world: ContractWorld, by zhang: Caller, pages: SeamSeal.Pages, group: Int = 20) async throws -> Contract {
    let contract = try await world.draft(by: zhang, to: [ContractWorld.li])
    let parties = contract.round.parties
    return try await world.actions.setSeams(
      contract.id,
      [
        .init(partyID: parties[0].id, pages: pages, middle: 600, group: group),
        .init(partyID: parties[1].id, pages: .all, edge: .left, middle: 300),
      ], caller: zhang)
  }

  func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, text: String) {
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

  @Test("both parties' strips stay valid after each signature, for pyHanko, pdfsig and ourselves")
  func judged() async throws {
    try await ContractWorld.with(start: SystemClock().now) { world in
      try await TestDatabase.withFolder { folder in
        let zhang = try await world.person(ContractWorld.zhang)
        let li = try await world.person(ContractWorld.li)
        let draft = try await draft(world, by: zhang, pages: .all)
        let contract = try await world.finish(world.actions.initiate(draft.id, caller: zhang), [zhang, li])
        #expect(contract.stage.name == .completed)
        var files: [String] = []
        for number in [2, 3] {
          let bytes = try await world.bytes(contract, by: li, .revision(number))
          #expect(world.validate(bytes).signatures.allSatisfy { $0.indication == .passed || $0.signer == nil })
          files.append("\(folder)/\(number).pdf")
          try Data(bytes).write(to: URL(filePath: files[files.count - 1]))
        }
        let root = folder + "/root.pem", link = folder + "/issuing.pem"
        try Data(world.pki.root.pem.utf8).write(to: URL(filePath: root))
        try Data(world.pki.issuing.certificate.pem.utf8).write(to: URL(filePath: link))
        let script = Self.package.appending(path: "Tests/Oracles/judge_pdf.py").path
        let python =
          ProcessInfo.processInfo.environment["HEQI_PYTHON"] ?? Self.package.appending(path: ".venv/bin/python").path
        let pyHanko = try run(python, [script, "--root", root, "--link", link, "--want", "BT"] + files)
        #expect(pyHanko.status == 0, "\(pyHanko.text)")
        for file in files {
          let poppler = try run("/usr/bin/pdfsig", ["-nocert", file])
          #expect(poppler.text.contains("Signature is Valid"), "\(poppler.text)")
          #expect(!poppler.text.contains("Signature is Invalid") && !poppler.text.contains("Digest Mismatch"))
        }
      }
    }
  }

  @Test("the pages really show the halves of the seal: ink at the edge, none where a neighbour's strip would be")
  func drawn() async throws {
    try await ContractWorld.with { world in
      try await TestDatabase.withFolder { folder in
        let zhang = try await world.person(ContractWorld.zhang)
        let li = try await world.person(ContractWorld.li)
        let draft = try await draft(world, by: zhang, pages: .all)
        let contract = try await world.finish(world.actions.initiate(draft.id, caller: zhang), [zhang, li])
        let file = folder + "/signed.pdf"
        try Data(try await world.bytes(contract, by: zhang)).write(to: URL(filePath: file))
        // 72 dpi: one pixel a point. The seal is 20 mm = 56.7 pt wide, a strip of two pages 28.3 pt.
        for page in 1...2 {
          let output = try run(
            "/usr/bin/pdftoppm", ["-r", "72", "-f", "\(page)", "-l", "\(page)", "-singlefile", file, "\(folder)/\(page)"])
          #expect(output.status == 0)
          let image = try PixelMap(Array(Data(contentsOf: URL(filePath: "\(folder)/\(page).ppm"))))
          let top = image.height - 600
          #expect(image.red(x: image.width - 28..<image.width, y: top - 28..<top + 28) > 150, "page \(page)")
          #expect(image.red(x: image.width - 60..<image.width - 30, y: top - 40..<top + 40) == 0, "page \(page)")
          let lower = image.height - 300
          #expect(image.red(x: 0..<28, y: lower - 28..<lower + 28) > 150, "page \(page)")
          #expect(image.red(x: 30..<60, y: lower - 40..<lower + 40) == 0, "page \(page)")
        }
      }
    }
  }

  @Test("a seam needs two pages and a party; places and seams follow the file")
  func refused() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let contract = try await world.draft(by: zhang, to: [ContractWorld.li])
      let party = contract.round.initiator.id
      await #expect(throws: ContractError(.seamInvalid)) {
        try await world.actions.setSeams(
          contract.id, [.init(partyID: party, pages: .some([1]), middle: 400)], caller: zhang)
      }
      await #expect(throws: ContractError(.notAParty)) {
        try await world.actions.setSeams(
          contract.id, [.init(partyID: world.ledger.random.id(at: world.clock.now), pages: .all, middle: 400)],
          caller: zhang)
      }
      let kept = try await world.actions.setSeams(
        contract.id, [.init(partyID: party, pages: .all, middle: 400)], caller: zhang)
      #expect(kept.round.seams.count == 1 && kept.round.places == contract.round.places)
      let again = try await world.actions.view(contract.id, isLogged: false, caller: zhang).contract
      #expect(again.round.seams == kept.round.seams)
    }
  }

  @Test("a next round takes its seams along under new ids")
  func nextRound() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      _ = try await world.person(ContractWorld.li)
      let draft = try await draft(world, by: zhang, pages: .all)
      let started = try await world.actions.initiate(draft.id, caller: zhang)
      _ = try await world.actions.withdraw(started.id, reason: "改金额", caller: zhang)
      let next = try #require(try await world.actions.reopen(started.id, caller: zhang).upcoming)
      #expect(next.seams.map(\.middle) == [600, 300])
      #expect(Set(next.seams.map(\.id)).isDisjoint(with: draft.round.seams.map(\.id)))
      #expect(next.seams.allSatisfy { seam in next.party(seam.partyID) != nil })
    }
  }
}

/// A picture in the binary PPM format of `pdftoppm`.
struct PixelMap {
  let width: Int
  let height: Int
  private let samples: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) throws {
    let head = bytes.prefix(60).split(separator: 0x0A, maxSplits: 3, omittingEmptySubsequences: true)
    let size = String(decoding: head[1], as: UTF8.self).split(separator: " ").compactMap { Int($0) }
    (width, height) = (size[0], size[1])
    samples = bytes.suffix(width * height * 3)
  }

  /// Pixels of seal paste in a field.
  func red(x: Range<Int>, y: Range<Int>) -> Int {
    var count = 0
    for row in y.clamped(to: 0..<height) {
      for column in x.clamped(to: 0..<width) {
        let at = samples.startIndex + (row * width + column) * 3
        if samples[at] > 150, samples[at + 1] < 140, samples[at + 2] < 140 { count += 1 }
      }
    }
    return count
  }
}
