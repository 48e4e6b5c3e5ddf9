import Testing

@testable import HeqiDomain

@Suite("Notice preferences (F-091)")
struct NoticePreferencesTests {
  /// 2026-11-28 of the given minute in Beijing.
  private func beijing(_ hour: Int64, _ minute: Int64 = 0) -> Instant {
    Instant(seconds: 1_795_824_000 + (hour - 8) * 3_600 + minute * 60)
  }

  @Test("hours that are none, and zones that no place has, are not spellable")
  func bounds() {
    #expect(QuietHours(from: 0, until: 0, offset: 0) == nil && QuietHours(from: -1, until: 5, offset: 0) == nil)
    #expect(QuietHours(from: 0, until: 1_440, offset: 0) == nil && QuietHours(from: 1, until: 2, offset: 841) == nil)
    #expect(QuietHours(from: 1, until: 2, offset: -721) == nil && QuietHours(from: 1_439, until: 0, offset: 840) != nil)
  }

  @Test("across midnight in the reader's own zone: both ends, and when they end")
  func night() throws {
    let quiet = try #require(QuietHours(from: 22 * 60, until: 8 * 60, offset: 480))
    #expect(quiet.end(at: beijing(21, 59)) == nil && quiet.end(at: beijing(8)) == nil && quiet.end(at: beijing(12)) == nil)
    #expect(quiet.end(at: beijing(22)) == beijing(32) && quiet.end(at: beijing(7, 59)) == beijing(8))
    #expect(quiet.end(at: beijing(0)) == beijing(8))
    let west = try #require(QuietHours(from: 22 * 60, until: 8 * 60, offset: -300))
    #expect(west.end(at: beijing(12)) == beijing(21), "23:00 of the day before in New York")
  }

  @Test("hours of one day, with microseconds, and before 1970")
  func day() throws {
    let quiet = try #require(QuietHours(from: 12 * 60, until: 14 * 60, offset: 0))
    #expect(quiet.end(at: Instant(microseconds: 12 * 3_600_000_000 + 1)) == Instant(microseconds: 14 * 3_600_000_000))
    #expect(quiet.end(at: Instant(microseconds: 12 * 3_600_000_000 - 1)) == nil)
    #expect(quiet.end(at: Instant(microseconds: -12 * 3_600_000_000)) == Instant(microseconds: -10 * 3_600_000_000))
  }

  @Test("muted is never sent, quiet waits, and what is due within the hours does not wait")
  func delivery() throws {
    let quiet = try #require(QuietHours(from: 22 * 60, until: 8 * 60, offset: 480))
    let preferences = NoticePreferences(muted: [.init(.progress, .sms)], quiet: quiet)
    let night = beijing(23)
    #expect(preferences.delivery(of: .progress, by: .sms, at: beijing(12)) == .never)
    #expect(preferences.delivery(of: .progress, by: .mail, at: beijing(12)) == .now)
    #expect(preferences.delivery(of: .turn, by: .sms, at: night) == .at(beijing(32)))
    #expect(preferences.delivery(of: .turn, by: .sms, deadline: beijing(32), at: night) == .now)
    #expect(preferences.delivery(of: .turn, by: .sms, deadline: beijing(33), at: night) == .at(beijing(32)))
    #expect(preferences.delivery(of: .completed, by: .mail, deadline: beijing(24), at: night) == .at(beijing(32)))
    #expect(NoticePreferences().delivery(of: .reminder, by: .sms, at: night) == .now)
  }

  @Test("every notice of a contract has a kind that people can choose")
  func kinds() {
    #expect(ContractNotice.Kind.allCases.filter { $0.noticeKind == .completed } == [.completed])
    #expect(ContractNotice.Kind.allCases.filter { $0.noticeKind == .reminder } == [.approvalReminder])
    #expect(!ContractNotice.Kind.allCases.contains { $0.noticeKind == .seal })
  }
}
