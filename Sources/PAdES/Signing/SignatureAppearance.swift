public import PDF

/// What a field shows: pictures drawn elsewhere as one-page PDF files (seal, handwriting, date), laid into the widget.
public struct SignatureAppearance: Sendable {
  /// One picture.
  public struct Picture: Sendable {
    /// A PDF file whose page is the picture; imported as vectors with its fonts.
    public let pdf: [UInt8]
    /// Page of that file, 0 for the first.
    public let page: Int
    /// Where, in points on the upright widget, origin lower left; may reach beyond the widget, which cuts it
    /// (a cross-page seal, W8). Nil for the whole widget.
    public let frame: PDFRectangle?
    public let scaling: AppearanceScaling
    /// What of the upright widget it may paint, in points; nil for all of it.
    public let clip: PDFRectangle?

    /// Makes a picture.
    public init(
      pdf: [UInt8], page: Int = 0, frame: PDFRectangle? = nil, scaling: AppearanceScaling = .fit,
      clip: PDFRectangle? = nil
    ) {
      self.pdf = pdf
      self.page = page
      self.frame = frame
      self.scaling = scaling
      self.clip = clip
    }
  }

  /// The pictures, painted in order.
  public let pictures: [Picture]

  /// Makes an appearance of several pictures.
  public init(_ pictures: [Picture]) { self.pictures = pictures }

  /// Makes an appearance of one picture that fills the widget.
  public init(pdf: [UInt8], scaling: AppearanceScaling = .fit) {
    pictures = [Picture(pdf: pdf, scaling: scaling)]
  }
}

/// Draws appearances into one update; each picture file is opened and imported once, however often it is drawn (W10).
struct AppearanceWriter {
  private var imported: [(pdf: [UInt8], page: Int, object: FormXObject)] = []

  /// Sets the appearance of `widget`, which stands on `page`. Throws what opening and importing throw.
  mutating func draw(
    _ appearance: SignatureAppearance, on widget: PDFReference, rect: PDFRectangle, page: PDFPage,
    in update: inout IncrementalUpdate
  ) throws(PDFError) {
    var parts: [AppearancePart] = []
    for picture in appearance.pictures {
      let object = try object(for: picture, in: &update)
      parts.append(AppearancePart(object, frame: picture.frame, scaling: picture.scaling, clip: picture.clip))
    }
    let stream = update.addAppearance(parts, rect: rect, page: page)
    try update.setAppearance(ofWidget: widget, to: stream)
  }

  private mutating func object(
    for picture: SignatureAppearance.Picture, in update: inout IncrementalUpdate
  ) throws(PDFError) -> FormXObject {
    if let known = imported.first(where: { $0.page == picture.page && $0.pdf == picture.pdf }) { return known.object }
    let object = try update.importPage(picture.page, of: PDFDocument(picture.pdf))
    imported.append((picture.pdf, picture.page, object))
    return object
  }
}
