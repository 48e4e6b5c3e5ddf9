/// Reads single cross-reference sections, both forms (ISO 32000-2 §7.5.4, §7.5.8).
struct CrossReferenceReader {
  let bytes: [UInt8]
  let limits: PDFLimits
  var deviations: [PDFDeviation] = []

  /// The section at `offset`, with the `/XRefStm` stream of a hybrid section.
  mutating func section(at offset: Int) throws(PDFError) -> CrossReferenceSection {
    guard offset > 0, offset < bytes.count else {
      throw PDFError(.crossReferenceInvalid, "The cross-reference offset lies outside the file.", at: offset)
    }
    var lexer = Lexer(bytes, at: offset)
    lexer.skipWhitespace()
    if lexer.position != offset { deviations.append(PDFDeviation(kind: .startMarkerBeforeSpace, offset: offset)) }
    if lexer.take("xref") { return try hybrid(try table(&lexer, offset: offset)) }
    return try stream(at: lexer.position, offset: offset)
  }

  private mutating func hybrid(_ section: CrossReferenceSection) throws(PDFError) -> CrossReferenceSection {
    guard let value = section.trailer["XRefStm"] else { return section }
    guard let offset = value.integerValue, offset > 0, offset < bytes.count else {
      throw PDFError(.trailerInvalid, "/XRefStm is not an offset in the file.", at: section.offset)
    }
    var section = section
    var lexer = Lexer(bytes, at: offset)
    lexer.skipWhitespace()
    let hidden = try stream(at: lexer.position, offset: offset)
    section.kind = .hybrid
    section.hiddenEntries = hidden.entries
    section.streamRanges = hidden.streamRanges
    return section
  }

  // MARK: table

  private mutating func table(_ lexer: inout Lexer, offset: Int) throws(PDFError) -> CrossReferenceSection {
    var entries: [(number: Int, entry: CrossReferenceEntry)] = []
    while true {
      lexer.skipSpace()
      if lexer.take("trailer") { break }
      guard let first = lexer.takeUnsigned() else { throw invalid("subsection start", lexer.position) }
      lexer.skipSpace()
      guard let count = lexer.takeUnsigned() else { throw invalid("subsection count", lexer.position) }
      guard first <= limits.objectCountMax, count <= limits.objectCountMax - first else {
        throw PDFError(.limitExceeded, "A cross-reference subsection is too large.", at: lexer.position)
      }
      // Every entry takes at least 17 bytes, so a count can be refused before memory is reserved for it.
      guard count <= (bytes.count - lexer.position) / 16 + 1 else { throw invalid("subsection count", lexer.position) }
      lexer.skipWhitespace()
      entries.reserveCapacity(entries.count + count)
      for number in first..<(first + count) {
        let start = lexer.position
        if let entry = fixedEntry(at: start) {
          lexer.position = start + 20
          entries.append((number, entry))
        } else {
          entries.append((number, try looseEntry(&lexer)))
          deviations.append(PDFDeviation(kind: .entryWidth, offset: start))
        }
      }
    }
    var parser = ObjectParser(bytes, at: lexer.position, limits: limits)
    guard case .dictionary(let trailer) = try parser.object() else {
      throw PDFError(.trailerInvalid, "'trailer' is not followed by a dictionary.", at: lexer.position)
    }
    return CrossReferenceSection(
      offset: offset, end: parser.lexer.position, kind: .table, trailer: trailer, entries: entries)
  }

  /// `nnnnnnnnnn ggggg n` and a two-byte end of line: exactly 20 bytes.
  private func fixedEntry(at start: Int) -> CrossReferenceEntry? {
    guard start + 20 <= bytes.count else { return nil }
    var offset = 0
    for index in start..<(start + 10) {
      guard CharacterClass.isDigit(bytes[index]) else { return nil }
      offset = offset * 10 + Int(bytes[index] &- 0x30)
    }
    var generation = 0
    for index in (start + 11)..<(start + 16) {
      guard CharacterClass.isDigit(bytes[index]) else { return nil }
      generation = generation * 10 + Int(bytes[index] &- 0x30)
    }
    guard bytes[start + 10] == 0x20, bytes[start + 16] == 0x20 else { return nil }
    switch (bytes[start + 18], bytes[start + 19]) {
    case (0x20, 0x0A), (0x20, 0x0D), (0x0D, 0x0A): break
    default: return nil
    }
    return CrossReferenceReader.entry(bytes[start + 17], offset, generation)
  }

  private func looseEntry(_ lexer: inout Lexer) throws(PDFError) -> CrossReferenceEntry {
    lexer.skipWhitespace()
    let start = lexer.position
    guard let offset = lexer.takeUnsigned() else { throw invalid("entry offset", start) }
    lexer.skipWhitespace()
    guard let generation = lexer.takeUnsigned() else { throw invalid("entry generation", start) }
    lexer.skipWhitespace()
    guard let kind = lexer.current, let entry = CrossReferenceReader.entry(kind, offset, generation) else {
      throw invalid("entry kind", start)
    }
    lexer.position += 1
    if let next = lexer.current, !CharacterClass.isWhitespace(next) { throw invalid("entry", start) }
    lexer.skipWhitespace()
    return entry
  }

