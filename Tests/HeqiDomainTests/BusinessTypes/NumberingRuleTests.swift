import HeqiDomain
import Testing

@Suite("Numbering rules")
struct NumberingRuleTests {
  /// 2026-11-28 in China; still the 27th in UTC.
  private let day = Instant(seconds: 1_795_795_200 + 3600)

  @Test("tokens become numbers", arguments: [
    ("{type}-{yyyy}{MM}-{seq:5}", "CG-202611-00042"), ("合同〔{yyyy}〕{seq:1}号", "合同〔2026〕42号"), ("{yy}{MM}{dd}/{seq:3}", "261128/042"),
  ])
  func tokens(pattern: String, expected: String) throws {
    let instant = try #require(CivilTime.instant(year: 2026, month: 11, day: 28, hour: 1))
    #expect(try NumberingRule(pattern, reset: .never).number(42, type: "CG", at: instant) == expected)
  }

  @Test("a number that outgrows its digits is longer, never shorter or repeated")
  func outgrown() throws {
    let rule = try NumberingRule("{seq:2}", reset: .never)
    #expect((98...101).map { rule.number($0, type: "", at: day) } == ["98", "99", "100", "101"])
  }

  @Test("patterns that could not give unique numbers are refused", arguments: [
    ("", NumberingRule.Reset.never), ("{type}", .never), ("{seq:5}{seq:5}", .never), ("{seq:5}", .yearly), ("{yyyy}{seq:5}", .monthly),
    ("{seq:0}", .never), ("{seq:9}", .never), ("{seq}", .never), ("{nobody}{seq:5}", .never), ("{seq:5", .never),
    ("a?{seq:5}", .never), (String(repeating: "长", count: 60) + "{seq:5}", .never),
  ])
  func refused(pattern: String, reset: NumberingRule.Reset) {
    #expect(throws: BusinessTypeError(.numberingInvalid, Bilingual("", ""))) { try NumberingRule(pattern, reset: reset) }
  }

  @Test("the counter begins anew with the year or the month of China")
  func periods() throws {
    let last = try #require(CivilTime.instant(year: 2026, month: 12, day: 31, hour: 23, minute: 59))
    let first = last.adding(.seconds(60))
    let monthly = try NumberingRule("{yyyy}{MM}{seq:3}", reset: .monthly)
    #expect(monthly.period(at: last) == "2026-12" && monthly.period(at: first) == "2027-01")
    #expect(try NumberingRule("{yyyy}{seq:3}", reset: .yearly).period(at: first) == "2027")
    #expect(try NumberingRule("{seq:3}", reset: .never).period(at: first) == "")
  }
}
