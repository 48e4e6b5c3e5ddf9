/// Calendar fields of an instant at a fixed offset from UTC (proleptic Gregorian, ISO 8601).
package struct CivilTime: Equatable, Sendable {
  package let year: Int
  package let month: Int
  package let day: Int
  package let hour: Int
  package let minute: Int
  package let second: Int
  package let microsecond: Int
  package let offsetMinutes: Int

  /// China Standard Time, UTC+08:00, the zone every log line is printed in (B-13).
  package static let chinaOffsetMinutes = 480

  /// Fields of `instant`; `offsetMinutes` is minutes east of UTC.
  package init(_ instant: Instant, offsetMinutes: Int = CivilTime.chinaOffsetMinutes) {
    let seconds = instant.seconds
    microsecond = Int(instant.microseconds - seconds * 1_000_000)
    let local = seconds + Int64(offsetMinutes) * 60
    var days = local / 86_400
    var rest = local % 86_400
    if rest < 0 {
      rest += 86_400
      days -= 1
    }
    // days → civil date, after Howard Hinnant's `civil_from_days`
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
    year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    hour = Int(rest / 3600)
    minute = Int(rest % 3600 / 60)
    second = Int(rest % 60)
    self.offsetMinutes = offsetMinutes
  }

  /// Days from 1970-01-01 to a civil date; `nil` if the date does not exist.
  package static func days(year: Int, month: Int, day: Int) -> Int64? {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= daysInMonth(month, of: year) else {
      return nil
    }
    let shiftedYear = Int64(month <= 2 ? year - 1 : year)
    let era = shiftedYear / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// Number of days of a month, 28…31.
  package static func daysInMonth(_ month: Int, of year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }

  /// The instant these fields name at `offsetMinutes`; `nil` if they name none.
  package static func instant(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0,
    offsetMinutes: Int = CivilTime.chinaOffsetMinutes
  ) -> Instant? {
    guard let days = days(year: year, month: month, day: day), (0...23).contains(hour), (0...59).contains(minute),
      (0...59).contains(second)
    else { return nil }
    return Instant(seconds: days * 86_400 + Int64(hour * 3600 + minute * 60 + second - offsetMinutes * 60))
  }
}

extension Instant {
  /// `2026-11-21T06:30:00Z`, or with milliseconds.
  package func iso8601(milliseconds: Bool = false) -> String {
    let time = CivilTime(self, offsetMinutes: 0)
    let base = "\(pad(time.year, 4))-\(pad(time.month))-\(pad(time.day))T\(pad(time.hour)):\(pad(time.minute)):\(pad(time.second))"
    return milliseconds ? "\(base).\(pad(time.microsecond / 1000, 3))Z" : base + "Z"
  }

  /// `2026年11月21日 14:30:00`, China Standard Time, as in the source's log lines (F-020).
  package var chineseLogText: String {
    let time = CivilTime(self)
    return "\(time.year)年\(pad(time.month))月\(pad(time.day))日 \(pad(time.hour)):\(pad(time.minute)):\(pad(time.second))"
  }

  /// `2026-11-21 14:30` China Standard Time, for pages and lists.
  package var shortText: String {
    let time = CivilTime(self)
    return "\(time.year)-\(pad(time.month))-\(pad(time.day)) \(pad(time.hour)):\(pad(time.minute))"
  }

  private func pad(_ number: Int, _ width: Int = 2) -> String {
    let text = String(number)
    return text.count >= width ? text : String(repeating: "0", count: width - text.count) + text
  }
}

extension Instant {
  /// ISO 8601 in UTC with `Z`, whole seconds.
  package var utcText: String {
    let utc = CivilTime(self, offsetMinutes: 0)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(utc.year)-\(two(utc.month))-\(two(utc.day))T\(two(utc.hour)):\(two(utc.minute)):\(two(utc.second))Z"
  }
}
