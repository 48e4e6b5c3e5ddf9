import Crypto
package import HeqiDomain

/// ACS3-HMAC-SHA256 of Alibaba Cloud OpenAPI V3 (H-02): over method, path, query, every `x-acs-*` header and the digest of
/// the body; the secret itself is the key.
package struct AliyunSignature: Sendable {
  /// What is called, as the vendor names it.
  package struct Call: Sendable {
    package let host: String
    package let action: String
    package let version: String
    package let query: [String: String]
    package let body: [UInt8]
    package let contentType: String?

    package init(
      host: String, action: String, version: String, query: [String: String] = [:], body: [UInt8] = [], contentType: String? = nil
    ) {
      self.host = host
      self.action = action
      self.version = version
      self.query = query
      self.body = body
      self.contentType = contentType
    }

    /// The query as it is sent and signed: names in order, both parts encoded by RFC 3986.
    package var queryText: String {
      query.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { "\(AliyunSignature.encoded($0.key))=\(AliyunSignature.encoded($0.value))" }.joined(separator: "&")
    }
  }

  private let keyID: String
  private let keySecret: Sensitive<String>

  package init(keyID: String, keySecret: Sensitive<String>) {
    self.keyID = keyID
    self.keySecret = keySecret
  }

  /// The headers of a POST to `/`, with `authorization`.
  /// - Parameter nonce: never used before.
  package func headers(of call: Call, nonce: String, at now: Instant) -> [(name: String, value: String)] {
    let digest = Self.hex(SHA256.hash(data: call.body))
    var headers: [(name: String, value: String)] = [
      ("host", call.host), ("x-acs-action", call.action), ("x-acs-content-sha256", digest),
      ("x-acs-date", now.utcText), ("x-acs-signature-nonce", nonce), ("x-acs-version", call.version),
    ]
    if let type = call.contentType { headers.insert(("content-type", type), at: 0) }
    let names = headers.map(\.name).joined(separator: ";")
    let canonical = [
      "POST", "/", call.queryText, headers.map { "\($0.name):\($0.value)\n" }.joined(), names, digest,
    ].joined(separator: "\n")
    let text = "ACS3-HMAC-SHA256\n" + Self.hex(SHA256.hash(data: Array(canonical.utf8)))
    let key = SymmetricKey(data: Array(keySecret.reveal().utf8))
    let code = Self.hex(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    headers.append(("authorization", "ACS3-HMAC-SHA256 Credential=\(keyID),SignedHeaders=\(names),Signature=\(code)"))
    return headers
  }

  /// Percent-encoded but for the unreserved characters of RFC 3986.
  package static func encoded(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e: encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default: encoded += "%" + Hex.encode([byte]).uppercased()
      }
    }
    return encoded
  }

  private static func hex(_ bytes: some Sequence<UInt8>) -> String { Hex.encode(Array(bytes)) }
}
