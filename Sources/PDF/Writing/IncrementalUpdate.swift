/// New and changed objects to be appended to a file as one more revision (ISO 32000-2 §7.5.6; W1–W5).
///
/// Lookups see the pending objects on top of the document's newest state. Nothing is freed and no number reused.
public struct IncrementalUpdate: PDFObjectSource, Sendable {
  enum Pending: Sendable {
    case object(PDFObject)
    case signature(PDFDictionary, capacity: Int)
  }

  /// The file that is extended.
  public let document: PDFDocument
  let base: PDFView
  private(set) var pending: [Int: Pending] = [:]
  private(set) var generations: [Int: Int] = [:]
  private(set) var nextNumber: Int
  /// The second half of the new `/ID`, 16 bytes; derived from the content when nil.
  public var fileIdentifier: [UInt8]?
  /// The trailer of the newest revision, whose `/Root`, `/Info`, `/Encrypt` and first `/ID` are carried over.
  public let trailer: PDFDictionary
  public var limits: PDFLimits { document.limits }
  /// What field and annotation helpers remember between calls.
  var memo = FormMemo()

  /// Starts an update. Throws `updateRefused` for files with deviations, which must be normalised with
  /// ``DocumentRewriter`` before the first signature, and for files with an integrity code, which an update would
  /// break; `permissionDenied` when the encryption permits neither filling nor signing. What is added to an encrypted
  /// file is encrypted with its own handler and key (R9).
  public init(_ document: PDFDocument) throws(PDFError) {
    if let permissions = document.permissions, !permissions.allowsFormFilling {
      throw PDFError(
        .permissionDenied,
        "The author of the file does not permit signing. Open it with the owner password, or ask for a copy that permits it.")
    }
    guard document.currentView.trailer["AuthCode"] == nil else {
      throw PDFError(
        .updateRefused, "The file carries an integrity code that an update would break. Save it without one first.")
    }
    if let deviation = try IncrementalUpdate.obstacle(document) {
      throw PDFError(
        .updateRefused, "The file departs from the standard (\(deviation.kind.rawValue)). Normalise it first.",
        at: deviation.offset)
    }
    self.init(unchecked: document)
  }

  /// The first departure that an update must not be built on. A space before the section moves nothing. An entry without
  /// a place is null to all readers unless one goes looking for the object elsewhere, so nothing may lead to it. Entries
  /// beyond `/Size` are shown by every reader, but strict validators refuse the file for them.
  private static func obstacle(_ document: PDFDocument) throws(PDFError) -> PDFDeviation? {
    var reached: Set<Int>?
    for deviation in document.deviations {
      switch deviation.kind {
      case .closingMarker, .startMarkerBeforeSpace: continue
      case .entryWidth, .longTail, .repeatedEntry, .entryBeyondSize: return deviation
      case .offsetZero:
        if reached == nil {
          var census = ReachabilityCensus(view: document.currentView)
          try census.walk()
          reached = census.reached
        }
        if let number = deviation.number, reached?.contains(number) == false { continue }
        return deviation
      }
    }
    return nil
  }

  /// An overlay on any readable file; only ``DocumentRewriter`` may write it, as a new file.
  init(unchecked document: PDFDocument) {
    self.document = document
    base = document.currentView
    trailer = base.trailer
    nextNumber = max(trailer["Size"]?.integerValue ?? 1, document.index.numberLimit)
  }

  // MARK: objects

  public func object(_ reference: PDFReference) throws(PDFError) -> PDFObject {
    guard let pending = pending[reference.number] else { return try base.object(reference) }
    guard generations[reference.number, default: 0] == reference.generation else { return .null }
    switch pending {
    case .object(let object): return object
    case .signature(let dictionary, _): return .dictionary(dictionary)
    }
  }

  public func encodedBytes(of stream: PDFStream) throws(PDFError) -> ArraySlice<UInt8> {
    try base.encodedBytes(of: stream)
  }

  /// New objects get numbers above `number`.
  public mutating func skipNumbers(through number: Int) { nextNumber = max(nextNumber, number + 1) }

  /// A number nobody has used yet; the object is written when it is set.
  public mutating func allocate() -> PDFReference {
    defer { nextNumber += 1 }
    return PDFReference(nextNumber)
  }

  /// Replaces or creates the object behind `reference`.
  public mutating func set(_ reference: PDFReference, _ object: PDFObject) {
    pending[reference.number] = .object(object)
    if reference.generation != 0 { generations[reference.number] = reference.generation }
  }

  /// Adds a new object and returns its reference.
  @discardableResult
  public mutating func add(_ object: PDFObject) -> PDFReference {
    let reference = allocate()
    set(reference, object)
    return reference
  }

  /// Sets a stream from unencoded data; with `compress` it is deflated when that makes it smaller.
  public mutating func setStream(
    _ reference: PDFReference, dictionary: PDFDictionary, data: [UInt8], compress: Bool = true
  ) {
    set(reference, .stream(IncrementalUpdate.stream(dictionary, data, compress: compress)))
  }

  /// Adds a new stream and returns its reference.
  @discardableResult
  public mutating func addStream(
    dictionary: PDFDictionary = PDFDictionary(), data: [UInt8], compress: Bool = true
  ) -> PDFReference {
    let reference = allocate()
    setStream(reference, dictionary: dictionary, data: data, compress: compress)
    return reference
  }

  /// Sets a signature dictionary (W4): `/ByteRange` and `/Contents` are written as fixed-width placeholders,
  /// `/Contents` with room for `capacity` bytes. One per update.
  public mutating func setSignature(_ reference: PDFReference, dictionary: PDFDictionary, capacity: Int) {
    pending[reference.number] = .signature(dictionary, capacity: capacity)
    if reference.generation != 0 { generations[reference.number] = reference.generation }
  }

  /// Numbers that will be written, ascending.
  public var changedObjects: [Int] { pending.keys.sorted() }
  /// Whether nothing is pending.
  public var isEmpty: Bool { pending.isEmpty }

  static func stream(_ dictionary: PDFDictionary, _ data: [UInt8], compress: Bool) -> PDFStream {
    if compress, data.count > 64 {
      let deflated = Flate.deflate(data)
      if deflated.count < data.count {
        var dictionary = dictionary
        dictionary["Filter"] = .name("FlateDecode")
        return PDFStream(dictionary: dictionary, encoded: deflated)
      }
    }
    return PDFStream(dictionary: dictionary, encoded: data)
  }
}
