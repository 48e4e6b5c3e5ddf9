import CMS
import PDF
import Testing

/// Cuts the signature value out of a file, changes it, and puts it back into the same gap.
struct SignatureSurgery {
  let bytes: [UInt8]
  /// Between the angle brackets of the first signature value.
  let gap: Range<Int>

  init(_ bytes: [UInt8]) throws {
    self.bytes = bytes
    let start = try #require(Forgery.find(Array("/Contents <30".utf8), in: bytes, last: false)) + 11
    gap = start..<(try #require(bytes[start...].firstIndex(of: UInt8(ascii: ">"))))
  }

  /// The CMS structure without its padding.
  var value: [UInt8] {
    get throws {
      var octets: [UInt8] = []
      for index in stride(from: gap.lowerBound, to: gap.upperBound, by: 2) {
        octets.append(try #require(UInt8(String(decoding: bytes[index..<(index + 2)], as: UTF8.self), radix: 16)))
      }
      return Array(octets.prefix(try SignedData(octets, allowsTrailingBytes: true).octetCount))
    }
  }

  func putting(_ value: [UInt8]) throws -> [UInt8] {
    let hex = value.flatMap { Array((($0 < 16 ? "0" : "") + String($0, radix: 16)).utf8) }
    try #require(hex.count <= gap.count)
    var out = bytes
    out.replaceSubrange(gap, with: hex + [UInt8](repeating: UInt8(ascii: "0"), count: gap.count - hex.count))
    return out
  }

  /// Overwrites the end of the gap with `text`.
  func ending(_ text: String) -> [UInt8] {
    var out = bytes
    out.replaceSubrange((gap.upperBound - text.utf8.count)..<gap.upperBound, with: Array(text.utf8))
    return out
  }

  /// The SignedData with its fields changed.
  func editing(_ edit: (inout TLV) throws -> Void) throws -> [UInt8] {
    var root = TLV(try value[...])
    var data = root.children[1].children[0]
    try edit(&data)
    root.children[1].children[0] = data
    return try putting(root.encoded)
  }
}

/// A definite-length DER value, taken apart for surgery.
struct TLV {
  let tag: UInt8
  var content: [UInt8] = []
  var children: [TLV] = []

  init(tag: UInt8, content: [UInt8]) {
    self.tag = tag
    self.content = content
  }

  init(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    tag = rest.removeFirst()
    var length = Int(rest.removeFirst())
    if length > 127 {
      let count = length - 128
      length = rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
      rest = rest.dropFirst(count)
    }
    guard tag & 0x20 != 0 else {
      content = Array(rest.prefix(length))
      return
    }
    rest = rest.prefix(length)
    while !rest.isEmpty {
      let child = TLV(rest)
      children.append(child)
      rest = rest.dropFirst(child.encoded.count)
    }
  }

  var encoded: [UInt8] {
    let body = tag & 0x20 != 0 ? children.flatMap(\.encoded) : content
    if body.count < 128 { return [tag, UInt8(body.count)] + body }
    var length: [UInt8] = []
    var rest = body.count
    while rest > 0 {
      length.insert(UInt8(rest & 255), at: 0)
      rest >>= 8
    }
    return [tag, 0x80 | UInt8(length.count)] + length + body
  }
}
