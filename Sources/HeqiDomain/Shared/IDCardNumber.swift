/// A resident identity card number of 18 characters (GB 11643-1999; check digit ISO 7064 MOD 11-2; B-01, E-19).
package struct IDCardNumber: Hashable, Sendable {
  /// Upper-case text, 18 characters.
  package let text: String

  /// Why a typed number is not one.
  package enum Fault: Error, Equatable, Sendable { case length, characters, region, birthDate, checkDigit }

  /// Reads a number typed by a person; spaces are dropped, `x` is read as `X`.
  package init(_ typed: String) throws(Fault) {
    let text = typed.filter { !$0.isWhitespace }.uppercased()
    let bytes = Array(text.utf8)
    guard bytes.count == 18, text.count == 18 else { throw .length }
    guard bytes.dropLast().allSatisfy({ (48...57).contains($0) }), (48...57).contains(bytes[17]) || bytes[17] == 88 else {
      throw .characters
    }
    let digits = bytes.map { Int($0) - 48 }
    guard Self.provinces.contains(digits[0] * 10 + digits[1]) else { throw .region }
    let year = digits[6..<10].reduce(0) { $0 * 10 + $1 }
    guard year >= 1900, CivilTime.days(year: year, month: digits[10] * 10 + digits[11], day: digits[12] * 10 + digits[13]) != nil
    else { throw .birthDate }
    let sum = zip(digits, Self.weights).reduce(0) { $0 + $1.0 * $1.1 }
    guard bytes[17] == Self.checkCharacters[sum % 11] else { throw .checkDigit }
    self.text = text
  }

  /// Birth date in the number.
  package var birthDate: (year: Int, month: Int, day: Int) {
    let digits = text.utf8.map { Int($0) - 48 }
    return (digits[6..<10].reduce(0) { $0 * 10 + $1 }, digits[10] * 10 + digits[11], digits[12] * 10 + digits[13])
  }

  /// Completed years of age at `instant`, China Standard Time.
  package func age(at instant: Instant) -> Int {
    let now = CivilTime(instant)
    let birth = birthDate
    let hadBirthday = (now.month, now.day) >= (birth.month, birth.day)
    return now.year - birth.year - (hadBirthday ? 0 : 1)
  }

  private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  private static let checkCharacters: [UInt8] = Array("10X98765432".utf8)
  private static let provinces: Set<Int> = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63,
    64, 65, 71, 81, 82, 83, 91,
  ]
}
