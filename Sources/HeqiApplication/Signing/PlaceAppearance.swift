import Graphics
import HeqiDomain
import PAdES
import PDF

/// What a signer puts on the page.
package struct SignerMarks: Sendable {
  /// A seal's drawing, one page at true size.
  let sealPDF: [UInt8]?
  let sealSize: (width: Double, height: Double)
  let handwriting: Handwriting?
  /// The signer's name, for text places without a text.
  let name: String
  /// The signing date as printed.
  let date: String
  /// 合同编号, else the 系统交易编号.
  let number: String
  /// A company shows its seal where a person may choose (F-048).
  var isCompany = false
}

/// Draws the places of one party: the signature field and the fillings of the others.
struct PlaceAppearance {
  let marks: SignerMarks

  /// The picture of a place. Throws `ContractError` `.markUnusable` where the place needs what the signer did not give.
  func appearance(of place: SignPlace) throws(ContractError) -> SignatureAppearance {
    switch place.kind {
    case .seal: return try seal(in: place.box)
    case .handwriting: return try handwriting(in: place.box)
    case .signature: return marks.isCompany || marks.handwriting == nil ? try seal(in: place.box) : try handwriting(in: place.box)
    case .date: return try line(marks.date, in: place.box)
    case .text: return try line(text(of: place), in: place.box)
    case .number: return try line(marks.number, in: place.box)
    }
  }

  /// A further place as the signing revision fills it.
  func filling(of place: SignPlace) throws(ContractError) -> SignatureRequest.PlaceFilling {
    SignatureRequest.PlaceFilling(field: place.fieldName, appearance: try appearance(of: place), text: words(of: place))
  }

  /// What a place of words holds; nil for a mark.
  private func words(of place: SignPlace) -> String? {
    switch place.kind {
    case .date: marks.date
    case .text: text(of: place)
    case .number: marks.number
    case .seal, .handwriting, .signature: nil
    }
  }

  /// The strips of a cross-page seal, each the part of the one picture that falls on its page.
  func fillings(
    of seam: SeamSeal, on sizes: [(width: Double, height: Double)]
  ) throws(ContractError) -> [SignatureRequest.PlaceFilling] {
    guard let pdf = marks.sealPDF, marks.sealSize.width > 0, marks.sealSize.height > 0 else {
      throw ContractError(.markUnusable, "a cross-page seal needs a seal")
    }
    return seam.strips(on: sizes).map { strip in
      SignatureRequest.PlaceFilling(
        field: strip.fieldName, appearance: SignatureAppearance([self.strip(strip, of: seam, pdf)]))
    }
  }

  private func strip(_ strip: SeamSeal.Strip, of seam: SeamSeal, _ pdf: [UInt8]) -> SignatureAppearance.Picture {
    let size = marks.sealSize
    // True size where it fits, else smaller; each page shows an equal share of the whole seal, at the very edge.
    let scale = min(1, seam.width / size.width, strip.box.height / size.height)
    let (width, height) = (size.width * scale, size.height * scale)
    let share = width / Double(strip.count)
    let edge = seam.edge == .right ? strip.box.width - share : 0
    return SignatureAppearance.Picture(
      pdf: pdf,
      frame: PDFRectangle(
        x: edge - Double(strip.index) * share, y: (strip.box.height - height) / 2, width: width, height: height),
      scaling: .fit, clip: PDFRectangle(x: edge, y: 0, width: share, height: strip.box.height))
  }

  private func text(of place: SignPlace) -> String {
    guard let text = place.text, !text.isEmpty else { return marks.name }
    return text
  }

  private func seal(in box: PageBox) throws(ContractError) -> SignatureAppearance {
    guard let pdf = marks.sealPDF else { throw ContractError(.markUnusable, "the place needs a seal") }
    // True size where it fits (B-16), smaller where the initiator made the box smaller.
    let fits = marks.sealSize.width <= box.width && marks.sealSize.height <= box.height
    return SignatureAppearance(pdf: pdf, scaling: fits ? .physical : .fit)
  }

  private func handwriting(in box: PageBox) throws(ContractError) -> SignatureAppearance {
    guard let handwriting = marks.handwriting else { throw ContractError(.markUnusable, "the place needs handwriting") }
    let millimetres = 1 / Drawing.pointsPerMillimetre
    return SignatureAppearance(
      pdf: handwriting.drawing(width: box.width * millimetres, height: box.height * millimetres).pdf())
  }

  private func line(_ text: String, in box: PageBox) throws(ContractError) -> SignatureAppearance {
    do throws(GraphicsError) {
      return SignatureAppearance(pdf: try TextLine(text).drawing(width: box.width, height: box.height).pdf())
    } catch {
      throw ContractError(.signingUnavailable, "text appearance: \(error.code)", cause: error)
    }
  }
}
