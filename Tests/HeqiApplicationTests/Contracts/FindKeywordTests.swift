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
