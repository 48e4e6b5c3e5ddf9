package import HeqiDomain

/// The time of day; the only source of "now" in application code.
package protocol WallClock: Sendable {
  var now: Instant { get }
}

/// Cryptographic randomness; the only source of ids, tokens and codes.
package protocol RandomSource: Sendable {
  /// `count` unpredictable bytes.
  func bytes(_ count: Int) -> [UInt8]
}

extension RandomSource {
  /// A fresh time-ordered identifier.
  package func id<Entity>(_: Entity.Type = Entity.self, at instant: Instant) -> ID<Entity> {
    ID(at: instant, random: bytes(10))
  }

  /// A URL-safe token of `byteCount` random bytes in lower-case hex (256 bits by default).
  package func token(byteCount: Int = 32) -> String { Hex.encode(bytes(byteCount)) }

  /// A decimal code of `digits` digits (1…9), uniformly drawn.
  package func decimalCode(digits: Int) -> String {
    let modulus = (0..<digits).reduce(UInt64(1)) { product, _ in product * 10 }
    let limit = UInt64.max - UInt64.max % modulus
    var number = UInt64.max
    while number >= limit { number = bytes(8).reduce(0) { $0 << 8 | UInt64($1) } }
    let text = String(number % modulus)
    return String(repeating: "0", count: digits - text.count) + text
  }
}
