package import HeqiDomain

/// Times and spans as pages say them; the zone is China Standard Time (B-13).
package enum ShortTime {
  /// `今天 18:00`, `昨天 09:12`, `11-28 12:00`, or with the year when it is another one.
  package static func text(_ instant: Instant, now: Instant, texts: LocaleTexts) -> String {
    let then = CivilTime(instant)
    let today = CivilTime(now)
    let clock = "\(pad(then.hour)):\(pad(then.minute))"
    let days = day(then) - day(today)
    switch days {
    case 0: return texts("time.today", ["clock": clock])
    case 1: return texts("time.tomorrow", ["clock": clock])
    case -1: return texts("time.yesterday", ["clock": clock])
    default:
      let date = "\(pad(then.month))-\(pad(then.day)) \(clock)"
      return then.year == today.year ? date : "\(then.year)-\(date)"
    }
  }

  /// `还有 6 小时`, `已超期 2 天`.
  package static func remaining(until instant: Instant, now: Instant, texts: LocaleTexts) -> String {
    let seconds = instant.since(now).components.seconds
    let key = seconds < 0 ? "time.late" : "time.left"
    return texts(key, ["span": span(abs(seconds), texts: texts)])
  }

  /// Whether fewer than 24 hours are left.
  package static func isSoon(_ instant: Instant, now: Instant) -> Bool { instant.since(now).components.seconds < 86_400 }

  private static func span(_ seconds: Int64, texts: LocaleTexts) -> String {
    switch seconds {
    case ..<3600: texts("time.minutes", ["n": String(max(1, seconds / 60))])
    case ..<172_800: texts("time.hours", ["n": String(seconds / 3600)])
    default: texts("time.days", ["n": String(seconds / 86_400)])
    }
  }

  private static func day(_ time: CivilTime) -> Int64 { CivilTime.days(year: time.year, month: time.month, day: time.day) ?? 0 }

  private static func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
