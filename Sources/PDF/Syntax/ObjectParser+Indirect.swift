/// An indirect object as it stands in the file.
struct IndirectObject {
  let reference: PDFReference
  let object: PDFObject
  /// From the object number to the end of `endobj`.
  let range: Range<Int>
  /// Where the value begins (after `obj`).
  let valueStart: Int
  /// The highest object number it refers to; 0 when it refers to none.
  let highestReference: Int
}

extension ObjectParser {
  /// `n g obj`, leaving the cursor behind `obj`.
  mutating func indirectHeader() throws(PDFError) -> PDFReference {
    let start = lexer.position
    guard let number = lexer.takeUnsigned(), number > 0, number <= limits.objectCountMax else { throw missing(start) }
    lexer.skipSpace()
    guard let generation = lexer.takeUnsigned(), generation <= 65535 else { throw missing(start) }
    lexer.skipSpace()
    guard lexer.take("obj") else { throw missing(start) }
    return PDFReference(number, generation)
  }

  private func missing(_ start: Int) -> PDFError {
    PDFError(.objectMismatch, "No indirect object begins at the offset the cross-reference gives.", at: start)
  }

  /// A whole indirect object; `length` answers an indirect `/Length` (§7.3.8.2).
  mutating func indirectObject(
    length: (PDFReference) throws(PDFError) -> Int
  ) throws(PDFError) -> IndirectObject {
    lexer.skipWhitespace()
    let start = lexer.position
    let reference = try indirectHeader()
    let valueStart = lexer.position
    lexer.skipSpace()
    // `n g obj endobj` is an empty object: null by custom, refused here.
    var object = try self.object()
    lexer.skipSpace()
    if case .dictionary(let dictionary) = object, lexer.take("stream") {
      object = .stream(try stream(dictionary, owner: reference, length: length))
      lexer.skipSpace()
    }
    guard lexer.take("endobj") else { throw lexer.failure("Object \(reference.number) has no 'endobj'.") }
    return IndirectObject(
      reference: reference, object: object, range: start..<lexer.position, valueStart: valueStart,
      highestReference: highestReference)
  }

  private mutating func stream(
    _ dictionary: PDFDictionary, owner: PDFReference, length: (PDFReference) throws(PDFError) -> Int
  ) throws(PDFError) -> PDFStream {
    guard lexer.current == 0x0A || (lexer.current == 0x0D && lexer.byte(after: 1) == 0x0A) else {
      throw lexer.failure("'stream' must be followed by LF or CR LF.")
    }
    lexer.takeEndOfLine()
    let start = lexer.position
    let count: Int
    switch dictionary["Length"] {
    case .integer(let value): count = value
    case .reference(let reference): count = try length(reference)
    default: throw PDFError(.streamLengthWrong, "A stream has no integer /Length.", at: start)
    }
    guard count >= 0, count <= lexer.end - start else {
      throw PDFError(.streamLengthWrong, "A stream's /Length leads outside the file.", at: start)
    }
    lexer.position = start + count
    lexer.skipWhitespace()
    guard lexer.take("endstream") else {
      throw PDFError(.streamLengthWrong, "'endstream' is not where /Length says.", at: start)
    }
    return PDFStream(dictionary: dictionary, range: start..<(start + count), owner: owner)
  }
}
