import HeqiDomain
import Testing

/// GB 32100-2015, GB 11714-1997 (E-20).
@Suite("Unified social credit code")
struct UnifiedSocialCreditCodeTests {
  typealias Fault = UnifiedSocialCreditCode.Fault

  @Test("what is no code says why", arguments: [
    ("", Fault.length), ("91350100M000100Y4", .length), ("91350100M000100Y433", .length),
    ("9135010OM000100Y43", .characters), ("91350100M000I00Y43", .characters), ("91350100M000100S43", .characters),
    ("91350100M000V00Y43", .characters), ("91350100M000100Y4Z", .characters), ("91350100M0001００Y43", .length),
    ("91A50100M000100Y43", .region),
    ("91350100M000200Y43", .organizationCode), ("91350100M000100Y53", .organizationCode),
    ("91350100M000100Y44", .checkCharacter), ("92350100M000100Y43", .checkCharacter),
  ])
  func refused(text: String, fault: Fault) {
    #expect(throws: fault) { try UnifiedSocialCreditCode(text) }
  }

  @Test("the published examples are accepted", arguments: ["91350100M000100Y43", "91350206MA32JUL977"])
  func accepted(text: String) throws {
    #expect(try UnifiedSocialCreditCode(text).text == text)
    #expect(try UnifiedSocialCreditCode(" \(text.prefix(4)) \(text.dropFirst(4).lowercased())\n").text == text)
  }

  @Test("the organization code is its nine characters")
  func inner() throws {
    #expect(try UnifiedSocialCreditCode("91350100M000100Y43").organizationCode == "M000100Y4")
  }

  @Test("exactly one last character is right, also where the sum is a multiple of 31")
  func lastCharacter() throws {
    let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
    var sums: Set<Character> = []
    for region in 350_100..<350_180 {
      let base = "91\(region)M000100Y4"
      let right = alphabet.filter { (try? UnifiedSocialCreditCode(base + String($0))) != nil }
      #expect(right.count == 1, "\(base)")
      sums.formUnion(right)
    }
    #expect(sums.contains("0"))
  }

  @Test("changing one character is always noticed")
  func oneCharacter() {
    let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
    let text = Array("91350206MA32JUL977")
    for index in text.indices {
      for other in alphabet where other != text[index] {
        var changed = text
        changed[index] = other
        #expect((try? UnifiedSocialCreditCode(String(changed))) == nil, "\(String(changed))")
      }
    }
  }
}
