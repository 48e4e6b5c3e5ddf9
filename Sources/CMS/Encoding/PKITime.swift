/// A point in time as PKIX structures carry it: microseconds since 1970-01-01T00:00:00Z, no leap seconds.
public struct PKITime: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Microseconds since 1970-01-01T00:00:00Z; negative before.
  public let microsecondsSince1970: Int64

  /// Makes a time from microseconds since 1970.
  public init(microsecondsSince1970: Int64) { self.microsecondsSince1970 = microsecondsSince1970 }

  /// Makes a time from whole seconds since 1970; saturates at the representable limits.
  public init(secondsSince1970 seconds: Int64) {
    let (value, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
    self.microsecondsSince1970 = overflow ? (seconds < 0 ? .min : .max) : value
  }

  /// Whole seconds since 1970, rounded down.
  public var secondsSince1970: Int64 {
    let quotient = microsecondsSince1970 / 1_000_000
    return microsecondsSince1970 % 1_000_000 < 0 ? quotient - 1 : quotient
  }

  /// The fraction of the second in microseconds, 0 ..< 1,000,000.
  public var microsecondOfSecond: Int { Int(microsecondsSince1970 - secondsSince1970 * 1_000_000) }

  public static func < (left: PKITime, right: PKITime) -> Bool {
    left.microsecondsSince1970 < right.microsecondsSince1970
  }

  /// This time moved by whole seconds; saturates at the representable limits.
  public func adding(seconds: Int64) -> PKITime {
    let step = PKITime(secondsSince1970: seconds).microsecondsSince1970
    let (value, overflow) = microsecondsSince1970.addingReportingOverflow(step)
    return PKITime(microsecondsSince1970: overflow ? (step < 0 ? .min : .max) : value)
  }

  /// This time without its fraction of a second.
  public var truncatedToSeconds: PKITime { PKITime(secondsSince1970: secondsSince1970) }

  /// RFC 3339 text in UTC, for logs and reports.
  public var description: String {
    let civil = CivilTime(self)
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return
      "\(civil.year)-\(two(civil.month))-\(two(civil.day))T\(two(civil.hour)):\(two(civil.minute)):\(two(civil.second))Z"
  }
}

/// The proleptic Gregorian calendar fields of a time in UTC or at a fixed offset.
public struct CivilTime: Sendable, Hashable {
  public let year: Int
  public let month: Int
  public let day: Int
  public let hour: Int
  public let minute: Int
  public let second: Int

  /// The fields of `time` on a wall clock `offsetMinutes` ahead of UTC.
  public init(_ time: PKITime, offsetMinutes: Int = 0) {
    let seconds = time.adding(seconds: Int64(offsetMinutes) * 60).secondsSince1970
    var days = seconds / 86_400
    var rest = seconds % 86_400
    if rest < 0 {
      rest += 86_400
      days -= 1
    }
    // Days to civil date after Howard Hinnant's public-domain algorithm; eras of 400 years.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthIndex = (5 * dayOfYear + 2) / 153
    day = Int(dayOfYear - (153 * monthIndex + 2) / 5 + 1)
    month = Int(monthIndex < 10 ? monthIndex + 3 : monthIndex - 9)
    year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    hour = Int(rest / 3600)
    minute = Int(rest % 3600 / 60)
    second = Int(rest % 60)
  }

  /// Days since 1970-01-01 of a civil date, or nil when the date does not exist.
  static func days(year: Int, month: Int, day: Int) -> Int64? {
    guard (0...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard day <= lengths[month - 1] else { return nil }
    let shiftedYear = Int64(month <= 2 ? year - 1 : year)
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let monthIndex = Int64(month > 2 ? month - 3 : month + 9)
    let dayOfYear = (153 * monthIndex + 2) / 5 + Int64(day) - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}

extension PKITime {
  /// A time from UTC calendar fields; nil when no such moment exists.
  public init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    guard let days = CivilTime.days(year: year, month: month, day: day), (0...23).contains(hour),
      (0...59).contains(minute), (0...59).contains(second)
    else { return nil }
    self.init(secondsSince1970: days * 86_400 + Int64(hour * 3600 + minute * 60 + second))
  }

  /// Reads UTCTime or GeneralizedTime in the DER form of RFC 5280 §4.1.2.5, fractions allowed in GeneralizedTime.
  init(_ node: DERNode) throws(CMSError) {
    let text = Array(node.content)
    switch node.tag {
    case DERTag.utcTime:
      guard text.count == 13, text[12] == UInt8(ascii: "Z"), let short = Self.digits(text, 0, 2) else {
        throw .malformed("UTCTime is not YYMMDDHHMMSSZ")
      }
      self = try Self.fields(text, year: short >= 50 ? 1900 + short : 2000 + short, from: 2)
    case DERTag.generalizedTime:
      guard text.count >= 15, text.last == UInt8(ascii: "Z"), let year = Self.digits(text, 0, 4) else {
        throw .malformed("GeneralizedTime is not YYYYMMDDHHMMSS[.f]Z")
      }
      let whole = try Self.fields(text, year: year, from: 4)
      var micros: Int64 = 0
      if text.count > 15 {
        let fraction = text[15..<(text.count - 1)]
        guard text[14] == UInt8(ascii: "."), (1...9).contains(text.count - 16),
          fraction.allSatisfy({ (48...57).contains($0) })
        else { throw .malformed("GeneralizedTime has a bad fraction") }
        var unit: Int64 = 100_000
        for digit in fraction {
          micros += Int64(digit - 48) * unit
          unit /= 10
        }
      }
      self.init(microsecondsSince1970: whole.microsecondsSince1970 + micros)
    default:
      throw .malformed("a time must be UTCTime or GeneralizedTime")
    }
  }

  private static func digits(_ text: [UInt8], _ start: Int, _ count: Int) -> Int? {
    var value = 0
    for index in start..<(start + count) {
      guard index < text.count, (48...57).contains(text[index]) else { return nil }
      value = value * 10 + Int(text[index] - 48)
    }
    return value
  }

  private static func fields(_ text: [UInt8], year: Int, from start: Int) throws(CMSError) -> PKITime {
    guard let month = digits(text, start, 2), let day = digits(text, start + 2, 2),
      let hour = digits(text, start + 4, 2), let minute = digits(text, start + 6, 2),
      let second = digits(text, start + 8, 2),
      let time = PKITime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    else { throw .malformed("the date does not exist") }
    return time
  }
}
