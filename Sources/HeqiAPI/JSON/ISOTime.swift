import HeqiDomain

/// Reads `YYYY-MM-DD` and `YYYY-MM-DDThh:mm:ssZ`.
enum ISOTime {
  static func read(_ text: String) -> Instant? {
    let bytes = Array(text.utf8)
    guard bytes.count == 10 || bytes.count == 20, bytes[4] == 45, bytes[7] == 45 else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      var value = 0
      for byte in bytes[range] {
        guard (48...57).contains(byte) else { return nil }
        value = value * 10 + Int(byte) - 48
      }
      return value
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let days = CivilTime.days(year: year, month: month, day: day)
    else { return nil }
    var seconds = Int64(days) * 86_400
    if bytes.count == 20 {
      guard bytes[10] == 84, bytes[13] == 58, bytes[16] == 58, bytes[19] == 90, let hour = number(11..<13), hour < 24,
        let minute = number(14..<16), minute < 60, let second = number(17..<19), second < 60
      else { return nil }
      seconds += Int64(hour * 3600 + minute * 60 + second)
    }
    return Instant(seconds: seconds)
  }
}
