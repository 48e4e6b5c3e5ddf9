import Testing

@testable import HeqiDomain

@Suite("What a search compares")
struct SearchTextTests {
  @Test(
    "case, width and space make no difference",
    arguments: [
      ("  房屋租赁合同 ", "房屋租赁合同"), ("ＡＢＣ－１２", "abc-12"), ("Loan\n  Agreement", "loan agreement"), ("", ""), ("Ａ", "a"),
      ("ÉCOLE", "école"),
    ])
  func fold(typed: String, folded: String) {
    #expect(SearchText.fold(typed) == folded)
  }

  @Test("what is too long for an index entry is cut")
  func cut() {
    #expect(SearchText.fold(String(repeating: "合", count: 301)).count == 300)
    // 300 characters of three bytes and the other columns stay below 2,704 bytes.
    #expect(SearchText.fold(String(repeating: "合", count: 301)).utf8.count == 900)
  }

  @Test(
    "only a long enough beginning of a hash is looked up as one",
    arguments: [
      ("sha256:00FF00ff", [0, 255, 0, 255] as [UInt8]?), ("00ff00ff", [0, 255, 0, 255]), ("00ff00f", nil), ("00ff00", nil),
      ("租赁合同租赁合同", nil), (String(repeating: "a", count: 66), nil),
    ])
  func hash(words: String, prefix: [UInt8]?) {
    #expect(ContractQuery(words: words).hashPrefix == prefix)
  }

  @Test("folder, words and order are no filters, everything else is")
  func filters() {
    #expect(!ContractQuery(folder: .draft, words: "x", sort: .amount).hasFilters)
    #expect(ContractQuery(counterparty: "李").hasFilters)
    #expect(ContractQuery(amountFrom: 1).hasFilters)
  }

  @Test("names of tags and views keep to their length")
  func names() throws {
    #expect(try ContractTag.name("  重要 ") == "重要")
    for wrong in ["", "   ", String(repeating: "长", count: 21), "a\nb"] {
      #expect(throws: ListingError(.tagNameInvalid)) { try ContractTag.name(wrong) }
    }
    #expect(try SavedView.name(String(repeating: "长", count: 30)).count == 30)
    #expect(throws: ListingError(.viewNameInvalid)) { try SavedView.name(String(repeating: "长", count: 31)) }
  }
}
