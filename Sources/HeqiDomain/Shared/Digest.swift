/// A SHA-256 digest (FIPS 180-4), 32 bytes; written `sha256:<64 hex digits>` (B-25).
package struct Digest: Hashable, Sendable, CustomStringConvertible {
  package let bytes: [UInt8]

  /// `nil` unless exactly 32 bytes are given.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  /// Reads `sha256:<hex>` or bare hex; `nil` for anything else.
  package init?(_ text: String) {
    let hex = text.hasPrefix("sha256:") ? String(text.dropFirst(7)) : text
    guard let bytes = Hex.decode(hex) else { return nil }
    self.init(bytes)
  }

  package var hex: String { Hex.encode(bytes) }
  package var description: String { "sha256:" + hex }

  /// First and last six digits, as pages show it beside a copy button.
  package var short: String { "\(hex.prefix(6))…\(hex.suffix(6))" }
}
