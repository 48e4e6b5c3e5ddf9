/// A Form XObject in the update (ISO 32000-2 §8.10) and the box it occupies when drawn untransformed.
public struct FormXObject: Sendable, Equatable {
  /// The stream object.
  public let reference: PDFReference
  /// `/BBox` after `/Matrix`.
  public let boundingBox: PDFRectangle

  /// An XObject whose box is known.
  public init(reference: PDFReference, boundingBox: PDFRectangle) {
    self.reference = reference
    self.boundingBox = boundingBox
  }
}

extension IncrementalUpdate {
  /// Copies page `index` of another file (a seal or a text drawn as a one-page PDF) into the update as a Form XObject
  /// with everything its resources need. Import once, draw often (W10). Annotations are not copied.
  /// Throws `pageMissing`, `limitExceeded`, or what reading the other file throws.
  public mutating func importPage(_ index: Int = 0, of other: PDFDocument) throws(PDFError) -> FormXObject {
    let view = other.currentView
    let page = try view.page(at: index)
    var importer = ObjectImporter(source: view)
    var dictionary: PDFDictionary = [
      "Type": .name("XObject"), "Subtype": .name("Form"), "BBox": page.cropBox.object,
    ]
    let matrix = PDFMatrix.quarterTurns(-page.rotate / 90).then(.scale(page.userUnit, page.userUnit))
    if matrix != .identity { dictionary["Matrix"] = matrix.object }
    dictionary["Resources"] = try importer.copy(.dictionary(page.resources), into: &self)
    if let group = page.dictionary["Group"] { dictionary["Group"] = try importer.copy(group, into: &self) }
    let reference = allocate()
    set(reference, .stream(try FormXObject.content(of: page, in: view, dictionary: dictionary)))
    try importer.finish(into: &self)
    return FormXObject(reference: reference, boundingBox: matrix.apply(page.cropBox))
  }
}

extension FormXObject {
  /// The page's content as one stream; a single stream keeps its encoded bytes.
  static func content(
    of page: PDFPage, in source: some PDFObjectSource, dictionary: PDFDictionary
  ) throws(PDFError) -> PDFStream {
    var dictionary = dictionary
    let contents = try source.value("Contents", of: page.dictionary)
    if case .stream(let stream) = contents {
      let filters = try source.directFilters(stream.dictionary)
      for entry in filters.entries { dictionary[entry.key] = entry.value }
      return PDFStream(dictionary: dictionary, encoded: Array(try source.encodedBytes(of: stream)))
    }
    return IncrementalUpdate.stream(dictionary, try source.contentData(of: page), compress: true)
  }
}

extension PDFObjectSource {
  /// The decoded content of a page, several streams joined by a line feed (§7.8.2).
  public func contentData(of page: PDFPage) throws(PDFError) -> [UInt8] {
    var data: [UInt8] = []
    switch try value("Contents", of: page.dictionary) {
    case nil: break
    case .stream(let stream): data = try self.data(of: stream)
    case .array(let parts):
      for part in parts {
        guard case .stream(let stream) = try resolve(part) else { continue }
        data.append(contentsOf: try self.data(of: stream))
        data.append(0x0A)
        guard data.count <= limits.decodedStreamBytesMax else { throw FilterChain.tooLarge(limits) }
      }
    default: throw PDFError(.pageTreeInvalid, "Page \(page.index + 1) has bad /Contents.")
    }
    return data
  }
}
