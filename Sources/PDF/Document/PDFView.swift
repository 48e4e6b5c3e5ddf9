internal import Synchronization

/// A document as of one revision: what a reader saw before any later update (R2).
public struct PDFView: PDFObjectSource, Sendable {
  /// The open file.
  public let document: PDFDocument
  /// Index into ``PDFDocument/revisions``.
  public let revision: Int

  public var limits: PDFLimits { document.limits }
  public var trailer: PDFDictionary { document.revisions[revision].trailer }

  /// Where an object is.
  public enum Location: Sendable, Equatable {
    /// In the file: from its object number to the end of `endobj`.
    case file(Range<Int>)
    /// Entry `index` of an object stream.
    case objectStream(PDFReference, index: Int)
  }

  public func object(_ reference: PDFReference) throws(PDFError) -> PDFObject {
    try object(reference, depth: 0)
  }

  /// The cross-reference entry of a number as of this revision; nil when it was never listed.
  public func entry(_ number: Int) -> CrossReferenceEntry? { document.index.entry(number, at: revision) }

  /// Numbers in use as of this revision, ascending. O(numbers).
  public var objectNumbers: [Int] {
    (0..<document.index.numberLimit).filter {
      switch entry($0) {
      case nil, .free?: false
      default: true
      }
    }
  }

  /// The reference by which a number in use is addressed; nil when it is free.
  public func reference(toNumber number: Int) -> PDFReference? {
    switch entry(number) {
    case .offset(_, let generation): PDFReference(number, generation)
    case .compressed: PDFReference(number, 0)
    default: nil
    }
  }

  /// Where the object is; nil when the reference leads nowhere.
  public func location(of reference: PDFReference) throws(PDFError) -> Location? {
    switch entry(reference.number) {
    case .offset(let offset, let generation) where generation == reference.generation:
      return .file(try indirectObject(reference, at: offset, depth: 0).range)
    case .compressed(let stream, let index) where reference.generation == 0:
      return .objectStream(PDFReference(stream), index: index)
    default: return nil
    }
  }

  public func encodedBytes(of stream: PDFStream) throws(PDFError) -> ArraySlice<UInt8> {
    switch stream.content {
    case .bytes(let bytes): return bytes[...]
    case .file(let range):
      guard range.upperBound <= document.bytes.count else {
        throw PDFError(.objectMismatch, "A stream of another file was given.")
      }
      guard let security = document.security, let owner = stream.owner, !stream.dictionary.isType("XRef") else {
        return document.bytes[range]
      }
      return try security.decryptStream(document.bytes[range], dictionary: stream.dictionary, owner: owner)[...]
    }
  }

  // MARK: reading

  private func object(_ reference: PDFReference, depth: Int) throws(PDFError) -> PDFObject {
    switch entry(reference.number) {
    case .offset(let offset, let generation) where generation == reference.generation:
      if let known = document.objects.withLock({ $0.object(reference, at: offset) }) { return known }
      let found = try indirectObject(reference, at: offset, depth: depth)
      let object = try document.security?.decrypt(found.object, owner: reference, depth: 0) ?? found.object
      document.objects.withLock {
        $0.keep(object, reference, at: offset, byteCount: found.range.count, limit: limits.objectMemoBytesMax)
      }
      return object
    case .compressed(let stream, let index) where reference.generation == 0:
      return try objectStream(stream, depth: depth).object(reference.number, index: index, limits: limits)
    default:
      return .null
    }
  }

  func indirectObject(_ reference: PDFReference, at offset: Int, depth: Int) throws(PDFError) -> IndirectObject {
    var parser = ObjectParser(document.bytes, at: offset, limits: limits)
    let object = try parser.indirectObject { (target: PDFReference) throws(PDFError) -> Int in
      guard depth < 8 else { throw PDFError(.objectLoop, "A stream's /Length leads in a circle.", at: offset) }
      guard let value = try self.object(target, depth: depth + 1).integerValue else {
        throw PDFError(.streamLengthWrong, "The object that gives a stream's /Length is not an integer.", at: offset)
      }
      return value
    }
    guard object.reference == reference else {
      throw PDFError(
        .objectMismatch,
        "Object \(reference.number) is expected here, but object \(object.reference.number) stands here.", at: offset)
    }
    return object
  }

  private func objectStream(_ number: Int, depth: Int) throws(PDFError) -> ObjectStream {
    guard case .offset(let offset, 0) = entry(number) else {
      throw PDFError(.objectStreamInvalid, "Object stream \(number) is not in the file.")
    }
    guard depth < 8 else { throw PDFError(.objectLoop, "Object streams lead in a circle.", at: offset) }
    let container = try indirectObject(PDFReference(number), at: offset, depth: depth + 1)
    guard case .stream(let stream) = container.object, stream.dictionary.isType("ObjStm"),
      case .file(let range) = stream.content
    else { throw PDFError(.objectStreamInvalid, "Object \(number) is not an object stream.", at: offset) }
    if let known = document.objectStreams.withLock({ $0.stream(at: range.lowerBound) }),
      known.encodedCount == range.count
    {
      return known
    }
    guard document.objectStreams.withLock({ $0.work }) <= limits.objectStreamWorkBytesMax else {
      throw PDFError(
        .limitExceeded, "The object streams inflate to more than can be read. Save the file again.", at: offset)
    }
    var narrow = limits
    narrow.decodedStreamBytesMax = min(limits.decodedStreamBytesMax, limits.objectStreamCacheBytesMax)
    let data = try FilterChain(limits: narrow).decode(encodedBytes(of: stream), dictionary: stream.dictionary)
    document.objectStreams.withLock { $0.count(data.count) }
    let decoded = try ObjectStream(
      data, dictionary: stream.dictionary, encodedCount: range.count, limits: limits)
    document.objectStreams.withLock {
      $0.keep(decoded, at: range.lowerBound, limit: limits.objectStreamCacheBytesMax)
    }
    return decoded
  }
}
