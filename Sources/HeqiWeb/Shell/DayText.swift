import HeqiDomain

/// Days as date fields write them, `2026-12-01`, in China Standard Time (B-13).
enum DayText {
  static func text(_ instant: Instant) -> String {
    let day = CivilTime(instant)
    return "\(day.year)-\(pad(day.month))-\(pad(day.day))"
  }

  /// The first moment of the day; nil for anything that is no date.
  static func instant(_ text: String) -> Instant? {
    SettingsForm.day(text).flatMap { CivilTime.instant(year: $0.year, month: $0.month, day: $0.day) }
  }

  private static func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
