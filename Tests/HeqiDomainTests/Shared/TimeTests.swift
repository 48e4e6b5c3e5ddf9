import HeqiDomain
import Testing

@Suite("Time")
struct TimeTests {
  @Test("calendar fields agree with known instants", arguments: [
    (0, "1970-01-01T00:00:00Z", "1970年01月01日 08:00:00"),
    (951_782_400, "2000-02-29T00:00:00Z", "2000年02月29日 08:00:00"),
    (1_763_707_000, "2025-11-21T06:36:40Z", "2025年11月21日 14:36:40"),
    (-1, "1969-12-31T23:59:59Z", "1970年01月01日 07:59:59"),
  ])
  func calendar(_ seconds: Int64, _ iso: String, _ log: String) {
    #expect(Instant(seconds: seconds).iso8601() == iso)
    #expect(Instant(seconds: seconds).chineseLogText == log)
  }

  @Test("a date and its instant convert both ways")
  func roundTrip() throws {
    let instant = try #require(CivilTime.instant(year: 2026, month: 11, day: 21, hour: 18, minute: 5, second: 9))
    let time = CivilTime(instant)
    #expect((time.year, time.month, time.day) == (2026, 11, 21))
    #expect((time.hour, time.minute, time.second) == (18, 5, 9))
    #expect(instant.shortText == "2026-11-21 18:05")
  }

  @Test("dates that do not exist have no instant", arguments: [(2025, 2, 29), (2025, 13, 1), (2025, 4, 31), (0, 1, 1), (2025, 1, 0)])
  func impossible(_ year: Int, _ month: Int, _ day: Int) {
    #expect(CivilTime.instant(year: year, month: month, day: day) == nil)
  }

  @Test("adding never wraps around")
  func clamping() {
    #expect(Instant(microseconds: .max).adding(.seconds(1)) == Instant(microseconds: .max))
    #expect(Instant(microseconds: .min).adding(.seconds(-1)) == Instant(microseconds: .min))
    #expect(Instant(seconds: 10).since(Instant(seconds: 4)) == .seconds(6))
  }

  @Test("the language is the first one of the header that we speak", arguments: [
    (nil, Language.chinese), ("en-US,en;q=0.9", .english), ("fr, zh-TW;q=0.8, en;q=0.7", .chinese), ("de", .chinese),
  ])
  func language(_ header: String?, _ language: Language) {
    #expect(Language(acceptLanguage: header) == language)
  }
}
