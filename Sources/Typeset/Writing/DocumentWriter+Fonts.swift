internal import Graphics

extension DocumentWriter {
  /// A composite font with Identity-H coding (ISO 32000-2 §9.7): codes are the glyph numbers of the whole font file.
  mutating func add(font index: Int) throws(TypesetError) -> Int {
    let entry = fonts.entries[index]
    let glyphs = entry.glyphs.keys.sorted()
    let name = Self.tag(glyphs, index) + "+" + entry.file.name
    let program: Int
    let subtype: String
    let key: String
    var box = [0.0, -200, 1000, 900]
    if let compact = entry.file.compact {
      let bytes = try Deflate.code(try compact.subset(glyphs, name: name))
      program = add(stream: bytes, "/Subtype/CIDFontType0C/Filter/FlateDecode")
      (subtype, key) = ("/CIDFontType0", "/FontFile3")
      if compact.box.count == 4 { box = compact.box.map { $0 * 1000 / entry.file.unitsPerEm } }
    } else {
      let bytes = try entry.file.trueTypeSubset(glyphs)
      program = add(stream: try Deflate.compress(bytes, level: 1), "/Length1 \(bytes.count)/Filter/FlateDecode")
      (subtype, key) = ("/CIDFontType2/CIDToGIDMap/Identity", "/FontFile2")
    }
    let metrics = "/Ascent \(Int(entry.file.ascent))/Descent \(Int(entry.file.descent))/CapHeight 730/StemV 80/ItalicAngle 0"
    let extents = box.map { "\(Int($0.rounded()))" }.joined(separator: " ")
    let descriptor = add(
      "<</Type/FontDescriptor/FontName/\(name)/Flags 4/FontBBox[\(extents)]\(metrics)\(key) \(program) 0 R>>")
    let system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    let widths = Self.widths(glyphs, entry.file)
    let descendant = add(
      "<</Type/Font/Subtype\(subtype)/BaseFont/\(name)\(system)/FontDescriptor \(descriptor) 0 R/DW 1000/W[\(widths)]>>")
    let meaning = add(
      stream: try Deflate.compress(Self.toUnicode(entry.glyphs), level: 3), "/Filter/FlateDecode")
    let encoding = "/Encoding/Identity-H/DescendantFonts[\(descendant) 0 R]/ToUnicode \(meaning) 0 R"
    return add("<</Type/Font/Subtype/Type0/BaseFont/\(name)\(encoding)>>")
  }

  /// Six capital letters that differ with the set of glyphs (§9.9.2).
  private static func tag(_ glyphs: [UInt16], _ index: Int) -> String {
    var hash = UInt64(index) &+ 0xCBF2_9CE4_8422_2325
    for glyph in glyphs { hash = (hash ^ UInt64(glyph)) &* 0x100_0000_01B3 }
    var letters: [UInt8] = []
    for _ in 0..<6 {
      letters.append(UInt8(65 + hash % 26))
      hash /= 26
    }
    return String(decoding: letters, as: UTF8.self)
  }

  /// The `/W` array (§9.7.4.3): only widths other than 1000, neighbours together.
  private static func widths(_ glyphs: [UInt16], _ file: FontFile) -> String {
    var text = ""
    var last = -2
    for glyph in glyphs {
      let width = (file.advance(glyph) * 10).rounded() / 10
      if width == 1000 { continue }
      let shown = width == width.rounded() ? "\(Int(width))" : "\(width)"
      if Int(glyph) == last + 1 {
        text += " " + shown
      } else {
        text += (text.isEmpty ? "" : "]") + "\(glyph)[" + shown
      }
      last = Int(glyph)
    }
    return text.isEmpty ? "" : text + "]"
  }

  /// A ToUnicode CMap (§9.10.3): at most 100 entries a block.
  static func toUnicode(_ glyphs: [UInt16: [UInt8]]) -> [UInt8] {
    let known = glyphs.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
    var stream = ContentStream()
    stream.op("/CIDInit /ProcSet findresource begin 12 dict begin begincmap")
    stream.op("/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def")
    stream.op("/CMapName/Adobe-Identity-UCS def/CMapType 2 def")
    stream.op("1 begincodespacerange<0000><FFFF>endcodespacerange")
    for start in stride(from: 0, to: known.count, by: 100) {
      let block = known[start..<min(start + 100, known.count)]
      stream.number(Double(block.count))
      stream.op("beginbfchar")
      for (glyph, text) in block {
        stream.raw("<")
        stream.hex(glyph)
        stream.raw("><")
        for unit in String(decoding: text, as: UTF8.self).utf16 { stream.hex(unit) }
        stream.op(">")
      }
      stream.op("endbfchar")
    }
    stream.op("endcmap CMapName currentdict/CMap defineresource pop end end")
    return stream.bytes
  }
}
