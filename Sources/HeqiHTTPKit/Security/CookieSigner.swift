import Crypto
import HeqiDomain

/// Signs values that leave for the browser and come back: HMAC-SHA256 (RFC 2104) under a key of the server.
package struct CookieSigner: Sendable {
  private let key: SymmetricKey

  /// `key` must have at least 32 bytes of entropy; the server derives it from its master key.
  package init(key: [UInt8]) {
    precondition(key.count >= 32, "a signing key has at least 32 bytes")
    self.key = SymmetricKey(data: key)
  }

  /// `value.tag`; `value` must be free of dots and fit a cookie. 128 bits of the tag are kept.
  package func seal(_ value: String, purpose: String) -> String { "\(value).\(tag(value, purpose: purpose))" }

  /// The value, if its tag is right for this purpose.
  package func open(_ text: String, purpose: String) -> String? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard text.utf8.count <= 512, parts.count == 2, !parts[0].isEmpty else { return nil }
    let value = String(parts[0])
    return ConstantTime.equal(tag(value, purpose: purpose), String(parts[1])) ? value : nil
  }

  /// A tag alone: 32 hex digits over purpose and value.
  package func tag(_ value: String, purpose: String) -> String {
    let code = HMAC<SHA256>.authenticationCode(for: Array("\(purpose)\u{0}\(value)".utf8), using: key)
    return Hex.encode(Array(code).prefix(16))
  }
}

/// Comparison whose time does not tell where two texts differ.
package enum ConstantTime {
  package static func equal(_ left: String, _ right: String) -> Bool {
    let first = Array(left.utf8)
    let second = Array(right.utf8)
    guard first.count == second.count else { return false }
    var difference: UInt8 = 0
    for index in first.indices { difference |= first[index] ^ second[index] }
    return difference == 0
  }
}
