/// The objects of a broken file by number, as far as they can be read.
struct SalvagedFile: PDFObjectSource {
  let bytes: [UInt8]
  let limits: PDFLimits
  let trailers: [(offset: Int, dictionary: PDFDictionary)]
  /// The trailer that was chosen.
  private(set) var trailer = PDFDictionary()
  /// Every readable object by number.
  private(set) var objects: [Int: (reference: PDFReference, object: PDFObject)] = [:]
  /// Numbers whose newest meaning could not be read.
  private(set) var unreadable: Set<Int> = []
  var repairs: Set<DocumentRepairer.Repair> = []
  private var found: [SalvageScanner.Found]
  private var nextNumber = 1

  init(
    bytes: [UInt8], limits: PDFLimits, trailers: [(offset: Int, dictionary: PDFDictionary)], objects: [SalvageScanner.Found]
  ) {
    self.bytes = bytes
    self.limits = limits
    self.trailers = trailers
    found = objects
  }

  func object(_ reference: PDFReference) throws(PDFError) -> PDFObject {
    if unreadable.contains(reference.number) {
      throw PDFError(.objectMismatch, "Object \(reference.number) is needed and cannot be read.")
    }
    guard let entry = objects[reference.number], entry.reference == reference else { return .null }
    return entry.object
  }

  func encodedBytes(of stream: PDFStream) throws(PDFError) -> ArraySlice<UInt8> {
    switch stream.content {
    case .bytes(let own): own[...]
    case .file(let range): bytes[range]
    }
  }

  mutating func set(_ reference: PDFReference, _ object: PDFObject) {
    objects[reference.number] = (reference, object)
    nextNumber = max(nextNumber, reference.number + 1)
  }

  /// A copy of `object` under a number of its own.
  mutating func add(_ object: PDFObject) -> PDFReference {
    let reference = PDFReference(nextNumber)
    set(reference, object)
    return reference
  }

  // MARK: object streams

  /// Takes all objects in the order of the file; what stands later replaces what stood earlier.
  mutating func unpackObjectStreams() throws(PDFError) {
    var work = 0
    for item in found {
      guard let object = item.object else {
        // An older meaning must not come back for a newer one that is damaged.
        unreadable.insert(item.reference.number)
        continue
      }
      if object.dictionaryOrStreamDictionary?["ByteRange"] != nil { throw DocumentRepairer.signed }
      put(item.reference, object)
      guard case .stream(let stream) = object, stream.dictionary.isType("ObjStm") else { continue }
      var narrow = limits
      narrow.decodedStreamBytesMax = limits.objectStreamCacheBytesMax
      let data: [UInt8]
      do {
        data = try FilterChain(limits: narrow).decode(encodedBytes(of: stream), dictionary: stream.dictionary)
      } catch {
        throw PDFError(.objectStreamInvalid, "Object stream \(item.reference.number) cannot be read: \(error.message)")
      }
      work += data.count
      guard work <= limits.objectStreamWorkBytesMax / 6 else {
        throw PDFError(.limitExceeded, "The object streams of the damaged file inflate to more than can be read.")
      }
      let inner = try ObjectStream(data, dictionary: stream.dictionary, encodedCount: 0, limits: limits)
      for (index, entry) in inner.entries.enumerated() where entry.number > 0 && entry.number < limits.objectCountMax {
        let value = try inner.object(entry.number, index: index, limits: limits)
        if value.dictionaryValue?["ByteRange"] != nil { throw DocumentRepairer.signed }
        put(PDFReference(entry.number), value)
      }
    }
    found = []
  }

  private mutating func put(_ reference: PDFReference, _ object: PDFObject) {
    unreadable.remove(reference.number)
    set(reference, object)
  }

  // MARK: root

  /// The catalog of the last trailer that has one; else the last catalog in the file.
  mutating func chooseRoot() throws(PDFError) -> PDFReference {
    var candidates = trailers.map(\.dictionary)
    for entry in objects.values.sorted(by: { $0.reference.number < $1.reference.number }) {
      if case .stream(let stream) = entry.object, stream.dictionary.isType("XRef") { candidates.append(stream.dictionary) }
    }
    if candidates.contains(where: { $0["Encrypt"].map { !$0.isNull } ?? false }) {
      throw PDFError(
        .encryptionUnsupported,
        "The file is damaged and encrypted. Open it in the program that made it and save it without a password.")
    }
    for candidate in candidates.reversed() {
      guard let root = candidate["Root"]?.referenceValue, isCatalog(root) else { continue }
      trailer["Root"] = .reference(root)
      if let info = try value("Info", of: candidate), info.dictionaryValue != nil { trailer["Info"] = candidate["Info"] }
      return root
    }
    let catalogs = objects.values.filter { $0.object.dictionaryValue?.isType("Catalog") == true }
    guard let last = catalogs.max(by: { $0.reference.number < $1.reference.number }) else {
      throw PDFError(.trailerInvalid, "The file has no catalog; it is cut off or not a whole PDF file.")
    }
    trailer["Root"] = .reference(last.reference)
    return last.reference
  }

  private func isCatalog(_ reference: PDFReference) -> Bool {
    guard let dictionary = try? object(reference).dictionaryValue else { return false }
    return dictionary["Pages"] != nil
  }
}
