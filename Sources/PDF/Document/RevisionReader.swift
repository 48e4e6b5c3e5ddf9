/// Follows `startxref` and `/Prev` and finds where every revision ends (ISO 32000-2 §7.5.5, §7.5.6).
struct RevisionReader {
  let bytes: [UInt8]
  let limits: PDFLimits
  var sections: CrossReferenceReader

  init(_ bytes: [UInt8], limits: PDFLimits) {
    self.bytes = bytes
    self.limits = limits
    sections = CrossReferenceReader(bytes: bytes, limits: limits)
  }

  /// All sections with their closing markers, newest first.
  mutating func read() throws(PDFError) -> [CrossReferenceSection] {
    let last = try lastMarker()
    var result: [CrossReferenceSection] = []
    var visited: Set<Int> = []
    var next: Int? = last.target
    while let offset = next {
      guard visited.insert(offset).inserted else {
        throw PDFError(.crossReferenceLoop, "The /Prev chain comes back to itself.", at: offset)
      }
      guard result.count < limits.revisionsMax else {
        throw PDFError(.limitExceeded, "The file has more than \(limits.revisionsMax) revisions.", at: offset)
      }
      var section = try sections.section(at: offset)
      section.closing = result.isEmpty ? last : nil
      if let previous = section.trailer["Prev"], previous.integerValue == nil {
        throw PDFError(.trailerInvalid, "/Prev must be a direct integer.", at: offset)
      }
      next = section.previous
      result.append(section)
    }
    try close(&result)
    return result
  }

  /// The marker at the very end of the file; only whitespace may follow it.
  private mutating func lastMarker() throws(PDFError) -> ClosingMarker {
    var tail = bytes.count
    while tail > 0, CharacterClass.isWhitespace(bytes[tail - 1]) { tail -= 1 }
    guard tail >= 5, Lexer(bytes, at: tail - 5).starts(with: "%%EOF") else {
      if find("%%EOF", from: max(0, bytes.count - 4096)) != nil {
        throw PDFError(.trailingBytes, "Bytes follow the last %%EOF. Save the file again without them.", at: tail)
      }
      throw PDFError(.endMarkerMissing, "The file does not end with %%EOF; it may be cut off.", at: tail)
    }
    let floor = max(0, tail - 512)
    var start = tail - 5
    while start > floor, !Lexer(bytes, at: start).starts(with: "startxref") { start -= 1 }
    guard let marker = marker(at: start), marker.markerEnd == tail else {
      throw PDFError(.startMarkerMissing, "There is no 'startxref' before the last %%EOF.", at: start)
    }
    if bytes.count - marker.markerEnd > 8 { sections.deviations.append(PDFDeviation(kind: .longTail, offset: tail)) }
    return ClosingMarker(
      offset: marker.offset, target: marker.target, markerEnd: marker.markerEnd, end: bytes.count)
  }

  /// `startxref n %%EOF` beginning at `position`, comments allowed between.
  private func marker(at position: Int) -> ClosingMarker? {
    var lexer = Lexer(bytes, at: position)
    guard lexer.take("startxref") else { return nil }
    lexer.skipSpace()
    guard let target = lexer.takeUnsigned() else { return nil }
    while true {
      lexer.skipWhitespace()
      guard lexer.current == 0x25 else { return nil }
      if lexer.starts(with: "%%EOF") {
        lexer.position += 5
        // Appended to a file without a last end-of-line, an update's first object follows at once.
        if let next = lexer.current, !CharacterClass.isWhitespace(next), !(48...57).contains(next) { return nil }
        let markerEnd = lexer.position
        if lexer.current == 0x20 { lexer.position += 1 }
        if !lexer.takeEndOfLine() { lexer.position = markerEnd }
        return ClosingMarker(offset: position, target: target, markerEnd: markerEnd, end: lexer.position)
      }
      lexer.skipComment()
    }
  }

