/// Every cap that protects the reader from hostile files (pdf-signing R12). Units are in the names.
public struct PDFLimits: Sendable, Equatable {
  /// Nesting of arrays and dictionaries, of the page tree and of the field tree.
  public var depthMax = 100
  /// Highest object number plus one (ISO 32000-2 Annex C names 2^23 as the customary bound).
  public var objectCountMax = 1 << 23
  /// Bytes of one stream after all filters. Pictures are never decoded, so this bounds page content and the file's own
  /// structures; twice as much would not fit the memory that one file may take.
  public var decodedStreamBytesMax = 96 << 20
  /// Filters in one chain; every stage is also under `decodedStreamBytesMax`.
  public var filtersMax = 8
  /// Length of one name in bytes (ISO 32000-1 Annex C said 127; producers exceed it).
  public var nameBytesMax = 4096
  /// Values in one indirect object, nested ones counted; a value takes some 32 bytes of memory whatever its length.
  public var objectValuesMax = 4_000_000
  /// Incremental updates in one file.
  public var revisionsMax = 4096
  /// Pages in one file.
  public var pagesMax = 100_000
  /// Form fields in one file.
  public var fieldsMax = 100_000
  /// Objects in one object stream.
  public var objectStreamEntriesMax = 200_000
  /// Bytes of object streams inflated for one open file, counted again when one has to be inflated again.
  public var objectStreamWorkBytesMax = 768 << 20
  /// Drawing operations the linter looks at in one file; what lies beyond is reported as not looked at.
  public var lintOperationsMax = 3_000_000
  /// Bytes of decoded object streams kept in memory for one open file; a single larger one is refused.
  public var objectStreamCacheBytesMax = 64 << 20
  /// Bytes of the file whose parsed objects are kept in memory for one open file; parsed they take up to sixteen times
  /// as much.
  public var objectMemoBytesMax = 8 << 20

  /// The caps used when nothing else is asked for.
  public static let standard = PDFLimits()
  /// Caps equal to ``standard``; change single properties afterwards.
  public init() {}
}
