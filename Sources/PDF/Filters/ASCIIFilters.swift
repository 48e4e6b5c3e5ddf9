/// ASCIIHexDecode and ASCII85Decode (ISO 32000-2 §7.4.2, §7.4.3).
enum ASCIIFilters {
  static func decodeHex(_ data: ArraySlice<UInt8>) throws(PDFError) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(data.count / 2)
    var high: UInt8?
    for byte in data {
      if let digit = CharacterClass.hexValue(byte) {
        if let first = high {
          output.append(first << 4 | digit)
          high = nil
        } else {
          high = digit
        }
      } else if byte == 0x3E {
        break
      } else if !CharacterClass.isWhitespace(byte) {
        throw PDFError(.filterDataInvalid, "ASCIIHex data holds something else than digits.")
      }
    }
    if let high { output.append(high << 4) }
    return output
  }

  static func decode85(_ data: ArraySlice<UInt8>) throws(PDFError) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(data.count * 4 / 5)
    var group: UInt64 = 0
    var count = 0
    for byte in data {
      switch byte {
      case 0x21...0x75:
        group = group * 85 + UInt64(byte - 0x21)
        count += 1
        if count == 5 {
          guard group <= UInt64(UInt32.max) else { throw damaged }
          for shift in [24, 16, 8, 0] as [UInt64] { output.append(UInt8(truncatingIfNeeded: group >> shift)) }
          group = 0
          count = 0
        }
      case 0x7A where count == 0: output.append(contentsOf: [0, 0, 0, 0])
      case 0x7E: return try finish(output, group, count)
      case _ where CharacterClass.isWhitespace(byte): break
      default: throw damaged
      }
    }
    return try finish(output, group, count)
  }

  private static func finish(_ output: [UInt8], _ group: UInt64, _ count: Int) throws(PDFError) -> [UInt8] {
    if count == 0 { return output }
    guard count > 1 else { throw damaged }
    var output = output
    var group = group
    for _ in count..<5 { group = group * 85 + 84 }
    guard group <= UInt64(UInt32.max) else { throw damaged }
    for index in 0..<(count - 1) { output.append(UInt8(truncatingIfNeeded: group >> UInt64(24 - 8 * index))) }
    return output
  }

  private static var damaged: PDFError { PDFError(.filterDataInvalid, "ASCII85 data is damaged.") }
}