  private func find(_ text: StaticString, from start: Int, before limit: Int? = nil) -> Int? {
    let first = text.utf8Start.pointee
    var lexer = Lexer(bytes, at: start, end: limit)
    while lexer.position < lexer.end {
      if bytes[lexer.position] == first, lexer.starts(with: text) { return lexer.position }
      lexer.position += 1
    }
    return nil
  }

  /// Gives each older section the marker that closes it; sections must go back towards the start of the file.
  private mutating func close(_ chain: inout [CrossReferenceSection]) throws(PDFError) {
    let count = chain.count
    let isLinearized = count >= 2 && chain[count - 2].offset < chain[count - 1].offset
    if isLinearized, !beginsLinearized() {
      throw PDFError(.crossReferenceOrder, "/Prev leads forwards in the file.", at: chain[count - 2].offset)
    }
    var newer = bytes.count
    for index in 0..<count {
      if isLinearized, index == count - 2 {
        // The main section closes the file and names the first-page section, which may have a marker of its own
        // with any number (Annex F.3.3).
        let first = chain[index]
        let main = chain[index + 1]
        guard main.offset < newer else { throw order(main.offset) }
        chain[index + 1].closing = try marker(after: main, target: first.offset, before: newer)
        var lexer = Lexer(bytes, at: first.end)
        lexer.skipSpace()
        chain[index].closing = marker(at: lexer.position)
        return
      }
      guard chain[index].offset < newer else { throw order(chain[index].offset) }
      if index > 0, isCompleted(chain[index], by: chain[index - 1]) {
        sections.deviations.append(PDFDeviation(kind: .closingMarker, offset: chain[index].offset))
      } else if chain[index].closing == nil {
        chain[index].closing = try marker(after: chain[index], target: chain[index].offset, before: newer)
      } else if let closing = chain[index].closing, chain[index].end > closing.offset {
        throw order(closing.offset)
      }
      newer = chain[index].offset
    }
  }

  /// Whether `section` is a table that has no marker of its own because the empty hybrid section after it completes it.
  /// Some word processors write one update in two such halves (§7.5.8.4); both end at the marker of the second.
  private func isCompleted(_ section: CrossReferenceSection, by newer: CrossReferenceSection) -> Bool {
    section.kind == .table && newer.kind == .hybrid && newer.entries.isEmpty
      && section.end <= newer.offset && section.trailer["Root"] == newer.trailer["Root"]
      && section.trailer["Encrypt"] == newer.trailer["Encrypt"]
      && find("startxref", from: section.end, before: newer.offset) == nil
  }

  private func order(_ offset: Int) -> PDFError {
    PDFError(.crossReferenceOrder, "The cross-reference sections are not in the order of their revisions.", at: offset)
  }

  /// Whether the first object of the file is a linearization parameter dictionary (Annex F.3.1).
  func beginsLinearized() -> Bool {
    var parser = ObjectParser(bytes, at: 0, end: min(bytes.count, 2048), limits: limits)
    parser.lexer.skipSpace()
    guard (try? parser.indirectHeader()) != nil, let object = try? parser.object() else { return false }
    return object.dictionaryValue?["Linearized"]?.numberValue != nil
  }

  private mutating func marker(
    after section: CrossReferenceSection, target: Int, before limit: Int
  ) throws(PDFError) -> ClosingMarker {
    var lexer = Lexer(bytes, at: section.end)
    lexer.skipSpace()
    if let marker = marker(at: lexer.position), marker.target == target { return marker }
    // An xref stream need not be the last object of its revision: take the next marker that names it.
    var position = section.end
    while let found = find("startxref", from: position, before: limit) {
      if let marker = marker(at: found), marker.target == target {
        sections.deviations.append(PDFDeviation(kind: .closingMarker, offset: found))
        return marker
      }
      position = found + 9
    }
    throw PDFError(
      .startMarkerMissing, "A revision has no 'startxref … %%EOF' that closes it.", at: section.offset)
  }
}
