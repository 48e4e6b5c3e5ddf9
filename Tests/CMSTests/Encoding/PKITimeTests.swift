import Testing

@testable import CMS

@Suite struct PKITimeTests {
  @Test(
    "calendar fields and seconds agree",
    arguments: [
      (1970, 1, 1, 0), (2000, 2, 29, 951_782_400), (2026, 1, 1, 1_767_225_600), (1969, 12, 31, -86_400),
      (2100, 3, 1, 4_107_542_400), (1900, 3, 1, -2_203_891_200),
    ] as [(Int, Int, Int, Int64)])
  func calendar(_ year: Int, _ month: Int, _ day: Int, _ seconds: Int64) throws {
    let time = try #require(PKITime(year: year, month: month, day: day))
    #expect(time.secondsSince1970 == seconds)
    let civil = CivilTime(time)
    #expect((civil.year, civil.month, civil.day, civil.hour) == (year, month, day, 0))
  }

  @Test(
    "moments that do not exist are refused", arguments: [(2025, 2, 29), (2026, 13, 1), (2026, 4, 31), (2026, 1, 0)])
  func impossible(_ year: Int, _ month: Int, _ day: Int) {
    #expect(PKITime(year: year, month: month, day: day) == nil)
  }

  @Test("UTCTime serves through 2049 and GeneralizedTime after")
  func choosesForm() throws {
    let last = try #require(PKITime(year: 2049, month: 12, day: 31, hour: 23, minute: 59, second: 59))
    #expect(DER.time(last)[0] == DERTag.utcTime)
    #expect(DER.time(last.adding(seconds: 1))[0] == DERTag.generalizedTime)
    for time in [last, last.adding(seconds: 1)] { #expect(try PKITime(DERNode(DER.time(time))) == time) }
  }

  @Test("a fraction of a second is written without trailing zeros and read back")
  func fraction() throws {
    let time = PKITime(microsecondsSince1970: 1_767_225_600_120_000)
    let der = DER.generalizedTime(time)
    #expect(String(decoding: der.dropFirst(2), as: UTF8.self) == "20260101000000.12Z")
    #expect(try PKITime(DERNode(der)) == time)
  }

  @Test(
    "times outside DER are refused",
    arguments: ["2601010000Z", "260101000000+0800", "20260101000000", "20260101000000.Z", "20261301000000Z"])
  func refuses(_ text: String) {
    let tag = text.utf8.count > 13 && !text.contains("+") ? DERTag.generalizedTime : DERTag.utcTime
    #expect(throws: CMSError.self) { try PKITime(DERNode(DER.tlv(tag, Array(text.utf8)))) }
  }

  @Test("a wall clock ahead of UTC shows its own day")
  func offset() {
    let civil = CivilTime(TestPKI.start.adding(seconds: -3600), offsetMinutes: 480)
    #expect((civil.year, civil.month, civil.day, civil.hour) == (2026, 1, 1, 7))
  }
}
