import CMS
import Foundation
import PAdES
import PDF
import Testing

/// Seals on every kind of page: turned, cropped, with odd origins, scaled (W9, W10). One file holds all of them, so that
/// one signature covers the whole matrix; what ends up on paper is measured in millimetres by two renderers.
@Suite("Seals at physical size")
struct SealOnPaperTests {
  /// How a page of one and the same look is written down.
  struct Variant: CustomStringConvertible {
    let rotate: Int
    let boxes: String
    let unit: Double
    var description: String { "turned \(rotate), \(boxes), unit \(unit)" }

    static let all: [Variant] = [0, 90, 180, 270].flatMap { rotate in
      ["plain", "cropped", "negative", "negative and cropped"].flatMap { boxes in
        [1.0, 2.0, 0.5].map { Variant(rotate: rotate, boxes: boxes, unit: $0) }
      }
    }

    /// The shown page, in millimetres.
    static let shown = (width: 160.0, height: 200.0)

    /// The page's entries: boxes in user space units, so that the shown page always has the same size.
    var entries: String {
      let points = 72 / 25.4 / unit
      let upright = (Self.shown.width * points, Self.shown.height * points)
      let (width, height) = rotate % 180 == 0 ? upright : (upright.1, upright.0)
      func box(_ x: Double, _ y: Double, _ more: Double = 0) -> String {
        "[\(x - more) \(y - more * 2) \(x + width + more * 3) \(y + height + more)]"
      }
      let lines =
        switch boxes {
        case "cropped": "/MediaBox \(box(37, 91, 25)) /CropBox \(box(37, 91))"
        case "negative": "/MediaBox \(box(-131.5, -77))"
        case "negative and cropped": "/MediaBox \(box(-211, -63.25, 20)) /CropBox \(box(-211, -63.25))"
        default: "/MediaBox \(box(0, 0))"
        }
      return "\(lines) /Rotate \(rotate)" + (unit == 1 ? "" : " /UserUnit \(unit)")
    }
  }

  /// A seal of 40 mm: a red frame at its very edge, and blue in its upper left corner.
  private static func seal() -> [UInt8] {
    let content = "1 0 0 RG 4 w 2 2 109.386 109.386 re S 0 0 1 rg 12 72 30 30 re f"
    return SamplePDF.file([
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 113.386 113.386] /Contents 4 0 R /Resources << >> >>",
      "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream",
    ])
  }

  private static func contract() -> [UInt8] {
    let kids = Variant.all.indices.map { "\(3 + $0) 0 R" }.joined(separator: " ")
    return SamplePDF.file(
      ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [\(kids)] /Count \(Variant.all.count) >>"]
        + Variant.all.map { "<< /Type /Page /Parent 2 0 R /Resources << >> \($0.entries) >>" })
  }

  private static let millimetre = 72 / 25.4
  /// 45 × 42 mm, 25 mm from the left and 60 mm from the top of the page as shown.
  private static func place(on page: PDFPage) -> PDFRectangle {
    page.userRectangle(left: 25 * millimetre, top: 60 * millimetre, width: 45 * millimetre, height: 42 * millimetre)
  }

  private func signed(_ pki: SigningPKI) throws -> [UInt8] {
    let document = try PDFDocument(Self.contract())
    let places = try document.currentView.pages().map {
      SignaturePreparation.Place(name: "Seal\($0.index)", page: $0.index, rect: Self.place(on: $0))
    }
    let party = SignaturePreparation.Party(signature: places[0], seals: Array(places.dropFirst()))
    let prepared = try PDFDocument(try SignaturePreparation([party]).apply(to: document))
    let signer = try PDFSigner(certificate: pki.signer, chain: pki.chain, algorithm: pki.key.algorithm)
    var request = SignatureRequest(field: .existing("Seal0"), time: pki.now)
    let appearance = SignatureAppearance(pdf: Self.seal(), scaling: .physical)
    request.appearance = appearance
    request.fillings = places.dropFirst().map { .init(field: $0.name, appearance: appearance) }
    return try signer.sign(prepared, request, key: pki.key).bytes
  }

  @Test("on every page the widget, its appearance and its turn are those of a 40 mm seal that stands upright")
  func structure() async throws {
    let view = try PDFDocument(try signed(try await SigningPKI())).currentView
    let pages = try view.pages()
    for (page, variant) in zip(pages, Variant.all) {
      let field = try #require(try view.formField(named: "Seal\(page.index)"))
      let reference = try #require(field.widgets.first)
      let widget = try #require(try view.object(reference).dictionaryValue)
      let rect = try #require(try view.rectangle(widget["Rect"]))
      let size = variant.rotate % 180 == 0 ? (rect.width, rect.height) : (rect.height, rect.width)
      #expect(abs(size.0 * variant.unit / Self.millimetre - 45) < 0.01, "\(variant)")
      #expect(abs(size.1 * variant.unit / Self.millimetre - 42) < 0.01, "\(variant)")
      #expect(rect.intersection(page.cropBox) == rect, "\(variant) lies on the page")
      #expect(try view.dictionary("MK", of: widget)?["R"]?.integerValue ?? 0 == variant.rotate, "\(variant)")
      let appearances = try #require(try view.dictionary("AP", of: widget))
      let normal = try view.dictionary("N", of: appearances).flatMap { $0["On"] } ?? appearances["N"] ?? .null
      let stream = try #require(try view.resolve(normal).streamValue)
      // §12.5.5: /BBox under /Matrix is fitted to /Rect. Equal sizes and no matrix: it is only moved.
      #expect(stream.dictionary["Matrix"] == nil)
      let box = try #require(try view.rectangle(stream.dictionary["BBox"]))
      #expect(abs(box.width - rect.width) < 0.001 && abs(box.height - rect.height) < 0.001, "\(variant)")
    }
  }

  private struct Measure: Decodable {
    let tool: String
    let page: Int
    let width: Double
    let height: Double
    let red: [Double]?
    let blue: [Double]?
  }

  @Test("poppler and mupdf show 40 mm at the same place of every page, turned, cropped and scaled, and upright")
  func onPaper() async throws {
    let pki = try await SigningPKI()
    let judge = try PDFJudge(pki.root.certificate)
    let bytes = try signed(pki)
    try judge.pyHanko(bytes, "BB")
    try judge.popplerAndQPDF(bytes, signatures: 1)
    let outcome = try judge.python("measure_seal.py", ["where", try judge.write("matrix.pdf", bytes)])
    try #require(outcome.status == 0, "measure_seal.py: \(outcome.text)")
    let measures = try outcome.text.split(separator: "\n").filter { $0.hasPrefix("{") }
      .map { try JSONDecoder().decode(Measure.self, from: Data($0.utf8)) }
    #expect(measures.count == 2 * Variant.all.count)
    for measure in measures {
      let variant = "\(measure.tool): \(Variant.all[measure.page])"
      // A pixel is 0.18 mm; poppler's are twice as large on pages of unit 2.
      let near = { (one: Double, other: Double) in abs(one - other) < 0.5 }
      #expect(near(measure.width, Variant.shown.width) && near(measure.height, Variant.shown.height), "\(variant)")
      let red = try #require(measure.red, "\(variant) shows no seal")
      // Centred in its box: (45 - 40) / 2 and (42 - 40) / 2 further in.
      #expect(zip(red, [27.5, 61, 67.5, 101]).allSatisfy(near), "\(variant) has it at \(red)")
      let blue = try #require(measure.blue, "\(variant) shows no corner")
      #expect(zip(blue, [31.73, 65.02, 42.32, 75.6]).allSatisfy(near), "\(variant) is not upright: \(blue)")
    }
  }
}
