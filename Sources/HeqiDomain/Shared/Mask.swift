/// Masks of personal data as the source prints them (F-028). Applied at the edge only; stores keep encrypted values.
package enum Mask {
  /// `叶三` → `叶*`, `叶小三` → `叶*三`; first character, stars, last character.
  package static func name(_ name: String) -> String {
    let characters = Array(name)
    switch characters.count {
    case 0: return ""
    case 1: return "*"
    case 2: return "\(characters[0])*"
    default:
      return "\(characters[0])" + String(repeating: "*", count: min(characters.count - 2, 4)) + "\(characters[characters.count - 1])"
    }
  }

  /// `13812341234` → `138****1234`.
  package static func mobile(_ mobile: String) -> String { middle(mobile, keepFirst: 3, keepLast: 4) }

  /// `310101199001011234` → `310***********1234`.
  package static func idCardNumber(_ number: String) -> String { middle(number, keepFirst: 3, keepLast: 4) }

  /// `someone@example.com` → `s***@example.com`.
  package static func email(_ email: String) -> String {
    guard let at = email.firstIndex(of: "@"), at > email.startIndex else { return stars(email.count) }
    return "\(email[email.startIndex])***\(email[at...])"
  }

  /// IPv4 `172.124.10.22` → `172.124.***.**`; IPv6 keeps its first two groups.
  package static func ip(_ address: String) -> String {
    let v4 = address.split(separator: ".", omittingEmptySubsequences: false)
    if v4.count == 4 { return "\(v4[0]).\(v4[1]).\(stars(v4[2].count)).\(stars(v4[3].count))" }
    let v6 = address.split(separator: ":", omittingEmptySubsequences: false)
    if v6.count > 2 { return "\(v6[0]):\(v6[1]):****" }
    return stars(address.count)
  }

  /// Device ids: the first six characters, then stars.
  package static func device(_ device: String) -> String { middle(device, keepFirst: 6, keepLast: 0) }

  private static func middle(_ text: String, keepFirst: Int, keepLast: Int) -> String {
    let count = text.count
    guard count > keepFirst + keepLast else { return stars(count) }
    return text.prefix(keepFirst) + stars(count - keepFirst - keepLast) + text.suffix(keepLast)
  }

  private static func stars(_ count: Int) -> String { String(repeating: "*", count: max(1, count)) }
}
