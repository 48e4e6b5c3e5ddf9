/// The outlines of an OpenType font in the Compact Font Format (Adobe Technical Note 5176), read in place.
///
/// Only offsets are kept; opening a font of 65,535 glyphs takes microseconds. Fonts come from the operating system, yet
/// every read is checked.
struct CompactFont {
  /// An INDEX structure (TN 5176 §5).
  struct Index {
    let count: Int
    fileprivate let offsetSize: Int
    fileprivate let offsets: Int
    /// Offsets count from one byte before the data.
    fileprivate let base: Int
    /// First byte after the INDEX.
    let end: Int
  }

  /// What one font dictionary of a CID font brings to its glyphs.
  struct Part {
    /// Private DICT without the Subrs operator, ready to be copied.
    let privateDict: [UInt8]
    /// FontMatrix of the Font DICT with its operator, or empty.
    let matrix: [UInt8]
    let subroutines: Index?
  }

  /// Memory that outlives this value: see `FontFile`.
  let data: UnsafeRawBufferPointer
  let charStrings: Index
  let globalSubroutines: Index
  let parts: [Part]
  /// FontMatrix and FontBBox of the Top DICT with their operators.
  let topCopies: [UInt8]
  /// FontBBox in font units.
  let box: [Double]
  private let selectOffset: Int?
  /// Outlines used before, by any document.
  let shelf = OutlineShelf()

  init(_ data: UnsafeRawBufferPointer) throws(TypesetError) {
    self.data = data
    let reader = CompactReader(data)
    let names = try reader.index(at: Int(try reader.byte(2)))
    let tops = try reader.index(at: names.end)
    let strings = try reader.index(at: tops.end)
    globalSubroutines = try reader.index(at: strings.end)
    let top = try reader.dictionary(try reader.range(tops, 0))
    guard let outlines = top.offset(17) else { throw CompactReader.damaged }
    charStrings = try reader.index(at: outlines)
    topCopies = top.copy(0x0C07) + top.copy(5)
    box = top.numbers(5)
    if let array = top.offset(0x0C24) {
      let dictionaries = try reader.index(at: array)
      var parts: [Part] = []
      for index in 0..<dictionaries.count {
        parts.append(try reader.part(try reader.dictionary(try reader.range(dictionaries, index)), matrix: true))
      }
      self.parts = parts
      selectOffset = top.offset(0x0C25)
    } else {
      parts = [try reader.part(top, matrix: false)]
      selectOffset = nil
    }
    guard !parts.isEmpty, parts.count <= 256 else { throw CompactReader.damaged }
  }

  /// Which part a glyph belongs to (FDSelect, TN 5176 §19).
  func part(of glyph: Int) throws(TypesetError) -> Int {
    guard let selectOffset else { return 0 }
    let reader = CompactReader(data)
    let found: Int
    switch try reader.byte(selectOffset) {
    case 0: found = Int(try reader.byte(selectOffset + 1 + glyph))
    case 3:
      var low = 0
      var high = try reader.word(selectOffset + 1)
      while high - low > 1 {
        let middle = (low + high) / 2
        if try reader.word(selectOffset + 3 + middle * 3) <= glyph { low = middle } else { high = middle }
      }
      found = Int(try reader.byte(selectOffset + 5 + low * 3))
    default: throw CompactReader.damaged
    }
    guard found < parts.count else { throw CompactReader.damaged }
    return found
  }
}

/// Checked reads from CFF bytes.
struct CompactReader {
  static let damaged = TypesetError(.fontUnusable, "A font file is damaged; reinstall fonts-noto-cjk.")
  private let data: UnsafeRawBufferPointer

  init(_ data: UnsafeRawBufferPointer) { self.data = data }

  func byte(_ offset: Int) throws(TypesetError) -> UInt8 {
    guard offset >= 0, offset < data.count else { throw Self.damaged }
    return data[offset]
  }

  func word(_ offset: Int) throws(TypesetError) -> Int {
    Int(try byte(offset)) << 8 | Int(try byte(offset + 1))
  }

  func index(at offset: Int) throws(TypesetError) -> CompactFont.Index {
    let count = try word(offset)
    if count == 0 { return CompactFont.Index(count: 0, offsetSize: 1, offsets: 0, base: 0, end: offset + 2) }
    let size = Int(try byte(offset + 2))
    guard (1...4).contains(size) else { throw Self.damaged }
    let base = offset + 3 + (count + 1) * size - 1
    let open = CompactFont.Index(count: count, offsetSize: size, offsets: offset + 3, base: base, end: 0)
    return CompactFont.Index(
      count: count, offsetSize: size, offsets: offset + 3, base: base, end: base + (try entry(open, count)))
  }

