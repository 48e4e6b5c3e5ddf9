/// Parsed objects of one file by offset, so that comparing many revisions reads each object once.
/// Streams whose length stands elsewhere are left out: another revision may give them another length.
struct ObjectMemo {
  private var objects: [Int: (reference: PDFReference, object: PDFObject)] = [:]
  private var size = 0

  /// The object at `offset`, when it was kept and is the one asked for.
  func object(_ reference: PDFReference, at offset: Int) -> PDFObject? {
    guard let found = objects[offset], found.reference == reference else { return nil }
    return found.object
  }

  /// Keeps an object that took `byteCount` bytes of the file; objects may overlap in hostile files, so bytes count.
  mutating func keep(_ object: PDFObject, _ reference: PDFReference, at offset: Int, byteCount: Int, limit: Int) {
    guard byteCount <= limit - size else { return }
    if case .stream(let stream) = object, stream.dictionary["Length"]?.integerValue == nil { return }
    objects[offset] = (reference, object)
    size += byteCount
  }
}
