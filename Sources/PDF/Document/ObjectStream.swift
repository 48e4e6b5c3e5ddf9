/// A decoded object stream (ISO 32000-2 §7.5.7).
struct ObjectStream {
  let data: [UInt8]
  /// Object numbers and absolute positions in ``data``, in header order.
  let entries: [(number: Int, start: Int)]
  /// Encoded length in the file; with the start it identifies the stream.
  let encodedCount: Int

  init(_ data: [UInt8], dictionary: PDFDictionary, encodedCount: Int, limits: PDFLimits) throws(PDFError) {
    guard let count = dictionary["N"]?.integerValue, let first = dictionary["First"]?.integerValue,
      count >= 0, count <= limits.objectStreamEntriesMax, first >= 0, first <= data.count
    else { throw PDFError(.objectStreamInvalid, "An object stream has no usable /N and /First.") }
    var lexer = Lexer(data, end: first)
    var entries: [(number: Int, start: Int)] = []
    entries.reserveCapacity(min(count, first / 2 + 1))
    for _ in 0..<count {
      lexer.skipSpace()
      guard let number = lexer.takeUnsigned() else { throw ObjectStream.badHeader }
      lexer.skipSpace()
      guard let offset = lexer.takeUnsigned(), offset <= data.count - first else { throw ObjectStream.badHeader }
      entries.append((number, first + offset))
    }
    self.data = data
    self.entries = entries
    self.encodedCount = encodedCount
  }

  private static var badHeader: PDFError {
    PDFError(.objectStreamInvalid, "The header table of an object stream is damaged.")
  }

  /// Object `number`, which the cross-reference says is entry `index`.
  func object(_ number: Int, index: Int, limits: PDFLimits) throws(PDFError) -> PDFObject {
    guard index >= 0, index < entries.count, entries[index].number == number else {
      throw PDFError(.objectStreamInvalid, "Object \(number) is not where the cross-reference says in its stream.")
    }
    var parser = ObjectParser(data, at: entries[index].start, limits: limits)
    return try parser.object()
  }
}
