import HeqiDomain
import PAdES
import PDF

/// Creates the fields of all parties before the first signature, so that no later one breaks an earlier (house decision 4).
enum PrepareFile {
  /// The file with one more revision that holds every place of the round as an empty field.
  ///
  /// Throws `ContractError` `.placesMissing`, `.placeOutsidePage` or `.fileRefused`.
  static func fields(of round: ContractRound, in bytes: [UInt8]) throws(ContractError) -> [UInt8] {
    let pages: [PDFPage]
    let document: PDFDocument
    do throws(PDFError) {
      document = try PDFDocument(bytes)
      pages = try document.currentView.pages()
    } catch {
      throw ContractError(.fileRefused, error.code.rawValue, cause: error)
    }
    var parties: [SignaturePreparation.Party] = []
    for party in round.parties where party.state != .observing && party.mode == .certificate {
      let places = round.places(of: party.id)
      guard let first = places.first(where: \.kind.isMark) else {
        throw ContractError(.placesMissing, party.maskedName)
      }
      let others = places.filter { $0.id != first.id }
      var strips: [SignaturePreparation.Place] = []
      for seam in round.seams(of: party.id) { strips += try Self.strips(of: seam, pages) }
      parties.append(
        SignaturePreparation.Party(
          signature: try field(first, pages),
          seals: try others.filter(\.kind.isMark).map { place throws(ContractError) in try field(place, pages) } + strips,
          texts: try others.filter { !$0.kind.isMark }.map { place throws(ContractError) in try field(place, pages) }))
    }
    // Nobody signs by certificate: there is no field to make.
    guard !parties.isEmpty else { return bytes }
    do throws(PAdESError) {
      return try SignaturePreparation(parties).apply(to: document)
    } catch {
      throw ContractError(.fileRefused, error.code.rawValue, cause: error)
    }
  }

  /// A field for each strip of a cross-page seal: it is there before anybody signs, so that drawing it later is no
  /// change of the document (E-23).
  private static func strips(
    of seam: SeamSeal, _ pages: [PDFPage]
  ) throws(ContractError) -> [SignaturePreparation.Place] {
    try seam.check(pageCount: pages.count)
    return seam.strips(on: pages.map { ($0.displayWidth, $0.displayHeight) }).map { strip in
      SignaturePreparation.Place(
        name: strip.fieldName, page: pages[strip.page - 1].index, rect: rect(strip.box, on: pages[strip.page - 1]))
    }
  }

  /// From the page as shown (origin lower left) to user space.
  private static func field(
    _ place: SignPlace, _ pages: [PDFPage]
  ) throws(ContractError) -> SignaturePreparation.Place {
    guard pages.indices.contains(place.page - 1) else { throw ContractError(.placeOutsidePage, "page \(place.page)") }
    let page = pages[place.page - 1]
    let box = place.box
    guard box.fits(width: page.displayWidth, height: page.displayHeight) else {
      throw ContractError(.placeOutsidePage, "page \(place.page)")
    }
    return SignaturePreparation.Place(name: place.fieldName, page: page.index, rect: rect(box, on: page))
  }

  private static func rect(_ box: PageBox, on page: PDFPage) -> PDFRectangle {
    page.userRectangle(
      left: box.x, top: page.displayHeight - box.y - box.height, width: box.width, height: box.height)
  }
}
