internal import CMS
internal import PDF

/// A PDF date such as `D:20261121143000+08'00'` (ISO 32000-2 §7.9.4).
struct ClaimedTime {
  let time: PKITime

  /// `nil` for a missing or malformed date. A missing offset counts as UTC.
  init?(_ string: PDFString?) {
    guard let string else { return nil }
    var text = Array(string.text.utf8)[...]
    if text.starts(with: Array("D:".utf8)) { text = text.dropFirst(2) }
    func number(_ count: Int) -> Int? {
      guard text.count >= count, text.prefix(count).allSatisfy({ (48...57).contains($0) }) else { return nil }
      defer { text = text.dropFirst(count) }
      return text.prefix(count).reduce(0) { $0 * 10 + Int($1) - 48 }
    }
    guard let year = number(4) else { return nil }
    let month = number(2) ?? 1, day = number(2) ?? 1, hour = number(2) ?? 0, minute = number(2) ?? 0, second = number(2) ?? 0
    guard let local = PKITime(year: year, month: month, day: day, hour: hour, minute: minute, second: second) else { return nil }
    var offsetMinutes = 0
    if let sign = text.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
      text = text.dropFirst()
      let hours = number(2) ?? 0
      if text.first == UInt8(ascii: "'") { text = text.dropFirst() }
      offsetMinutes = (hours * 60 + (number(2) ?? 0)) * (sign == UInt8(ascii: "-") ? -1 : 1)
    }
    time = local.adding(seconds: Int64(-offsetMinutes * 60))
  }
}
