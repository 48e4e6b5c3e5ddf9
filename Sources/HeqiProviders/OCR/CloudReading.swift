import HeqiDomain
import HeqiPorts

/// What of a vendor's reading is believed: whatever is doubtful or fails its check digit is left for a reviewer.
enum CloudReading {
  static func card(name: String?, number: String?, isDoubtful: Bool) -> CardText {
    guard !isDoubtful else { return CardText(name: nil, idCardNumber: nil) }
    let checked = number.flatMap { try? IDCardNumber($0) }
    return CardText(name: filled(name), idCardNumber: checked?.text)
  }

  static func licence(name: String?, code: String?, legalRepresentative: String?, isDoubtful: Bool) -> LicenceText {
    guard !isDoubtful else { return LicenceText(name: nil, code: nil, legalRepresentative: nil) }
    let checked = code.flatMap { try? UnifiedSocialCreditCode($0) }
    return LicenceText(name: filled(name), code: checked?.text, legalRepresentative: filled(legalRepresentative))
  }

  private static func filled(_ text: String?) -> String? { text.flatMap { $0.isEmpty ? nil : $0 } }
}
