/// How a request of the open API is signed: HMAC-SHA-256 over a fixed text (M-028).
///
/// ```
/// HEQI-HMAC-SHA256
/// <X-Timestamp>
/// <X-Nonce>
/// <METHOD>
/// <path exactly as sent, without the query>
/// <query: the name=value pairs exactly as sent, sorted bytewise, joined with &; empty line if none>
/// <lower-case hex SHA-256 of the raw body>
/// ```
package struct RequestSignature: Equatable, Sendable {
  package static let algorithm = "HEQI-HMAC-SHA256"
  /// How far a caller's clock may be off, seconds.
  package static let windowSeconds: Int64 = 300
  /// How long a nonce is remembered, seconds; longer than twice the window.
  package static let nonceSeconds: Int64 = 660

  package let clientID: ID<APIClient>
  /// Seconds since 1970 as sent.
  package let timestamp: Int64
  package let nonce: String
  /// 32 bytes.
  package let signature: [UInt8]

  /// Reads the four headers; nil when one is missing or malformed. Nobody is told which (40101).
  package init?(clientID: String?, timestamp: String?, nonce: String?, signature: String?) {
    guard let clientID = clientID.flatMap({ ID<APIClient>($0) }),
      let timestamp, (1...12).contains(timestamp.utf8.count), timestamp.utf8.allSatisfy({ (48...57).contains($0) }),
      let seconds = Int64(timestamp),
      let nonce, Self.isNonce(nonce),
      let signature, signature.utf8.count == 64, signature == signature.lowercased(),
      let bytes = Hex.decode(signature)
    else { return nil }
    self.clientID = clientID
    self.timestamp = seconds
    self.nonce = nonce
    self.signature = bytes
  }

  /// 16–64 of `A-Z a-z 0-9 - _`.
  package static func isNonce(_ text: String) -> Bool {
    (16...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  /// Whether the caller's clock is near enough.
  package func isTimely(at now: Instant) -> Bool { abs(now.seconds - timestamp) <= Self.windowSeconds }

  /// The signed text. nil when the query names something twice or holds a bare `+`: such a request means different
  /// things to different readers and is refused before anything else.
  package static func text(
    timestamp: Int64, nonce: String, method: String, path: String, query: String?, bodyHash: Digest
  ) -> String? {
    var pairs: [Substring] = []
    if let query, !query.isEmpty {
      guard !query.utf8.contains(UInt8(ascii: "+")) else { return nil }
      pairs = query.split(separator: "&", omittingEmptySubsequences: false)
      let names = pairs.map { $0.prefix { $0 != "=" } }
      guard Set(names).count == names.count, !names.contains("") else { return nil }
      pairs.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
    return [
      algorithm, String(timestamp), nonce, method, path, pairs.joined(separator: "&"), bodyHash.hex,
    ].joined(separator: "\n")
  }
}
