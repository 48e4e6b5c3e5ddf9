import HeqiDomain
import Hummingbird
import NIOCore

/// Answers of the open API: JSON, times in UTC.
enum JSONAnswer {
  static func ok(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: "application/json; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: value.bytes)))
  }

  static func file(_ bytes: [UInt8], type: String, name: String, digest: Digest) -> Response {
    var response = Response(status: .ok, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    response.headers[.contentDisposition] = "attachment; filename*=UTF-8''\(percentEncoded(name))"
    response.headers[.init("x-content-sha256")!] = digest.hex
    return response
  }

  /// ISO 8601 in UTC with `Z`, whole seconds.
  static func time(_ instant: Instant?) -> JSONValue? { instant.map { .string(iso($0)) } }

  static func iso(_ instant: Instant) -> String {
    instant.utcText
  }

  private static func percentEncoded(_ text: String) -> String {
    text.utf8.reduce(into: "") { out, byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
        out.append(Character(UnicodeScalar(byte)))
      default: out += "%" + Hex.encode([byte]).uppercased()
      }
    }
  }
}