  private static func entry(_ kind: UInt8, _ offset: Int, _ generation: Int) -> CrossReferenceEntry? {
    switch kind {
    case 0x6E where generation <= 65535: return .offset(offset, generation: generation)
    case 0x66: return .free(generation: min(generation, 65535))
    default: return nil
    }
  }

  private func invalid(_ what: String, _ offset: Int) -> PDFError {
    PDFError(.crossReferenceInvalid, "The cross-reference table has a bad \(what).", at: offset)
  }

  // MARK: stream

  private func stream(at position: Int, offset: Int) throws(PDFError) -> CrossReferenceSection {
    var parser = ObjectParser(bytes, at: position, limits: limits)
    let object = try parser.indirectObject { (_: PDFReference) throws(PDFError) -> Int in
      throw PDFError(.crossReferenceInvalid, "The /Length of a cross-reference stream must be direct.", at: offset)
    }
    guard case .stream(let stream) = object.object, stream.dictionary.isType("XRef"),
      case .file(let range) = stream.content
    else { throw PDFError(.crossReferenceInvalid, "There is no cross-reference section here.", at: offset) }
    let dictionary = stream.dictionary
    let widths = try self.widths(dictionary, offset)
    guard let size = dictionary["Size"]?.integerValue, size >= 0, size <= limits.objectCountMax else {
      throw PDFError(.trailerInvalid, "A cross-reference stream has no usable /Size.", at: offset)
    }
    let index = try subsections(dictionary, size: size, offset)
    let data = try FilterChain(limits: limits).decode(bytes[range], dictionary: dictionary)
    let entries = try CrossReferenceReader.unpack(data, widths: widths, index: index, offset)
    return CrossReferenceSection(
      offset: offset, end: object.range.upperBound, kind: .stream, trailer: dictionary, entries: entries,
      streamRanges: [object.range])
  }

  private func widths(_ dictionary: PDFDictionary, _ offset: Int) throws(PDFError) -> [Int] {
    let widths = (dictionary["W"]?.arrayValue ?? []).compactMap(\.integerValue)
    guard widths.count == 3, widths.allSatisfy({ $0 >= 0 && $0 <= 8 }), widths[1] > 0 else {
      throw PDFError(.crossReferenceInvalid, "/W must be three small integers.", at: offset)
    }
    return widths
  }

  private func subsections(
    _ dictionary: PDFDictionary, size: Int, _ offset: Int
  ) throws(PDFError) -> [(first: Int, count: Int)] {
    guard let value = dictionary["Index"] else { return [(0, size)] }
    let numbers = (value.arrayValue ?? []).compactMap(\.integerValue)
    guard let count = value.arrayValue?.count, count == numbers.count, count % 2 == 0, count > 0 else {
      throw PDFError(.crossReferenceInvalid, "/Index must be pairs of integers.", at: offset)
    }
    var result: [(first: Int, count: Int)] = []
    var total = 0
    for pair in stride(from: 0, to: count, by: 2) {
      let (first, length) = (numbers[pair], numbers[pair + 1])
      guard first >= 0, length >= 0, first <= limits.objectCountMax, length <= limits.objectCountMax - first else {
        throw PDFError(.limitExceeded, "/Index names object numbers out of range.", at: offset)
      }
      total += length
      guard total <= limits.objectCountMax else {
        throw PDFError(.limitExceeded, "/Index names too many objects.", at: offset)
      }
      result.append((first, length))
    }
    return result
  }

  private static func unpack(
    _ data: [UInt8], widths: [Int], index: [(first: Int, count: Int)], _ offset: Int
  ) throws(PDFError) -> [(number: Int, entry: CrossReferenceEntry)] {
    let width = widths[0] + widths[1] + widths[2]
    let total = index.reduce(0) { $0 + $1.count }
    guard total <= data.count / width else {
      throw PDFError(.crossReferenceInvalid, "The cross-reference stream is shorter than /Index says.", at: offset)
    }
    var entries: [(number: Int, entry: CrossReferenceEntry)] = []
    entries.reserveCapacity(total)
    var cursor = 0
    func field(_ width: Int) -> Int? {
      var value: UInt64 = 0
      for _ in 0..<width {
        value = value << 8 | UInt64(data[cursor])
        cursor += 1
      }
      return Int(exactly: value)
    }
    for (first, count) in index {
      for number in first..<(first + count) {
        let type = widths[0] == 0 ? 1 : field(widths[0])
        guard let second = field(widths[1]), let third = field(widths[2]) else {
          throw PDFError(.crossReferenceInvalid, "A cross-reference field is too large.", at: offset)
        }
        switch type {
        case 0: entries.append((number, .free(generation: min(third, 65535))))
        case 1 where third <= 65535: entries.append((number, .offset(second, generation: third)))
        case 2: entries.append((number, .compressed(stream: second, index: third)))
        case 1: throw PDFError(.crossReferenceInvalid, "A generation number is above 65535.", at: offset)
        default: entries.append((number, .free(generation: 65535)))  // §7.5.8.3: unknown types mean null
        }
      }
    }
    return entries
  }
}
