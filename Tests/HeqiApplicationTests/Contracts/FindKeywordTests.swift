import HeqiDomain
import Testing

@testable import HeqiApplication

@Suite struct FindKeywordTests {
  @Test("a word that does not stand in the file is refused, and gives no box among others")
  func missing() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let draft = try await world.draft(by: zhang, to: [ContractWorld.li])
      await #expect(throws: ContractError(.keywordNotFound)) {
        try await world.actions.findKeyword(draft.id, keyword: "违约金", kind: .seal, caller: zhang)
      }
      let found = try await world.actions.findKeyword(draft.id, keywords: ["违约金", "签章"], kind: .seal, caller: zhang)
      #expect(found.map(\.count) == [0, 2])
    }
  }

  @Test("on a turned and on a cropped page the box stands at the word as it is shown (F-071)")
  func turnedAndCropped() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let draft = try await world.actions.upload(
        .init(contractID: nil, fileName: "odd.pdf", bytes: OddPages.bytes("SIGN")), caller: zhang)
      let sizes = try await world.actions.pages(draft.id, caller: zhang)
      #expect(sizes == [PageSize(width: 842, height: 595), PageSize(width: 495, height: 742)])
      let found = try await world.actions.findKeyword(draft.id, keyword: "SIGN", kind: .seal, caller: zhang)
      #expect(found.map(\.page) == [1, 2])
      for (spot, size) in zip(found, sizes) { #expect(spot.box.fits(width: size.width, height: size.height)) }
      // The word begins at (72, 500) of the paper: turned, that is 72 below the top; cropped, (32, 440) from the corner.
      let turned = found[0].box, cropped = found[1].box
      #expect(abs((595 - turned.y - turned.height / 2) - 72) < 30 && turned.x < 500 && turned.x + turned.width > 500)
      #expect(abs(cropped.y + cropped.height / 2 - 440) < 12 && cropped.x > 25 && cropped.x < 45)
    }
  }

  @Test("several words are answered as each of them alone")
  func several() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let draft = try await world.draft(by: zhang, to: [ContractWorld.li])
      let together = try await world.actions.findKeyword(draft.id, keywords: ["甲方", "乙方"], kind: .date, caller: zhang)
      for (word, boxes) in zip(["甲方", "乙方"], together) {
        let alone = try await world.actions.findKeyword(draft.id, keyword: word, kind: .date, caller: zhang)
        #expect(alone == boxes && alone.count == 2)
      }
    }
  }
}

/// One page that lies on its side and one that shows its middle only, each with one word at (72, 500).
enum OddPages {
  static func bytes(_ word: String) -> [UInt8] {
    let content = "BT /F1 12 Tf 72 500 Td (\(word)) Tj ET"
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents 4 0 R"
    let objects = [
      "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 2/Kids[5 0 R 6 0 R]>>",
      "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", "<</Length \(content.utf8.count)>>stream\n\(content)\nendstream",
      page + "/Rotate 90>>", page + "/CropBox[40 60 535 802]>>",
    ]
    var text = "%PDF-1.7\n", table = ""
    for (index, object) in objects.enumerated() {
      let digits = String(text.utf8.count)
      table += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
      text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    let start = text.utf8.count
    text += "xref\n0 7\n0000000000 65535 f \n\(table)trailer\n<</Size 7/Root 1 0 R>>\nstartxref\n\(start)\n%%EOF\n"
    return Array(text.utf8)
  }
}
