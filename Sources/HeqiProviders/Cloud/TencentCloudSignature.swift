import Crypto
package import HeqiDomain

/// TC3-HMAC-SHA256 of Tencent Cloud API 3.0 (H-01): a key for one UTC day and one service, over method, path, the signed
/// headers and the digest of the body.
package struct TencentCloudSignature: Sendable {
  package static let contentType = "application/json; charset=utf-8"

  private let secretID: String
  private let secretKey: Sensitive<String>

  package init(secretID: String, secretKey: Sensitive<String>) {
    self.secretID = secretID
    self.secretKey = secretKey
  }

  /// The `Authorization` header of a POST to `/`.
  package func authorization(service: String, host: String, body: [UInt8], at now: Instant) -> String {
    let canonical = [
      "POST", "/", "", "content-type:\(Self.contentType)", "host:\(host)", "", "content-type;host", Self.hex(SHA256.hash(data: body)),
    ].joined(separator: "\n")
    let day = Self.day(now)
    let scope = "\(day)/\(service)/tc3_request"
    let text = ["TC3-HMAC-SHA256", String(now.seconds), scope, Self.hex(SHA256.hash(data: Array(canonical.utf8)))]
      .joined(separator: "\n")
    var key = SymmetricKey(data: Array("TC3\(secretKey.reveal())".utf8))
    for part in [day, service, "tc3_request"] {
      key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key))
    }
    let code = Self.hex(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    return "TC3-HMAC-SHA256 Credential=\(secretID)/\(scope), SignedHeaders=content-type;host, Signature=\(code)"
  }

  /// `2019-02-25` in UTC.
  private static func day(_ now: Instant) -> String {
    // CivilTime is China Standard Time; eight hours earlier it reads as UTC.
    let utc = CivilTime(now.adding(.seconds(-8 * 3600)))
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(utc.year)-\(two(utc.month))-\(two(utc.day))"
  }

  private static func hex(_ bytes: some Sequence<UInt8>) -> String { Hex.encode(Array(bytes)) }
}
