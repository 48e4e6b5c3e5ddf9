import HeqiDomain
import HeqiTestSupport
import Testing

@testable import HeqiApplication

@Suite("Readings of files that never change")
struct RecentReadingsTests {
  private func digest(_ number: UInt8) -> Digest { FileDigest.of([number]) }

  @Test("what was used longest ago goes first, and nothing outgrows the room")
  func order() {
    let readings = RecentReadings<String>(weightMax: 100)
    for number in UInt8(1)...4 { readings.keep("\(number)", weight: 25, for: digest(number)) }
    #expect(readings.find(digest(1)) == "1")
    readings.keep("5", weight: 25, for: digest(5))
    #expect(readings.find(digest(2)) == nil && readings.find(digest(1)) == "1" && readings.find(digest(5)) == "5")
    readings.keep("5b", weight: 20, for: digest(5))
    readings.keep("6", weight: 5, for: digest(6))
    #expect(readings.find(digest(5)) == "5b" && readings.find(digest(1)) == "1", "a newer reading takes the place of its own")
  }

  @Test("one reading may not push out all the others")
  func heavy() {
    let readings = RecentReadings<String>(weightMax: 100)
    readings.keep("light", weight: 10, for: digest(1))
    readings.keep("heavy", weight: 26, for: digest(2))
    #expect(readings.find(digest(1)) == "light" && readings.find(digest(2)) == nil)
  }

  @Test("page sizes and words are those of the file as it is now, also after it was replaced")
  func replaced() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let draft = try await world.actions.upload(
        .init(contractID: nil, fileName: "a.pdf", bytes: ContractWorld.pdf(pages: 3)), caller: zhang)
      for _ in 0..<2 {
        #expect(try await world.actions.pages(draft.id, caller: zhang).count == 3)
        #expect(try await world.actions.findKeyword(draft.id, keyword: "签章", kind: .seal, caller: zhang).count == 2)
      }
      _ = try await world.actions.upload(
        .init(contractID: draft.id, fileName: "b.pdf", bytes: OddPages.bytes("SIGN")), caller: zhang)
      #expect(try await world.actions.pages(draft.id, caller: zhang).map(\.width) == [842, 495])
      await #expect(throws: ContractError(.keywordNotFound)) {
        try await world.actions.findKeyword(draft.id, keyword: "签章", kind: .seal, caller: zhang)
      }
      #expect(try await world.actions.findKeyword(draft.id, keyword: "SIGN", kind: .seal, caller: zhang).count == 2)
    }
  }

  @Test("a reading that one person caused is no way in for another")
  func others() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let wang = try await world.person(ContractWorld.wang)
      let draft = try await world.actions.upload(
        .init(contractID: nil, fileName: "a.pdf", bytes: ContractWorld.pdf()), caller: zhang)
      _ = try await world.actions.pages(draft.id, caller: zhang)
      _ = try await world.actions.findKeyword(draft.id, keyword: "签章", kind: .seal, caller: zhang)
      await #expect(throws: ContractError(.notFound)) { try await world.actions.pages(draft.id, caller: wang) }
      await #expect(throws: ContractError(.notFound)) {
        try await world.actions.findKeyword(draft.id, keyword: "签章", kind: .seal, caller: wang)
      }
    }
  }
}
