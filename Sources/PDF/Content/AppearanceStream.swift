/// How a picture is laid into its frame.
public enum AppearanceScaling: Sendable, Equatable {
  /// Stretched to the frame.
  case fill
  /// As large as fits with its proportions, centred.
  case fit
  /// One point of the picture is 1/72 inch on paper, centred (W10: a seal keeps its 40 mm).
  case physical
}

/// One picture of an appearance.
public struct AppearancePart: Sendable, Equatable {
  /// What is drawn.
  public let xObject: FormXObject
  /// Where, in points of 1/72 inch on the upright appearance: origin at its lower left as a reader sees it.
  /// It may reach beyond the appearance, which cuts it: this is how a cross-page seal is sliced. Nil: all of it.
  public let frame: PDFRectangle?
  /// How it fills the frame.
  public let scaling: AppearanceScaling
  /// What of the upright appearance it may paint, in its points; nil for all. A strip of a cross-page seal that is
  /// narrower than its widget shows nothing of its neighbours this way.
  public let clip: PDFRectangle?

  /// A picture for an appearance.
  public init(
    _ xObject: FormXObject, frame: PDFRectangle? = nil, scaling: AppearanceScaling = .fit, clip: PDFRectangle? = nil
  ) {
    self.xObject = xObject
    self.frame = frame
    self.scaling = scaling
    self.clip = clip
  }
}

extension IncrementalUpdate {
  /// Adds an appearance stream for a widget with `rect` on `page`; its parts stand upright for the reader
  /// whatever `/Rotate` and `/UserUnit` are (W9). Set it with ``setAppearance(ofWidget:to:)``.
  public mutating func addAppearance(
    _ parts: [AppearancePart], rect: PDFRectangle, page: PDFPage
  ) -> PDFReference {
    let turns = page.rotate / 90
    let unit = page.userUnit
    // The upright appearance in points, as the reader sees it.
    let upright =
      turns % 2 == 0
      ? PDFRectangle(0, 0, rect.width * unit, rect.height * unit)
      : PDFRectangle(0, 0, rect.height * unit, rect.width * unit)
    let toBox = AppearanceStream.uprightToBox(rect, turns: turns, unit: unit)
    var text = ""
    var pictures = PDFDictionary()
    for (index, part) in parts.enumerated() {
      let name = "X\(index)"
      pictures[PDFName(name)] = .reference(part.xObject.reference)
      let matrix = AppearanceStream.matrix(part, in: part.frame ?? upright)
      guard let clip = part.clip else {
        text += "q \(matrix.then(toBox).operatorText) /\(name) Do Q\n"
        continue
      }
      text += "q \(toBox.operatorText) \(AppearanceStream.clip(clip)) \(matrix.operatorText) /\(name) Do Q\n"
    }
    var resources = PDFDictionary()
    if !pictures.isEmpty { resources["XObject"] = .dictionary(pictures) }
    return addStream(
      dictionary: [
        "Type": .name("XObject"), "Subtype": .name("Form"),
        "BBox": PDFRectangle(0, 0, rect.width, rect.height).object, "Resources": .dictionary(resources),
      ], data: Array(text.utf8), compress: false)
  }
}

/// Arithmetic of appearances.
enum AppearanceStream {
  /// From upright points to the appearance box `0 0 width height` in user space units.
  static func uprightToBox(_ rect: PDFRectangle, turns: Int, unit: Double) -> PDFMatrix {
    let turned = PDFMatrix.quarterTurns(turns).then(.scale(1 / unit, 1 / unit))
    return switch turns {
    case 1: turned.then(.translation(rect.width, 0))
    case 2: turned.then(.translation(rect.width, rect.height))
    case 3: turned.then(.translation(0, rect.height))
    default: turned
    }
  }

  /// The operators that keep what follows inside `box` (ISO 32000-2 §8.5.4).
  static func clip(_ box: PDFRectangle) -> String {
    [box.minX, box.minY, box.width, box.height].map(PDFMatrix.text).joined(separator: " ") + " re W n"
  }

  /// From the picture's own space into `frame`.
  static func matrix(_ part: AppearancePart, in frame: PDFRectangle) -> PDFMatrix {
    let box = part.xObject.boundingBox
    guard !box.isEmpty else { return .identity }
    var (x, y) = (1.0, 1.0)
    switch part.scaling {
    case .fill: (x, y) = (frame.width / box.width, frame.height / box.height)
    case .fit:
      x = min(frame.width / box.width, frame.height / box.height)
      y = x
    case .physical: break
    }
    return PDFMatrix.translation(-box.minX, -box.minY).then(.scale(x, y)).then(
      .translation(
        frame.minX + (frame.width - box.width * x) / 2, frame.minY + (frame.height - box.height * y) / 2))
  }
}
