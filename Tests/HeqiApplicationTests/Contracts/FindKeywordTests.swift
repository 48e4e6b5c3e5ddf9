import HeqiDomain
import HeqiTestSupport
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
