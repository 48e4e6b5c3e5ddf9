extension CompactFont {
  /// A CID-keyed CFF program with only `glyphs` (ascending, first is 0); the CID of each glyph is its number here, so
  /// content streams keep the glyph numbers of the whole font (ISO 32000-2 §9.7.4.2).
  func subset(_ glyphs: [UInt16], name: String) throws(TypesetError) -> [UInt8] {
    var outlines: [[UInt8]] = []
    var select: [UInt8] = []
    var used: [Int] = []
    outlines.reserveCapacity(glyphs.count)
    let shaped = try shelf.outlines(of: glyphs) { glyph throws(TypesetError) in
      let part = try part(of: Int(glyph))
      return OutlineShelf.Outline(part: part, bytes: try CharStringFlattener(self, glyph: Int(glyph), part: part).bytes)
    }
    for outline in shaped {
      let part = outline.part
      let number = used.firstIndex(of: part) ?? used.count
      if number == used.count { used.append(part) }
      select.append(UInt8(number))
      outlines.append(outline.bytes)
    }

    var charset: [UInt8] = [0]
    for glyph in glyphs.dropFirst() { charset += [UInt8(glyph >> 8), UInt8(glyph & 255)] }
    let fdSelect = [0] + select
    let charStrings = Self.index(outlines)

    // All offsets are written in five bytes, so sizes are known before places.
    let head: [UInt8] = [1, 0, 4, 4] + Self.index([Array(name.utf8)])
    let strings = Self.index([Array("Adobe".utf8), Array("Identity".utf8)]) + [0, 0]
    let topSize = Self.index([top(glyphs.last ?? 0, 0, 0, 0, 0)]).count
    let charsetAt = head.count + topSize + strings.count
    let selectAt = charsetAt + charset.count
    let outlinesAt = selectAt + fdSelect.count
    let arrayAt = outlinesAt + charStrings.count
    let arraySize = Self.index(used.map { part(parts[$0], 0) }).count
    var privateAt = arrayAt + arraySize
    var dictionaries: [[UInt8]] = []
    var privates: [UInt8] = []
    for number in used {
      dictionaries.append(part(parts[number], privateAt))
      privates += parts[number].privateDict
      privateAt += parts[number].privateDict.count
    }
    var bytes = head
    bytes += Self.index([top(glyphs.last ?? 0, charsetAt, selectAt, outlinesAt, arrayAt)])
    bytes += strings
    bytes += charset
    bytes += fdSelect
    bytes += charStrings
    bytes += Self.index(dictionaries)
    bytes += privates
    return bytes
  }

  /// Top DICT: ROS (Adobe-Identity-0) first, as TN 5176 §18 demands.
  private func top(_ last: UInt16, _ charset: Int, _ select: Int, _ outlines: Int, _ array: Int) -> [UInt8] {
    Self.number(391) + Self.number(392) + Self.number(0) + [12, 30] + topCopies
      + Self.number(Int(last) + 1) + [12, 34]
      + Self.number(charset) + [15] + Self.number(outlines) + [17]
      + Self.number(array) + [12, 36] + Self.number(select) + [12, 37]
  }

  private func part(_ part: Part, _ privateAt: Int) -> [UInt8] {
    part.matrix + Self.number(part.privateDict.count) + Self.number(privateAt) + [18]
  }

  private static func number(_ value: Int) -> [UInt8] {
    let bits = UInt32(truncatingIfNeeded: value)
    return [29, UInt8(bits >> 24), UInt8(bits >> 16 & 255), UInt8(bits >> 8 & 255), UInt8(bits & 255)]
  }

  private static func index(_ entries: [[UInt8]]) -> [UInt8] {
    if entries.isEmpty { return [0, 0] }
    var bytes: [UInt8] = [UInt8(entries.count >> 8), UInt8(entries.count & 255), 4]
    var offset = 1
    bytes.reserveCapacity(3 + 4 * entries.count + entries.reduce(4) { $0 + $1.count })
    for size in [0] + entries.map(\.count) {
      offset += size
      bytes += [UInt8(offset >> 24 & 255), UInt8(offset >> 16 & 255), UInt8(offset >> 8 & 255), UInt8(offset & 255)]
    }
    for entry in entries { bytes += entry }
    return bytes
  }
}
