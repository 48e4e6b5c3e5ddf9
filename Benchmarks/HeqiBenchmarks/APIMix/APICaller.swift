internal import Crypto
internal import Foundation

/// A business system that signs its requests; written from the description of the interface, not with the server's code.
struct APICaller: Sendable {
  let id: String
  private let key: SymmetricKey

  init(id: String, secret: String) {
    self.id = id
    key = SymmetricKey(data: Data(secret.utf8))
  }

  /// The request as it goes over the wire.
  ///
  /// - Parameter query: without the question mark, its pairs in bytewise order.
  func write(
    _ method: String, _ path: String, query: String = "", type: String = "application/json", body: [UInt8] = [],
    nonce: String, idempotencyKey: String? = nil, into bytes: inout [UInt8]
  ) {
    let time = String(Int(Date().timeIntervalSince1970))
    let text = "HEQI-HMAC-SHA256\n\(time)\n\(nonce)\n\(method)\n\(path)\n\(query)\n\(Self.hex(SHA256.hash(data: body)))"
    let signature = Self.hex(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key))
    bytes.removeAll(keepingCapacity: true)
    bytes += "\(method) \(path)\(query.isEmpty ? "" : "?")\(query) HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Client-Id: \(id)\r\n".utf8
    bytes += "X-Timestamp: \(time)\r\nX-Nonce: \(nonce)\r\nX-Signature: \(signature)\r\n".utf8
    if let idempotencyKey { bytes += "Idempotency-Key: \(idempotencyKey)\r\n".utf8 }
    if method != "GET" { bytes += "Content-Type: \(type)\r\nContent-Length: \(body.count)\r\n".utf8 }
    bytes += "\r\n".utf8
    bytes += body
  }

  private static let digits = Array("0123456789abcdef".utf8)

  private static func hex(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
