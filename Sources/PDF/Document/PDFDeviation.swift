/// A departure from the letter of ISO 32000-2 that leaves no doubt about the content. Some are signed over, because no
/// reader sees anything else for them; the others are refused before signing (``IncrementalUpdate``).
public struct PDFDeviation: Sendable, Equatable {
  /// The kind of departure.
  public enum Kind: String, Sendable, CaseIterable {
    /// A cross-reference table entry is not exactly 20 bytes.
    case entryWidth
    /// `startxref` points at whitespace before the section.
    case startMarkerBeforeSpace
    /// A section lists an object number not below `/Size`.
    case entryBeyondSize
    /// An entry in use with offset 0; treated as free.
    case offsetZero
    /// More than 8 bytes of whitespace follow the last `%%EOF`.
    case longTail
    /// `startxref` of an older section does not repeat its offset or does not follow the trailer directly, or only
    /// the empty hybrid section that completes it has one.
    case closingMarker
    /// The same number twice in one section with equal entries.
    case repeatedEntry
  }
  /// The kind of departure.
  public let kind: Kind
  /// Byte offset of the place.
  public let offset: Int
  /// The object number in question, where there is one.
  public var number: Int?
}
