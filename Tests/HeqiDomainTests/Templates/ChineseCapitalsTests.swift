import HeqiDomain
import Testing

@Suite("Numbers, money in capitals (大写), dates")
struct ChineseCapitalsTests {
  @Test(
    "sums are written as the banks' rules for bills show them (《支付结算办法》附一) and as contracts need them",
    arguments: [
      ("1409.50", "壹仟肆佰零玖元伍角整"), ("6007.14", "陆仟零柒元壹角肆分"), ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
      ("107000.53", "壹拾万零柒仟元伍角叁分"), ("16409.02", "壹万陆仟肆佰零玖元零贰分"), ("325.04", "叁佰贰拾伍元零肆分"),
      ("0", "零元整"), ("0.05", "伍分"), ("0.50", "伍角整"), ("1", "壹元整"), ("10", "壹拾元整"), ("100", "壹佰元整"),
      ("1001", "壹仟零壹元整"), ("10000", "壹万元整"), ("10001", "壹万零壹元整"), ("20000000", "贰仟万元整"),
      ("1000500", "壹佰万零伍佰元整"), ("100000000", "壹亿元整"), ("100000001", "壹亿零壹元整"), ("100005000", "壹亿零伍仟元整"),
      ("1000000000000", "壹万亿元整"), ("1234567890123456.78", "壹仟贰佰叁拾肆万伍仟陆佰柒拾捌亿玖仟零壹拾贰万叁仟肆佰伍拾陆元柒角捌分"),
      ("1000100000000", "壹万零壹亿元整"), ("-12.3", "负壹拾贰元叁角整"),
    ])
  func money(_ sum: String, _ words: String) throws {
    #expect(ChineseCapitals.money(try #require(DecimalText(sum))) == words)
  }

  @Test("a sum with three decimals or seventeen digits has no words", arguments: ["0.001", "12345678901234567"])
  func tooFine(_ sum: String) throws {
    #expect(ChineseCapitals.money(try #require(DecimalText(sum))) == nil)
  }

  @Test("what is no plain decimal is no number", arguments: ["", "-", "1e5", "+1", "1,000", ".5", "1.", "1.2.3", "１", " 1", "0x1", "NaN"])
  func notDecimal(_ text: String) {
    #expect(DecimalText(text) == nil)
  }

  @Test("numbers lose zeros that mean nothing and keep every digit that does")
  func plain() throws {
    #expect(try #require(DecimalText("007.50")).plain == "7.5")
    #expect(try #require(DecimalText("-0.00")).plain == "0")
    #expect(try #require(DecimalText("123456789012345678901234.000000000001")).plain == "123456789012345678901234.000000000001")
  }

  @Test(
    "formats group, pad and never round",
    arguments: [
      ("#,##0.00", "1234567.5", "1,234,567.50"), ("¥#,##0.00", "-3", "-¥3.00"), ("0.##%", "12.5", "12.5%"), ("0", "7", "7"),
      ("000", "7", "007"), ("#,##0", "999", "999"), ("#,##0", "1000", "1,000"), ("0.00", "0.001", nil), ("0", "1.5", nil),
    ])
  func formats(_ pattern: String, _ number: String, _ text: String?) throws {
    #expect(try #require(NumberFormat(pattern)).text(try #require(DecimalText(number))) == text)
  }

  @Test("a pattern that means nothing is refused", arguments: ["", "abc", "0#", "0.#0", "0.0.0", "0 0", "0.", "#,##0.0000000000000"])
  func patterns(_ pattern: String) {
    #expect(NumberFormat(pattern) == nil)
  }

  @Test("days are written by pattern and in characters; a day that does not exist is none")
  func days() throws {
    let day = try #require(CalendarDay("2026-01-31"))
    #expect(try #require(DateFormat("yyyy年M月d日")).text(day) == "2026年1月31日")
    #expect(try #require(DateFormat("dd.MM.yyyy")).text(day) == "31.01.2026")
    #expect(ChineseCapitals.date(year: 2026, month: 1, day: 31) == "二〇二六年一月三十一日")
    #expect(ChineseCapitals.date(year: 2030, month: 12, day: 10) == "二〇三〇年十二月十日")
    for text in ["2026-02-29", "2026-13-01", "2026-1-1", "26-01-01", "2026/01/01", ""] { #expect(CalendarDay(text) == nil, "\(text)") }
    for pattern in ["", "年", "yy-MM", "MMM", "hh"] { #expect(DateFormat(pattern) == nil, "\(pattern)") }
  }
}
