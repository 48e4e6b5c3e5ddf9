/// Text armour of RFC 7468: one labelled block of Base64.
public struct PEM: Sendable, Equatable {
  /// The word after BEGIN, e.g. "CERTIFICATE".
  public let label: String
  /// The decoded octets.
  public let bytes: [UInt8]

  /// Makes a block.
  public init(label: String, bytes: [UInt8]) {
    self.label = label
    self.bytes = bytes
  }

  /// Every block in a text, in order; text around the blocks is ignored. Throws `malformedEncoding`.
  public static func blocks(in text: String) throws(CMSError) -> [PEM] {
    var blocks: [PEM] = []
    var label: String?
    var body: [UInt8] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let line = line.trimmingPrefix { $0 == " " }
      if line.hasPrefix("-----BEGIN "), line.hasSuffix("-----") {
        label = String(line.dropFirst(11).dropLast(5))
        body = []
      } else if line.hasPrefix("-----END ") {
        guard let open = label, let bytes = Base64.decode(body) else { throw .malformed("a PEM block is damaged") }
        blocks.append(PEM(label: open, bytes: bytes))
        label = nil
      } else if label != nil, !line.contains(":") {
        body.append(contentsOf: line.utf8)
      }
    }
    guard label == nil else { throw .malformed("a PEM block has no end") }
    return blocks
  }

  /// The armoured text, lines of 64 characters.
  public var text: String {
    let encoded = Base64.encode(bytes)
    var out = "-----BEGIN \(label)-----\n"
    for start in stride(from: 0, to: encoded.count, by: 64) {
      out += String(decoding: encoded[start..<min(start + 64, encoded.count)], as: UTF8.self) + "\n"
    }
    return out + "-----END \(label)-----\n"
  }
}

/// Base64 of RFC 4648 §4, kept here so that this module needs no Foundation.
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      var group = UInt32(bytes[start]) << 16
      if count > 1 { group |= UInt32(bytes[start + 1]) << 8 }
      if count > 2 { group |= UInt32(bytes[start + 2]) }
      for index in 0..<4 {
        out.append(index <= count ? alphabet[Int(group >> UInt32(18 - 6 * index) & 63)] : UInt8(ascii: "="))
      }
    }
    return out
  }

  static func decode(_ text: [UInt8]) -> [UInt8]? {
    var out: [UInt8] = []
    var group: UInt32 = 0
    var bits = 0
    var padding = 0
    for byte in text where byte != 32 && byte != 9 && byte != 13 {
      if byte == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      guard padding == 0, let value = alphabet.firstIndex(of: byte) else { return nil }
      group = group << 6 | UInt32(value)
      bits += 6
      if bits >= 8 {
        bits -= 8
        out.append(UInt8(group >> UInt32(bits) & 0xFF))
        group &= (1 << UInt32(bits)) - 1
      }
    }
    return padding <= 2 && bits < 6 ? out : nil
  }
}
