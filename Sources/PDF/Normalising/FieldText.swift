/// The value of a form field that the file gives no look, and how it wants to be shown (ISO 32000-2 §12.7.4.3).
public struct FieldText: Sendable, Equatable {
  /// `/Q`.
  public enum Alignment: Int, Sendable { case left, center, right }

  /// What stands in the field.
  public let text: String
  /// Size of the field as it stands upright, in points.
  public let width: Double
  public let height: Double
  /// Font size in points; 0 when the text is to be as large as fits.
  public let size: Double
  /// Colour of the text, 0…1 each.
  public let red: Double
  public let green: Double
  public let blue: Double
  public let alignment: Alignment
  /// Whether the text may break into lines.
  public let isMultiline: Bool
  /// Number of equal cells, one character each; nil for running text.
  public let cellCount: Int?
}

/// Draws a field's text: gives back a PDF of one page of `width` × `height` points on a transparent ground.
/// Everything of the text must be on it; where it does not fit it is made smaller, never cut.
public typealias FieldTextDrawing = @Sendable (FieldText) throws(PDFError) -> [UInt8]
