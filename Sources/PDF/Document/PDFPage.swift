/// One page with its inherited attributes worked out (ISO 32000-2 §7.7.3.4).
public struct PDFPage: Sendable {
  /// 0 for the first page.
  public let index: Int
  /// The page object.
  public let reference: PDFReference
  /// The page dictionary itself, without inherited entries.
  public let dictionary: PDFDictionary
  /// `/MediaBox`, own or inherited.
  public let mediaBox: PDFRectangle
  /// `/CropBox` cut to the media box; the media box when there is none.
  public let cropBox: PDFRectangle
  /// Clockwise quarter turns for display as degrees: 0, 90, 180 or 270.
  public let rotate: Int
  /// `/Resources`, own or inherited.
  public let resources: PDFDictionary
  /// Size of one unit of user space in 1/72 inch; 1 unless `/UserUnit` says otherwise.
  public let userUnit: Double

  /// Width of the page as a reader shows it, in points of 1/72 inch.
  public var displayWidth: Double { (rotate % 180 == 0 ? cropBox.width : cropBox.height) * userUnit }
  /// Height of the page as a reader shows it, in points of 1/72 inch.
  public var displayHeight: Double { (rotate % 180 == 0 ? cropBox.height : cropBox.width) * userUnit }

  /// From display coordinates (points of 1/72 inch, origin at the top left of the shown page, y down) to user space (W9).
  public var displayToUser: PDFMatrix {
    let scale = 1 / userUnit
    let flip: PDFMatrix =
      switch rotate {
      case 90: PDFMatrix(0, scale, scale, 0, cropBox.minX, cropBox.minY)
      case 180: PDFMatrix(-scale, 0, 0, scale, cropBox.maxX, cropBox.minY)
      case 270: PDFMatrix(0, -scale, -scale, 0, cropBox.maxX, cropBox.maxY)
      default: PDFMatrix(scale, 0, 0, -scale, cropBox.minX, cropBox.maxY)
      }
    return flip
  }

  /// The user-space rectangle of a box given in display coordinates: left, top, width and height in points.
  public func userRectangle(left: Double, top: Double, width: Double, height: Double) -> PDFRectangle {
    displayToUser.apply(PDFRectangle(left, top, left + width, top + height))
  }
}

extension PDFPage {
  /// The same page with other content or resources.
  func with(dictionary: PDFDictionary, resources: PDFDictionary) -> PDFPage {
    PDFPage(
      index: index, reference: reference, dictionary: dictionary, mediaBox: mediaBox, cropBox: cropBox, rotate: rotate,
      resources: resources, userUnit: userUnit)
  }
}
