internal import Crypto

/// Signs requests: HMAC-SHA-256 over seven lines, under the UTF-8 bytes of the client's secret.
struct RequestSigner: Sendable {
  static let algorithm = "HEQI-HMAC-SHA256"

  let clientID: String
  let key: SymmetricKey

  /// The text that is signed. `query` holds the pairs exactly as they are sent.
  static func text(timestamp: Int64, nonce: String, method: String, path: String, query: [String], body: [UInt8]) -> String {
    let sorted = query.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: "&")
    let hash = Hexadecimal.text(SHA256.hash(data: body))
    return [algorithm, String(timestamp), nonce, method, path, sorted, hash].joined(separator: "\n")
  }

  /// Lower-case hex.
  func signature(of text: String) -> String {
    Hexadecimal.text(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
  }

  /// 32 characters, 190 bits.
  static func nonce() -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    var random = SystemRandomNumberGenerator()
    return String((0..<32).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] })
  }
}

enum Hexadecimal {
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
