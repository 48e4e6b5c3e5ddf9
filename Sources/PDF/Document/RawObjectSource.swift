/// Reads file-level objects before the document is open: what `/Encrypt` needs.
struct RawObjectSource {
  let bytes: [UInt8]
  let index: CrossReferenceIndex
  let revision: Int
  let limits: PDFLimits

  /// The object in the file at `offset`; its header must be exactly `reference`.
  func indirectObject(_ reference: PDFReference, at offset: Int) throws(PDFError) -> IndirectObject {
    var parser = ObjectParser(bytes, at: offset, limits: limits)
    let object = try parser.indirectObject { (target: PDFReference) throws(PDFError) -> Int in
      try length(target)
    }
    guard object.reference == reference else {
      throw PDFError(
        .objectMismatch, "Object \(reference.number) is expected here, object \(object.reference.number) stands here.",
        at: offset)
    }
    return object
  }

  /// An indirect `/Length` given by an integer object in the file.
  private func length(_ reference: PDFReference) throws(PDFError) -> Int {
    if case .offset(let offset, let generation) = index.entry(reference.number, at: revision),
      generation == reference.generation
    {
      var parser = ObjectParser(bytes, at: offset, limits: limits)
      parser.lexer.skipWhitespace()
      if try parser.indirectHeader() == reference, let value = try parser.object().integerValue { return value }
    }
    throw PDFError(.streamLengthWrong, "The object that gives a stream's /Length is not an integer.")
  }
}