  /// The bytes of entry `number`.
  func range(_ index: CompactFont.Index, _ number: Int) throws(TypesetError) -> Range<Int> {
    guard number >= 0, number < index.count else { throw Self.damaged }
    let from = index.base + (try entry(index, number))
    let to = index.base + (try entry(index, number + 1))
    guard from >= 0, to >= from, to <= data.count else { throw Self.damaged }
    return from..<to
  }

  private func entry(_ index: CompactFont.Index, _ number: Int) throws(TypesetError) -> Int {
    var value = 0
    let start = index.offsets + number * index.offsetSize
    for offset in start..<(start + index.offsetSize) { value = value << 8 | Int(try byte(offset)) }
    return value
  }

  /// Private DICT and subroutines of a Font DICT.
  func part(_ dictionary: CompactDictionary, matrix: Bool) throws(TypesetError) -> CompactFont.Part {
    let place = dictionary.numbers(18)
    guard place.count == 2, place[0] >= 0, place[1] >= 0, place[0] + place[1] <= Double(data.count) else {
      throw Self.damaged
    }
    let start = Int(place[1])
    let own = try self.dictionary(start..<(start + Int(place[0])))
    let subroutines = try own.offset(19).map { offset throws(TypesetError) in try index(at: start + offset) }
    return CompactFont.Part(
      privateDict: own.copyAll(except: 19), matrix: matrix ? dictionary.copy(0x0C07) : [], subroutines: subroutines)
  }

  /// The operators of a DICT (TN 5176 §4) with their operands as bytes and as numbers.
  func dictionary(_ range: Range<Int>) throws(TypesetError) -> CompactDictionary {
    var result = CompactDictionary()
    var operands: [UInt8] = []
    var numbers: [Double] = []
    var at = range.lowerBound
    while at < range.upperBound {
      let first = try byte(at)
      let size: Int
      switch first {
      case 0...21:
        let wide = first == 12
        let code = wide ? 0x0C00 | Int(try byte(at + 1)) : Int(first)
        result.entries.append((code, operands, numbers))
        operands = []
        numbers = []
        at += wide ? 2 : 1
        continue
      case 28:
        size = 3
        numbers.append(Double(Int16(truncatingIfNeeded: try word(at + 1))))
      case 29:
        size = 5
        numbers.append(Double(Int32(truncatingIfNeeded: try word(at + 1) << 16 | (try word(at + 3)))))
      case 30:
        // A real: nibbles up to the mark 0xF. Only copied, never used as a number.
        var length = 1
        while true {
          let pair = try byte(at + length)
          length += 1
          if pair & 15 == 15 || pair >> 4 == 15 { break }
        }
        size = length
        numbers.append(0)
      case 32...246:
        size = 1
        numbers.append(Double(Int(first) - 139))
      case 247...250:
        size = 2
        numbers.append(Double((Int(first) - 247) * 256 + Int(try byte(at + 1)) + 108))
      case 251...254:
        size = 2
        numbers.append(Double(-(Int(first) - 251) * 256 - Int(try byte(at + 1)) - 108))
      default: throw Self.damaged
      }
      for offset in at..<(at + size) { operands.append(try byte(offset)) }
      at += size
    }
    return result
  }
}

/// A parsed DICT.
struct CompactDictionary {
  var entries: [(code: Int, operands: [UInt8], numbers: [Double])] = []

  func numbers(_ code: Int) -> [Double] { entries.first { $0.code == code }?.numbers ?? [] }

  func offset(_ code: Int) -> Int? {
    guard let value = numbers(code).first, value > 0, value < Double(Int32.max) else { return nil }
    return Int(value)
  }

  /// Operands and operator as they stand, or nothing.
  func copy(_ code: Int) -> [UInt8] {
    entries.filter { $0.code == code }.flatMap(Self.bytes)
  }

  func copyAll(except code: Int) -> [UInt8] {
    entries.filter { $0.code != code }.flatMap(Self.bytes)
  }

  private static func bytes(_ entry: (code: Int, operands: [UInt8], numbers: [Double])) -> [UInt8] {
    entry.operands + (entry.code > 255 ? [12, UInt8(entry.code & 255)] : [UInt8(entry.code)])
  }
}
