/// `Retry-After`: seconds or a date (RFC 9110 §10.2.3, §5.6.7).
package enum RetryAfter {
  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

  /// Seconds to wait from `now`, none less than zero; nil when the text says neither.
  package static func seconds(of text: String, at now: Instant) -> Int? {
    let text = text.trimmingWhitespace
    if !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) { return Int(text.prefix(9)) }
    guard let date = date(text) else { return nil }
    // Rounded up: not a moment before the date.
    return max(0, Int((date.microseconds - now.microseconds + 999_999) / 1_000_000))
  }

  /// All three forms that a recipient must read: `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`,
  /// `Sun Nov  6 08:49:37 1994`.
  static func date(_ text: String) -> Instant? {
    var words = text.lowercased().split { " ,-".contains($0) }.map(String.init)
    guard words.count == 6 || words.count == 5 else { return nil }
    if words.count == 5 {  // asctime
      words = [words[0], words[2], words[1], words[4], words[3], "gmt"]
    }
    guard words[5] == "gmt", let month = months.firstIndex(of: words[2]), let day = number(words[1], digits: 1...2),
      var year = number(words[3], digits: 2...4)
    else { return nil }
    if words[3].count == 2 { year += year < 70 ? 2000 : 1900 }
    let clock = words[4].split(separator: ":", omittingEmptySubsequences: false).map { number(String($0), digits: 2...2) }
    guard clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2] else { return nil }
    return CivilTime.instant(
      year: year, month: month + 1, day: day, hour: hour, minute: minute, second: min(second, 59), offsetMinutes: 0)
  }

  private static func number(_ text: String, digits: ClosedRange<Int>) -> Int? {
    guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return Int(text)
  }
}
