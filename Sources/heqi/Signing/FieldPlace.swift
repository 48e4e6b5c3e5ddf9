internal import ArgumentParser
internal import PAdES
internal import PDF

/// `x,y,w,h`: a rectangle in points of 1/72 inch from the lower left corner of the page's own coordinate system.
struct RectangleArgument: ExpressibleByArgument, Equatable {
  /// Beyond this a number is a mistake: ISO 32000-1 annex C limits a page to 14,400 units.
  static let coordinateMax = 14_400.0

  let rectangle: PDFRectangle

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Double($0.trimmingPrefix { $0 == " " }) }
    guard parts.count == 4, numbers.count == 4,
      numbers.allSatisfy({ $0.isFinite && abs($0) <= Self.coordinateMax }), numbers[2] >= 0, numbers[3] >= 0
    else { return nil }
    rectangle = PDFRectangle(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
  }
}

/// `NAME:page:x,y,w,h`: a signature field to prepare; pages count from 1, a size of zero makes it invisible.
struct FieldPlaceArgument: ExpressibleByArgument, Equatable {
  let place: SignaturePreparation.Place

  init?(argument: String) {
    let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 3, let page = Int(parts[parts.count - 2]), page >= 1,
      let rectangle = RectangleArgument(argument: String(parts[parts.count - 1]))
    else { return nil }
    let name = parts.dropLast(2).joined(separator: ":")
    guard !name.isEmpty else { return nil }
    let area = rectangle.rectangle.isEmpty ? .zero : rectangle.rectangle
    place = SignaturePreparation.Place(name: name, page: page - 1, rect: area)
  }
}
