import Graphics
package import PDF

/// Draws what stands in form fields without a look, as outlines of the platform's own fonts: every reader shows the same.
package enum FieldTextDrawer {
  /// Throws `contentUnsupported` for text that cannot be drawn, with what its owner can do.
  package static let draw: FieldTextDrawing = { (field) throws(PDFError) in
    do throws(GraphicsError) {
      return try TextBox(
        field.text, width: field.width, height: field.height, size: field.size,
        colour: Colour(red: field.red, green: field.green, blue: field.blue), alignment: alignment(field.alignment),
        isMultiline: field.isMultiline, cellCount: field.cellCount
      ).drawing().pdf()
    } catch {
      throw PDFError(
        .contentUnsupported,
        "A filled form field has no appearance and cannot be drawn: \(error.message) Print the form to a new PDF and upload that.")
    }
  }

  private static func alignment(_ alignment: FieldText.Alignment) -> TextBox.Alignment {
    switch alignment {
    case .left: .left
    case .center: .center
    case .right: .right
    }
  }
}
