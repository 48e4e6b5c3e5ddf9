import Foundation
import HeqiDomain
import HeqiPorts
import HeqiTestSupport
import PAdES
import PDF
import Testing
import Typeset

@testable import HeqiApplication

/// The same contract twice: on plain pages, and on pages that look the same and are turned, cropped, moved and scaled.
/// Places by numbers and by keyword, seals and the strips of a cross-page seal have to come out the same (W9, W10, E-23).
@Suite("Places on turned, cropped and scaled pages", .serialized)
struct PageLookTests {
  /// How one page is written down: quarter turns clockwise, lower left corner, units of 1/72 inch, margin that is cut off.
  private struct Look {
    let rotate: Int
    let x: Double
    let y: Double
    let unit: Double
    let margin: Double
  }

  private static let looks = [
    Look(rotate: 0, x: -140, y: 33, unit: 2, margin: 40), Look(rotate: 90, x: 0, y: 0, unit: 1, margin: 0),
    Look(rotate: 180, x: 57, y: -91, unit: 0.5, margin: 25), Look(rotate: 270, x: -30, y: -60, unit: 2, margin: 15),
  ]

  private static func plain() throws -> [UInt8] {
    var blocks: [Block] = [.heading(0, "设备采购合同"), .paragraph("甲方：张小三　乙方：李小四")]
    for page in 1...looks.count {
      for line in 0..<(page * 2) { blocks.append(.paragraph("第 \(page) 页第 \(line + 1) 条：验收后三十日内付款。")) }
      blocks += [.paragraph("甲方（签章）："), .paragraph("乙方（盖印）：")]
      if page < looks.count { blocks.append(.pageBreak) }
    }
    return try Document(title: "设备采购合同", blocks: blocks).render()
  }

  /// The same pages under other numbers: boxes and turns of `looks`, content moved so that a reader sees no difference.
  private static func disguised(_ bytes: [UInt8]) throws -> [UInt8] {
    let document = try PDFDocument(bytes)
    var update = try IncrementalUpdate(document)
    for (page, look) in zip(try document.currentView.pages(), looks) {
      let (width, height) = (page.mediaBox.width, page.mediaBox.height)
      let scale = 1 / look.unit
      // From the page as a reader sees it, origin lower left, to its own user space (ISO 32000-2 §8.3.2.3).
      let matrix: [Double] =
        switch look.rotate {
        case 90: [0, scale, -scale, 0, height * scale + look.x, look.y]
        case 180: [-scale, 0, 0, -scale, width * scale + look.x, height * scale + look.y]
        case 270: [0, -scale, scale, 0, look.x, width * scale + look.y]
        default: [scale, 0, 0, scale, look.x, look.y]
        }
      let size = look.rotate % 180 == 0 ? (width, height) : (height, width)
      let crop = PDFRectangle(x: look.x, y: look.y, width: size.0 * scale, height: size.1 * scale)
      let media = PDFRectangle(
        crop.minX - look.margin, crop.minY - 2 * look.margin, crop.maxX + look.margin, crop.maxY + 3 * look.margin)
      let before = update.addStream(data: Array("q \(matrix.map { "\($0)" }.joined(separator: " ")) cm\n".utf8))
      let after = update.addStream(data: Array("\nQ".utf8))
      let old = page.dictionary["Contents"].map { $0.arrayValue ?? [$0] } ?? []
      try update.editDictionary(page.reference) {
        $0["Contents"] = .array([.reference(before)] + old + [.reference(after)])
        $0["MediaBox"] = media.object
        $0["CropBox"] = crop.object
        $0["Rotate"] = .integer(look.rotate)
        $0["UserUnit"] = .number(look.unit)
      }
    }
    return try update.serialize()
  }

  private struct Played {
    let suggestions: [FindKeyword.Suggestion]
    let file: [UInt8]
  }

