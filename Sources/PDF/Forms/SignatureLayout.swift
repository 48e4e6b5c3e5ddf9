/// Where the parts of a signature dictionary physically are in the file (A6, S2).
public struct SignatureLayout: Sendable, Equatable {
  /// The indirect object that holds the dictionary, from its number to `endobj`.
  public let object: Range<Int>
  /// The value token of `/Contents`, angle brackets included; nil when the key is absent or no string.
  public let contents: Range<Int>?
  /// The value token of `/ByteRange`, brackets included; nil when the key is absent.
  public let byteRange: Range<Int>?
}

extension PDFView {
  /// Ranges of the values of the dictionary object `reference`, by key, as they stand in the file.
  /// Nil for objects in object streams and for objects that are no dictionaries.
  public func valueRanges(of reference: PDFReference) throws(PDFError) -> [PDFName: Range<Int>]? {
    guard case .offset(let offset, let generation) = entry(reference.number), generation == reference.generation else {
      return nil
    }
    var parser = ObjectParser(document.bytes, at: offset, limits: limits)
    parser.lexer.skipWhitespace()
    guard try parser.indirectHeader() == reference else { return nil }
    parser.lexer.skipSpace()
    return try parser.valueRanges()
  }

  /// The physical layout of a signature dictionary. When the field holds it directly in `/V`, pass the field's
  /// reference and `key` "V". Nil when it does not stand in the file as an indirect object.
  public func signatureLayout(of reference: PDFReference, key: PDFName? = nil) throws(PDFError) -> SignatureLayout? {
    guard case .file(let object)? = try location(of: reference), var ranges = try valueRanges(of: reference) else {
      return nil
    }
    if let key {
      guard let outer = ranges[key] else { return nil }
      var parser = ObjectParser(document.bytes, at: outer.lowerBound, limits: limits)
      guard let inner = try parser.valueRanges() else { return nil }
      ranges = inner
    }
    var contents = ranges["Contents"]
    if let range = contents, document.bytes[range.lowerBound] != 0x3C && document.bytes[range.lowerBound] != 0x28 {
      contents = nil
    }
    return SignatureLayout(object: object, contents: contents, byteRange: ranges["ByteRange"])
  }
}

extension ObjectParser {
  /// Ranges of the values of the dictionary here; nil when there is none.
  mutating func valueRanges() throws(PDFError) -> [PDFName: Range<Int>]? {
    guard lexer.current == 0x3C, lexer.byte(after: 1) == 0x3C else { return nil }
    lexer.position += 2
    var result: [PDFName: Range<Int>] = [:]
    while true {
      lexer.skipSpace()
      if lexer.current == 0x3E { return result }
      guard lexer.current == 0x2F else { throw lexer.failure("A dictionary key must be a name.") }
      let key = try name()
      lexer.skipSpace()
      let start = lexer.position
      _ = try object(depth: 1)
      if result[key] == nil { result[key] = start..<lexer.position }
    }
  }
}
