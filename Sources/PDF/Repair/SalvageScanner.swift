/// Finds `n g obj` and `trailer` in a file whose cross-reference cannot be relied on. One pass over the bytes, and one
/// over what was found; nothing is read twice, so hostile files cost no more than their size.
struct SalvageScanner {
  /// What stands behind one `n g obj`.
  struct Found {
    let reference: PDFReference
    /// Where the object begins in the file; later ones replace earlier ones.
    let offset: Int
    /// Nil when it could not be read.
    let object: PDFObject?
  }
  private struct Candidate {
    let reference: PDFReference
    let start: Int
    let body: Int
  }

  private let bytes: [UInt8]
  private let limits: PDFLimits
  /// Everything found, in the order of the file.
  private(set) var objects: [Found] = []
  /// What had to be overlooked on the way.
  private(set) var repairs: Set<DocumentRepairer.Repair> = []
  private var candidates: [Candidate] = []
  private var byNumber: [Int: [Int]] = [:]
  /// No `endstream` stands at or behind this offset.
  private var noStreamEnd = Int.max

  init(_ bytes: [UInt8], limits: PDFLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  /// Reads all objects. - Returns: trailer dictionaries with their offsets, in the order of the file.
  mutating func scan() throws(PDFError) -> [(offset: Int, dictionary: PDFDictionary)] {
    let keywords = try findKeywords()
    var trailers: [(offset: Int, dictionary: PDFDictionary)] = []
    var cursor = 0
    for index in candidates.indices where candidates[index].start >= cursor {
      cursor = read(index)
    }
    for offset in keywords {
      var parser = ObjectParser(bytes, at: offset + 7, end: min(bytes.count, offset + 65_536), limits: limits)
      parser.isTolerant = true
      if let dictionary = try? parser.object().dictionaryValue { trailers.append((offset, dictionary)) }
    }
    return trailers
  }

  // MARK: looking

  /// Notes every object header; answers where `trailer` stands.
  private mutating func findKeywords() throws(PDFError) -> [Int] {
    var trailers: [Int] = []
    let (bytes, count) = (bytes, bytes.count)
    var index = 0
    while index + 3 <= count {
      let byte = bytes[index]
      if byte == 0x6F, bytes[index + 1] == 0x62, bytes[index + 2] == 0x6A {
        if let found = candidate(keywordAt: index) {
          guard candidates.count < limits.objectCountMax / 4 else {
            throw PDFError(.limitExceeded, "The damaged file holds too many objects.", at: index)
          }
          byNumber[found.reference.number, default: []].append(candidates.count)
          candidates.append(found)
        }
        index += 3
      } else if byte == 0x74, Lexer(bytes, at: index).starts(with: "trailer") {
        if trailers.count < limits.revisionsMax { trailers.append(index) }
        index += 7
      } else {
        index += 1
      }
    }
    return trailers
  }

  /// The two numbers in front of `obj`, read backwards.
  private func candidate(keywordAt keyword: Int) -> Candidate? {
    if keyword + 3 < bytes.count, CharacterClass.isRegular(bytes[keyword + 3]) {
      // `objtrue` and such occur in no file; a number may follow at once.
      guard CharacterClass.isDigit(bytes[keyword + 3]) else { return nil }
    }
    var index = keyword
    guard let generation = number(before: &index), index < keyword, let number = number(before: &index), number > 0,
      generation <= 65535, number < limits.objectCountMax
    else { return nil }
    return Candidate(reference: PDFReference(number, generation), start: index, body: keyword + 3)
  }

  /// The digits that end before `index`, spaces skipped; moves `index` to their first one.
  private func number(before index: inout Int) -> Int? {
    var end = index
    while end > 0, index - end < 8, CharacterClass.isWhitespace(bytes[end - 1]) { end -= 1 }
    var start = end
    while start > 0, end - start < 10, CharacterClass.isDigit(bytes[start - 1]) { start -= 1 }
    guard start < end else { return nil }
    index = start
    return bytes[start..<end].reduce(0) { $0 * 10 + Int($1 &- 0x30) }
  }

  // MARK: reading

  /// Reads one object; answers where the next may begin.
  private mutating func read(_ index: Int) -> Int {
    let item = candidates[index]
    let next = index + 1 < candidates.count ? candidates[index + 1].start : bytes.count
    var parser = ObjectParser(bytes, at: item.body, end: next, limits: limits)
    parser.isTolerant = true
    do throws(PDFError) {
      parser.lexer.skipSpace()
      if parser.lexer.take("endobj") || parser.lexer.isAtEnd {
        objects.append(Found(reference: item.reference, offset: item.start, object: .null))
        return parser.lexer.position
      }
      var object = try parser.object()
      if parser.tolerated { repairs.insert(.nameEscape) }
      parser.lexer.skipSpace()
      var lexer = Lexer(bytes, at: parser.lexer.position)
      if case .dictionary(let dictionary) = object, lexer.starts(with: "stream") {
        lexer.position += 6
        object = .stream(try stream(dictionary, &lexer, owner: item.reference))
        lexer.skipSpace()
      }
      if !lexer.take("endobj") { repairs.insert(.objectEnd) }
      objects.append(Found(reference: item.reference, offset: item.start, object: object))
      return lexer.position
    } catch {
      objects.append(Found(reference: item.reference, offset: item.start, object: nil))
      return item.body
    }
  }

  private mutating func stream(
    _ dictionary: PDFDictionary, _ lexer: inout Lexer, owner: PDFReference
  ) throws(PDFError) -> PDFStream {
    var isExact = lexer.current == 0x0A || (lexer.current == 0x0D && lexer.byte(after: 1) == 0x0A)
    while let byte = lexer.current, byte == 0x20 || byte == 0x09 { lexer.position += 1 }
    lexer.takeEndOfLine()
    let start = lexer.position
    for length in lengths(dictionary) where length >= 0 && length <= bytes.count - start {
      var after = Lexer(bytes, at: start + length)
      after.skipWhitespace()
      guard after.position - (start + length) <= 4, after.take("endstream") else { continue }
      if !isExact { repairs.insert(.streamLength) }
      lexer = after
      return PDFStream(dictionary: dictionary, range: start..<(start + length), owner: nil)
    }
    isExact = false
    repairs.insert(.streamLength)
    guard let marker = streamEnd(from: start) else {
      throw PDFError(.streamLengthWrong, "A stream has no end.", at: start)
    }
    var end = marker
    if end > start, bytes[end - 1] == 0x0A { end -= 1 }
    if end > start, bytes[end - 1] == 0x0D { end -= 1 }
    lexer.position = marker + 9
    return PDFStream(dictionary: dictionary, range: start..<end, owner: nil)
  }

  /// What `/Length` may mean: its number, or the integers under its reference, the last one first.
  private func lengths(_ dictionary: PDFDictionary) -> [Int] {
    switch dictionary["Length"] {
    case .integer(let value)?: return [value]
    case .reference(let reference)?:
      return (byNumber[reference.number] ?? []).suffix(4).reversed().compactMap { index in
        var lexer = Lexer(bytes, at: candidates[index].body)
        lexer.skipSpace()
        return lexer.takeUnsigned()
      }
    default: return []
    }
  }

  private mutating func streamEnd(from start: Int) -> Int? {
    guard start < noStreamEnd else { return nil }
    var index = start
    while index + 9 <= bytes.count {
      if bytes[index] == 0x65, Lexer(bytes, at: index).starts(with: "endstream") { return index }
      index += 1
    }
    noStreamEnd = start
    return nil
  }
}