  private func play(_ pdf: [UInt8], _ world: ContractWorld, _ zhang: Caller, _ li: Caller) async throws -> Played {
    var contract = try await world.actions.upload(
      .init(contractID: nil, fileName: "设备采购合同.pdf", bytes: pdf), caller: zhang)
    contract = try await world.actions.setReceivers(
      contract.id, [.init(name: ContractWorld.li.0, mobile: ContractWorld.li.1, turn: 1)], caller: zhang)
    let found = try await world.actions.findKeyword(contract.id, keyword: "甲方（签章）", kind: .seal, caller: zhang)
    let parties = contract.round.parties
    var places = found.map { SetPlaces.Place(partyID: parties[0].id, kind: .seal, page: $0.page, box: $0.box) }
    for page in 1...Self.looks.count {
      let box = PageBox(x: 330, y: 90 + 40 * Double(page), width: 119, height: 119)
      places.append(.init(partyID: parties[1].id, kind: .seal, page: page, box: box))
    }
    places.append(
      .init(partyID: parties[1].id, kind: .date, page: 3, box: PageBox(x: 60, y: 60, width: 140, height: 22)))
    contract = try await world.actions.setPlaces(contract.id, places, caller: zhang)
    contract = try await world.actions.setSeams(
      contract.id, [.init(partyID: parties[0].id, pages: .all, middle: 640)], caller: zhang)
    let settings = ContractSettings(
      issueOrder: .signThenSend, signingOrder: .parallel, signDeadline: world.clock.now.adding(.seconds(7 * 86_400)),
      forcedReadingSeconds: 0, requiresIntentionCheck: true, subjectMatter: .general)
    contract = try await world.actions.setSettings(contract.id, title: nil, settings: settings, caller: zhang)
    contract = try await world.finish(world.actions.initiate(contract.id, caller: zhang), [zhang, li])
    #expect(contract.stage.name == .completed)
    return Played(suggestions: found, file: try await world.bytes(contract, by: zhang))
  }

  @Test("keyword places, seals, dates and strips come out as on plain pages, for poppler and mupdf")
  func same() async throws {
    try await ContractWorld.with { world in
      try await TestDatabase.withFolder { folder in
        let zhang = try await world.person(ContractWorld.zhang)
        let li = try await world.person(ContractWorld.li)
        let plain = try Self.plain()
        let one = try await play(plain, world, zhang, li)
        let two = try await play(try Self.disguised(plain), world, zhang, li)
        #expect(one.suggestions.map(\.page) == [1, 2, 3, 4] && two.suggestions.map(\.page) == [1, 2, 3, 4])
        for (left, right) in zip(one.suggestions, two.suggestions) {
          #expect(abs(left.box.x - right.box.x) < 1 && abs(left.box.y - right.box.y) < 1, "page \(left.page): \(left.box) \(right.box)")
          #expect(left.box.width == right.box.width && left.box.height == right.box.height)
        }
        #expect(world.validate(two.file).verdict == .valid)
        let pages = try PDFDocument(two.file).currentView.pages()
        #expect(pages.map(\.rotate) == Self.looks.map(\.rotate) && pages.map(\.userUnit) == Self.looks.map(\.unit))
        try Data(one.file).write(to: URL(filePath: folder + "/plain.pdf"))
        try Data(two.file).write(to: URL(filePath: folder + "/disguised.pdf"))
        let process = Process()
        let package = SeamSigningTests.package
        process.executableURL = URL(
          filePath: ProcessInfo.processInfo.environment["HEQI_PYTHON"] ?? package.appending(path: ".venv/bin/python").path)
        process.arguments = [
          package.appending(path: "Tests/Oracles/measure_seal.py").path, "same", folder + "/plain.pdf", folder + "/disguised.pdf",
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let text = String(decoding: output, as: UTF8.self)
        try #require(process.terminationStatus == 0, "measure_seal.py: \(text)")
        struct Answer: Decodable { let differing: Double }
        let answer = try JSONDecoder().decode(Answer.self, from: Data((text.split(separator: "\n").last ?? "").utf8))
        // Edges of glyphs fall on other pixels where the scale differs; a seal elsewhere or upside down is some per cent.
        #expect(answer.differing < 0.004, "\(answer.differing) of the pixels of a page differ")
        try KeptFiles.keep(two.file, "disguised.pdf")
        try KeptFiles.keep(one.file, "plain.pdf")
      }
    }
  }
}
