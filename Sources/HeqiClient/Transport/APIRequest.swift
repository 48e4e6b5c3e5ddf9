internal import FoundationEssentials

/// One request before it is signed.
struct APIRequest: Sendable {
  let method: String
  let path: String
  /// `name=value` pairs, escaped.
  let query: [String]
  let body: [UInt8]
  let contentType: String
  /// The same for every attempt; nil where a repeat is harmless anyway.
  let idempotencyKey: String?

  static func get(_ path: String, _ query: [(String, String?)] = []) -> Self {
    Self(method: "GET", path: path, query: pairs(query), body: [], contentType: "application/json", idempotencyKey: nil)
  }

  /// `key` names the order for a week: the same key and content give the stored answer.
  static func post(_ path: String, _ body: some Encodable, key: String?) throws(HeqiClientError) -> Self {
    let bytes: [UInt8]
    do { bytes = Array(try JSONForm.encoder.encode(body)) } catch {
      throw .invalidArgument("body", "cannot be written as JSON: \(error)")
    }
    return Self(
      method: "POST", path: path, query: [], body: bytes, contentType: "application/json", idempotencyKey: key ?? RequestSigner.nonce())
  }

  static func put(_ path: String, _ query: [(String, String?)], _ body: [UInt8], contentType: String) -> Self {
    Self(
      method: "PUT", path: path, query: pairs(query), body: body, contentType: contentType, idempotencyKey: RequestSigner.nonce())
  }

  var target: String { query.isEmpty ? path : "\(path)?\(query.joined(separator: "&"))" }

  private static func pairs(_ query: [(String, String?)]) -> [String] {
    query.compactMap { name, value in value.map { "\(name)=\(escaped($0))" } }
  }

  /// RFC 3986 unreserved characters stay.
  static func escaped(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default: result += "%" + Hexadecimal.text([byte]).uppercased()
      }
    }
    return result
  }
}

/// How values stand in JSON: times as ISO 8601 in UTC.
enum JSONForm {
  static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    return encoder
  }
  static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return decoder
  }
}
