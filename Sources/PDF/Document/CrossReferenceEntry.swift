/// Where one object is (ISO 32000-2 §7.5.4, §7.5.8.3).
public enum CrossReferenceEntry: Sendable, Equatable {
  /// Not in use; the generation the number would get next.
  case free(generation: Int)
  /// In the file at this byte offset.
  case offset(Int, generation: Int)
  /// Object number `index` of object stream `stream`.
  case compressed(stream: Int, index: Int)
}

/// The written form of a cross-reference section.
public enum CrossReferenceKind: Sendable, Equatable {
  /// The keyword `xref` and a `trailer` (§7.5.4).
  case table
  /// A stream of type XRef (§7.5.8).
  case stream
  /// A table whose trailer names an additional stream by `/XRefStm` (§7.5.8.4).
  case hybrid
}

/// One cross-reference section as read, before it is merged into the index.
struct CrossReferenceSection {
  /// Where the section begins (what `startxref` says).
  let offset: Int
  /// One past the trailer dictionary or past `endobj`.
  let end: Int
  var kind: CrossReferenceKind
  let trailer: PDFDictionary
  /// Entries in file order.
  var entries: [(number: Int, entry: CrossReferenceEntry)]
  /// Entries of the `/XRefStm` stream of a hybrid section.
  var hiddenEntries: [(number: Int, entry: CrossReferenceEntry)] = []
  /// Where the xref stream (or hybrid stream) objects are.
  var streamRanges: [Range<Int>] = []
  /// The `startxref … %%EOF` that closes the section; filled in by the revision reader.
  var closing: ClosingMarker?

  var previous: Int? { trailer["Prev"]?.integerValue }
}

/// `startxref`, a number and `%%EOF` (§7.5.5).
struct ClosingMarker: Equatable {
  /// Where the keyword `startxref` begins.
  let offset: Int
  /// The number that follows.
  let target: Int
  /// One past `%%EOF`.
  let markerEnd: Int
  /// One past the end-of-line after `%%EOF`, if there is one.
  let end: Int
}
