/// 统一社会信用代码 of 18 characters (GB 32100-2015) with the organization code of GB 11714-1997 inside (E-20).
package struct UnifiedSocialCreditCode: Hashable, Sendable {
  /// Upper-case text, 18 characters.
  package let text: String

  /// Why a typed code is none.
  package enum Fault: Error, Equatable, Sendable { case length, characters, region, organizationCode, checkCharacter }

  /// Reads a code typed by a person or read by OCR; spaces and hyphens are dropped, letters become upper case.
  package init(_ typed: String) throws(Fault) {
    let text = String(typed.filter { !$0.isWhitespace && $0 != "-" }).uppercased()
    let bytes = Array(text.utf8)
    guard bytes.count == 18, text.count == 18 else { throw .length }
    let values = bytes.map { Self.value(of: $0) }
    guard values.allSatisfy({ $0 >= 0 }) else { throw .characters }
    guard bytes[2..<8].allSatisfy({ (48...57).contains($0) }) else { throw .region }
    guard Self.isOrganizationCode(bytes[8..<17]) else { throw .organizationCode }
    guard values[17] == Self.check(values[0..<17]) else { throw .checkCharacter }
    self.text = text
  }

  /// The organization code, nine characters.
  package var organizationCode: String { String(text.dropFirst(8).dropLast()) }

  /// 31 characters without I, O, S, V and Z; their positions are their values.
  private static let alphabet: [UInt8] = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
  private static let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

  private static func value(of byte: UInt8) -> Int { alphabet.firstIndex(of: byte) ?? -1 }

  /// GB 32100 §6: (31 − Σ Cᵢ·Wᵢ mod 31) mod 31.
  private static func check(_ values: ArraySlice<Int>) -> Int {
    (31 - zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } % 31) % 31
  }

  /// GB 11714 §4: eight characters 0–9 A–Z with their own values, check 0–9 or X for ten.
  private static func isOrganizationCode(_ bytes: ArraySlice<UInt8>) -> Bool {
    let inner = Array(bytes)
    let weights = [3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(inner, weights).reduce(0) { sum, pair in
      sum + (pair.0 <= 57 ? Int(pair.0) - 48 : Int(pair.0) - 55) * pair.1
    }
    let check = (11 - sum % 11) % 11
    return inner[8] == (check == 10 ? UInt8(ascii: "X") : UInt8(48 + check))
  }
}
