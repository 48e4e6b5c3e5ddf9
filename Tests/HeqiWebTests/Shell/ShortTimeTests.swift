import HeqiDomain
@testable import HeqiWeb
import Testing

@Suite("short times")
struct ShortTimeTests {
  @Test("days near today have names, others their date, other years their year")
  func days() throws {
    let texts = try TemplateTests.library.get().chinese
    func at(_ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int = 0) throws -> Instant {
      try #require(CivilTime.instant(year: year, month: month, day: day, hour: hour, minute: minute))
    }
    let now = try at(2026, 11, 21, 14, 30)
    #expect(try ShortTime.text(at(2026, 11, 21, 18), now: now, texts: texts) == "今天 18:00")
    #expect(try ShortTime.text(at(2026, 11, 22, 0), now: now, texts: texts) == "明天 00:00")
    #expect(try ShortTime.text(at(2026, 11, 20, 23, 59), now: now, texts: texts) == "昨天 23:59")
    #expect(try ShortTime.text(at(2026, 12, 1, 9), now: now, texts: texts) == "12-01 09:00")
    #expect(try ShortTime.text(at(2027, 1, 1, 9), now: now, texts: texts) == "2027-01-01 09:00")
    #expect(try ShortTime.remaining(until: at(2026, 11, 21, 20, 30), now: now, texts: texts) == "还有 6 小时")
    #expect(try ShortTime.remaining(until: at(2026, 11, 24, 14, 30), now: now, texts: texts) == "还有 3 天")
    #expect(try ShortTime.remaining(until: at(2026, 11, 21, 14, 0), now: now, texts: texts) == "已超期 30 分钟")
    #expect(try ShortTime.isSoon(at(2026, 11, 22, 14), now: now))
    #expect(try !ShortTime.isSoon(at(2026, 11, 22, 14, 30), now: now))
  }
}
