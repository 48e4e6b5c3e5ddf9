/// One incremental update, or the original file (ISO 32000-2 §7.5.6). A linearized file's two sections are one revision.
public struct PDFRevision: Sendable {
  /// 0 for the original file, then counting up.
  public let index: Int
  /// First byte that belongs to this revision.
  public let start: Int
  /// One past the `%%EOF` that closes it.
  public let markerEnd: Int
  /// One past the end-of-line after that `%%EOF`; for the last revision the end of the file.
  public let end: Int
  /// Where the keyword `startxref` stands.
  public let startMarkerOffset: Int
  /// Where the cross-reference section begins.
  public let crossReferenceOffset: Int
  /// The written form of the cross-reference section.
  public let kind: CrossReferenceKind
  /// The trailer dictionary (of an xref stream: its stream dictionary).
  public let trailer: PDFDictionary
  /// Numbers whose entry, or whose object stream, differs from the revision before; ascending.
  public let changedObjects: [Int]
  /// Numbers in use before and free now; ascending, part of ``changedObjects``.
  public let freedObjects: [Int]
  /// Numbers a hybrid section lists twice with different places in use: two readers would see two documents.
  public let hybridDisagreements: [Int]
  /// Byte ranges of cross-reference sections with trailers and closing markers.
  public let sectionRanges: [Range<Int>]
}
