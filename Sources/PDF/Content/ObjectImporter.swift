/// Copies objects of another file with new numbers; a worklist, not recursion, follows the references.
struct ObjectImporter<Source: PDFObjectSource> {
  let source: Source
  private var numbers: [PDFReference: PDFReference] = [:]
  private var waiting: [PDFReference] = []
  /// Objects one import may bring along.
  static var objectsMax: Int { 50_000 }

  init(source: Source) { self.source = source }

  /// `object` with its references renumbered; what they mean is copied by ``finish(into:)``.
  mutating func copy(_ object: PDFObject, into update: inout IncrementalUpdate) throws(PDFError) -> PDFObject {
    switch object {
    case .reference(let reference):
      if let known = numbers[reference] { return .reference(known) }
      guard numbers.count < Self.objectsMax else {
        throw PDFError(.limitExceeded, "The imported page needs more than \(Self.objectsMax) objects.")
      }
      let new = update.allocate()
      numbers[reference] = new
      waiting.append(reference)
      return .reference(new)
    case .array(let elements):
      var result: [PDFObject] = []
      result.reserveCapacity(elements.count)
      for element in elements { result.append(try copy(element, into: &update)) }
      return .array(result)
    case .dictionary(let dictionary): return .dictionary(try copy(dictionary, into: &update))
    case .stream(let stream):
      return .stream(
        PDFStream(
          dictionary: try copy(stream.dictionary, into: &update), encoded: Array(try source.encodedBytes(of: stream))))
    default: return object
    }
  }

  private mutating func copy(
    _ dictionary: PDFDictionary, into update: inout IncrementalUpdate
  ) throws(PDFError) -> PDFDictionary {
    var entries: [PDFDictionary.Entry] = []
    for entry in dictionary.entries where !ObjectImporter.dropped.contains(entry.key) {
      entries.append(PDFDictionary.Entry(key: entry.key, value: try copy(entry.value, into: &update)))
    }
    return PDFDictionary(distinct: entries)
  }

  /// Entries that would lead back into the other document's structure.
  private static var dropped: [PDFName] { ["StructParent", "StructParents", "OC", "Metadata", "PieceInfo"] }

  /// Copies everything that was referred to so far.
  mutating func finish(into update: inout IncrementalUpdate) throws(PDFError) {
    while let reference = waiting.popLast() {
      guard let new = numbers[reference] else { continue }
      update.set(new, try copy(try source.object(reference), into: &update))
    }
  }
}
