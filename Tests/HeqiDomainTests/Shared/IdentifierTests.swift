import HeqiDomain
import Testing

private enum Thing {}

@Suite("Identifiers")
struct IdentifierTests {
  private let instant = Instant(microseconds: 1_763_707_000_123_456)

  @Test("an id is a UUID version 7, variant 10, that carries its millisecond")
  func layout() {
    let id = ID<Thing>(at: instant, random: Array(repeating: 0xFF, count: 10))
    let text = id.description
    #expect(text.count == 36)
    #expect(Array(text)[14] == "7")
    #expect("89ab".contains(Array(text)[19]))
    #expect(UInt64(text.replacing("-", with: "").prefix(12), radix: 16) == 1_763_707_000_123)
  }

  @Test("ids made later sort later, whatever the random part")
  func order() {
    let early = ID<Thing>(at: instant, random: Array(repeating: 0xFF, count: 10))
    let late = ID<Thing>(at: instant.adding(.milliseconds(1)), random: Array(repeating: 0, count: 10))
    #expect(early < late)
    #expect(early.description < late.description)
  }

  @Test("the text form reads back to the same id in either case")
  func roundTrip() {
    let id = ID<Thing>(at: instant, random: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    #expect(ID<Thing>(id.description) == id)
    #expect(ID<Thing>(id.description.uppercased()) == id)
  }

  @Test("anything else is no id", arguments: [
    "", "abc", "0193-", "01934567-89ab-7cde-8f01-23456789abcg", "0193456789ab7cde8f0123456789abcd____",
    "01934567x89ab-7cde-8f01-23456789abcd",
  ])
  func refusals(_ text: String) {
    #expect(ID<Thing>(text) == nil)
  }
}
