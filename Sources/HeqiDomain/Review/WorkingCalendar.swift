/// Working days in China Standard Time: Monday to Friday, minus holidays, plus moved working weekends (F-096, B-32).
package struct WorkingCalendar: Equatable, Sendable {
  /// A civil day as days since 1970-01-01.
  package typealias Day = Int64

  package let holidays: Set<Day>
  package let extraWorkdays: Set<Day>

  package init(holidays: Set<Day>, extraWorkdays: Set<Day>) {
    self.holidays = holidays
    self.extraWorkdays = extraWorkdays
  }

  /// The civil day of `instant`.
  package static func day(of instant: Instant) -> Day {
    let local = instant.seconds + Int64(CivilTime.chinaOffsetMinutes) * 60
    return local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
  }

  /// Monday is 0.
  package static func weekday(of day: Day) -> Int { Int(((day + 3) % 7 + 7) % 7) }

  package func isWorkday(_ day: Day) -> Bool {
    if extraWorkdays.contains(day) { return true }
    return Self.weekday(of: day) < 5 && !holidays.contains(day)
  }

  /// The end (24:00) of the `workdays`-th working day after the day of `instant`; the day itself never counts.
  /// Looks at most 400 days ahead.
  package func due(after workdays: Int, from instant: Instant) -> Instant {
    var day = Self.day(of: instant)
    var left = max(1, workdays)
    for _ in 0..<400 where left > 0 {
      day += 1
      if isWorkday(day) { left -= 1 }
    }
    return Instant(seconds: (day + 1) * 86_400 - Int64(CivilTime.chinaOffsetMinutes) * 60)
  }

  /// State Council notices for 2025 and 2026; in other years only the fixed dates 1 January, 1–2 May and 1–3 October.
  /// A newer table is given by configuration.
  package static let china: WorkingCalendar = {
    var holidays: Set<Day> = []
    var extra: Set<Day> = []
    func add(_ year: Int, _ ranges: [(Int, Int, Int)], to set: inout Set<Day>) {
      for (month, first, last) in ranges {
        for number in first...last { if let day = CivilTime.days(year: year, month: month, day: number) { set.insert(day) } }
      }
    }
    for year in 2024...2100 { add(year, [(1, 1, 1), (5, 1, 2), (10, 1, 3)], to: &holidays) }
    add(2025, [(1, 28, 31), (2, 1, 4), (4, 4, 6), (5, 1, 5), (5, 31, 31), (6, 1, 2), (10, 1, 8)], to: &holidays)
    add(2025, [(1, 26, 26), (2, 8, 8), (4, 27, 27), (9, 28, 28), (10, 11, 11)], to: &extra)
    add(
      2026, [(1, 1, 3), (2, 15, 23), (4, 4, 6), (5, 1, 5), (6, 19, 21), (9, 25, 27), (10, 1, 7)], to: &holidays)
    add(2026, [(1, 4, 4), (2, 14, 14), (2, 28, 28), (5, 9, 9), (9, 20, 20), (10, 10, 10)], to: &extra)
    return WorkingCalendar(holidays: holidays, extraWorkdays: extra)
  }()
}
