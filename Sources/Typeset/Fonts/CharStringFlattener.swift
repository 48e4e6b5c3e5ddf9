/// Copies a Type 2 charstring (Adobe Technical Note 5177) with all subroutine calls replaced by their bodies.
struct CharStringFlattener {
  private static let depthMax = 10
  /// A glyph of Noto CJK takes a few hundred bytes; this stops calls that multiply.
  private static let bytesMax = 65_536

  private let data: UnsafeRawBufferPointer
  private let global: CompactFont.Index
  private let local: CompactFont.Index?
  private(set) var bytes: [UInt8] = []
  /// Numbers pushed since the last operator: value, and where they begin in `bytes`.
  private var pushed: [(value: Int, start: Int)] = []
  private var stems = 0

  /// Flattens the charstring of `glyph`.
  /// - Throws: `fontUnusable` for damaged charstrings and for arithmetic operators, which no font here uses.
  init(_ font: CompactFont, glyph: Int, part: Int) throws(TypesetError) {
    data = font.data
    global = font.globalSubroutines
    local = font.parts[part].subroutines
    let range = try CompactReader(data).range(font.charStrings, glyph)
    if try run(range, depth: 0) == false { bytes.append(14) }
  }

  /// Copies `range`; true when the glyph has ended.
  private mutating func run(_ range: Range<Int>, depth: Int) throws(TypesetError) -> Bool {
    guard depth <= Self.depthMax, bytes.count <= Self.bytesMax else { throw CompactReader.damaged }
    var at = range.lowerBound
    let end = range.upperBound
    // Bytes from `from` on are not copied yet: whole stretches are copied at once.
    var from = at
    func need(_ count: Int) throws(TypesetError) { if at + count > end { throw CompactReader.damaged } }
    while at < end {
      let first = data[at]
      switch first {
      case 28:
        try need(3)
        push(Int(Int16(truncatingIfNeeded: Int(data[at + 1]) << 8 | Int(data[at + 2]))), at - from)
        at += 3
      case 32...246:
        push(Int(first) - 139, at - from)
        at += 1
      case 247...250:
        try need(2)
        push((Int(first) - 247) * 256 + Int(data[at + 1]) + 108, at - from)
        at += 2
      case 251...254:
        try need(2)
        push(-(Int(first) - 251) * 256 - Int(data[at + 1]) - 108, at - from)
        at += 2
      case 255:
        try need(5)
        push(0, at - from)
        at += 5
      case 10, 29:
        bytes.append(contentsOf: data[from..<at])
        at += 1
        from = at
        if try call(first == 10 ? local : global, depth) { return true }
      case 11:
        bytes.append(contentsOf: data[from..<at])
        return false
      case 14:
        bytes.append(contentsOf: data[from...at])
        return true
      case 1, 3, 18, 23:
        stems += pushed.count / 2
        pushed.removeAll(keepingCapacity: true)
        at += 1
      case 19, 20:
        // Numbers left on the stack are the last vertical stems.
        stems += pushed.count / 2
        let size = 1 + (stems + 7) / 8
        try need(size)
        pushed.removeAll(keepingCapacity: true)
        at += size
      case 12:
        try need(2)
        guard (34...37).contains(data[at + 1]) else { throw CompactReader.damaged }
        pushed.removeAll(keepingCapacity: true)
        at += 2
      case 4...8, 21, 22, 24...27, 30, 31:
        pushed.removeAll(keepingCapacity: true)
        at += 1
      default: throw CompactReader.damaged
      }
    }
    bytes.append(contentsOf: data[from..<end])
    return false
  }

  private mutating func push(_ value: Int, _ ahead: Int) { pushed.append((value, bytes.count + ahead)) }

  private mutating func call(_ index: CompactFont.Index?, _ depth: Int) throws(TypesetError) -> Bool {
    guard let index, let number = pushed.popLast() else { throw CompactReader.damaged }
    bytes.removeSubrange(number.start...)
    let bias = index.count < 1240 ? 107 : index.count < 33_900 ? 1131 : 32_768
    return try run(CompactReader(data).range(index, number.value + bias), depth: depth + 1)
  }
}
