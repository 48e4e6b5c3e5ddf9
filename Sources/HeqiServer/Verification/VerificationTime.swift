package import CMS

/// A moment given on the command line: `2027-03-01`, `2027-03-01T08:30:00Z`, `2027-03-01T16:30:00+08:00` (RFC 3339).
package enum VerificationTime {
  /// `nil` when the text is none of these or the moment does not exist. A date alone means its first second; UTC without a zone.
  package static func parse(_ text: String) -> PKITime? {
    guard
      let match = text.wholeMatch(
        of: /(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?:[Zz]|([+-])(\d\d):(\d\d))?)?/)
    else { return nil }
    func number(_ digits: Substring?) -> Int { digits.flatMap { Int($0) } ?? 0 }
    let parts = match.output
    let (offsetHours, offsetMinutes) = (number(parts.8), number(parts.9))
    guard offsetHours < 24, offsetMinutes < 60,
      let time = PKITime(
        year: number(parts.1), month: number(parts.2), day: number(parts.3), hour: number(parts.4),
        minute: number(parts.5), second: number(parts.6))
    else { return nil }
    let offset = Int64(offsetHours * 3600 + offsetMinutes * 60)
    return time.adding(seconds: parts.7 == "-" ? offset : -offset)
  }
}
