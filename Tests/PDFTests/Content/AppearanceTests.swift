import Testing

@testable import PDF

@Suite struct AppearanceTests {
  static func close(_ left: PDFRectangle, _ right: PDFRectangle) -> Bool {
    abs(left.minX - right.minX) < 1e-6 && abs(left.minY - right.minY) < 1e-6 && abs(left.maxX - right.maxX) < 1e-6
      && abs(left.maxY - right.maxY) < 1e-6
  }

  func page(rotate: Int, unit: Double = 1) throws -> PDFPage {
    var file = TestFile()
    file.object(1, "<</Type/Catalog/Pages 2 0 R>>")
    file.object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
    file.object(3, "<</Type/Page/MediaBox[-10 -20 300 200]/CropBox[0 0 200 100]/Rotate \(rotate)/UserUnit \(unit)>>")
    file.table()
    return try file.open().currentView.page(at: 0)
  }

  @Test(
    "display coordinates reach the right place for every rotation",
    arguments: [
      (0, 1.0, PDFRectangle(10, 60, 40, 80)), (90, 1, PDFRectangle(20, 10, 40, 40)),
      (180, 1, PDFRectangle(160, 20, 190, 40)),
      (270, 1, PDFRectangle(160, 60, 180, 90)), (0, 2, PDFRectangle(5, 80, 20, 90)),
      (-90, 1, PDFRectangle(160, 60, 180, 90)),
    ])
  func display(_ rotate: Int, _ unit: Double, _ expected: PDFRectangle) throws {
    let page = try page(rotate: rotate, unit: unit)
    #expect(AppearanceTests.close(page.userRectangle(left: 10, top: 20, width: 30, height: 20), expected))
    #expect(page.displayWidth == (page.rotate % 180 == 0 ? 200 : 100) * unit)
  }

  @Test("the upright corner of an appearance lies where the reader sees it", arguments: [0, 1, 2, 3])
  func upright(_ turns: Int) {
    let rect = PDFRectangle(0, 0, 30, 20)
    let matrix = AppearanceStream.uprightToBox(rect, turns: turns, unit: 1)
    let (width, height) = turns % 2 == 0 ? (30.0, 20.0) : (20.0, 30.0)
    #expect(AppearanceTests.close(matrix.apply(PDFRectangle(0, 0, width, height)), rect))
    let corner = matrix.apply(0, 0)
    let expected = [(0.0, 0.0), (30, 0), (30, 20), (0, 20)][turns]
    #expect(corner == expected)
  }

  @Test(
    "pictures fill, fit or keep their size",
    arguments: [
      (AppearanceScaling.fill, PDFRectangle(0, 0, 100, 50)), (.fit, PDFRectangle(25, 0, 75, 50)),
      (.physical, PDFRectangle(40, 15, 60, 35)),
    ])
  func scaling(_ scaling: AppearanceScaling, _ expected: PDFRectangle) {
    let picture = FormXObject(reference: PDFReference(1), boundingBox: PDFRectangle(5, 5, 25, 25))
    let matrix = AppearanceStream.matrix(AppearancePart(picture, scaling: scaling), in: PDFRectangle(0, 0, 100, 50))
    #expect(AppearanceTests.close(matrix.apply(picture.boundingBox), expected))
  }

  /// A seal: one page with a font, an image-like stream and a shared object.
  static func seal() throws -> PDFDocument {
    var file = TestFile()
    file.object(1, "<</Type/Catalog/Pages 2 0 R>>")
    file.object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
    file.object(
      3,
      "<</Type/Page/Parent 2 0 R/MediaBox[0 0 113.4 113.4]/Contents[4 0 R 5 0 R]/Resources 6 0 R/Group<</S/Transparency>>>>"
    )
    file.stream(4, "", Array("1 0 0 rg".utf8))
    file.stream(5, "", Array("0 0 113 113 re f".utf8))
    file.object(6, "<</ExtGState<</G0 7 0 R/G1 7 0 R>>/XObject<</X 8 0 R>>>>")
    file.object(7, "<</ca .5/Loop 6 0 R>>")
    file.stream(8, "/Type/XObject/Subtype/Form/BBox[0 0 1 1]/StructParent 3", Array("n".utf8))
    file.table()
    return try file.open()
  }

  @Test("an imported page brings its resources once, loops included")
  func importPage() throws {
    var update = try IncrementalUpdate(try TestFile.classic().open())
    let before = update.allocate().number
    let seal = try update.importPage(of: try AppearanceTests.seal())
    #expect(AppearanceTests.close(seal.boundingBox, PDFRectangle(0, 0, 113.4, 113.4)))
    #expect(update.changedObjects.count == 4)
    #expect(update.changedObjects.allSatisfy { $0 > before })
    let stream = try #require(try update.object(seal.reference).streamValue)
    #expect(try update.data(of: stream) == Array("1 0 0 rg\n0 0 113 113 re f\n".utf8))
    let resources = try #require(try update.dictionary("Resources", of: stream.dictionary))
    let states = try #require(try update.dictionary("ExtGState", of: resources))
    #expect(states["G0"] == states["G1"])
    let loop = try #require(try update.dictionary("G0", of: states)?["Loop"])
    #expect(try update.resolve(loop) == .dictionary(resources))
  }

  @Test("a seal is set as the appearance of a field on a turned page and qpdf is content")
  func setAppearance() throws {
    var update = try IncrementalUpdate(try TestFile.classic(page: "/Rotate 90").open())
    let page = try update.page(at: 0)
    let rect = page.userRectangle(left: 5, top: 5, width: 50, height: 40)
    let field = try update.addSealPlace(name: "Seal", page: page, rect: rect)
    let seal = try update.importPage(of: try AppearanceTests.seal())
    let appearance = update.addAppearance([AppearancePart(seal)], rect: rect, page: page)
    try update.setAppearance(ofWidget: field, to: appearance)
    let output = try update.serialize()
    if QPDF.isAvailable { #expect(try QPDF.complaint(output) == nil) }
    let view = try PDFDocument(output).currentView
    let widget = try #require(try view.object(field).dictionaryValue)
    #expect(widget["AS"] == .name("On"))
    #expect(try PageFlattener.normalAppearance(widget, in: view) == .reference(appearance))
    #expect(try view.dictionary("MK", of: widget)?["R"] == .integer(90))
    let stream = try #require(try view.object(appearance).streamValue)
    #expect(try view.rectangle(stream.dictionary["BBox"]) == PDFRectangle(0, 0, rect.width, rect.height))
  }

  @Test("a signature field takes a bare appearance, a place changes its state")
  func forms() throws {
    var update = try IncrementalUpdate(try TestFile.classic().open())
    let page = try update.page(at: 0)
    let rect = PDFRectangle(0, 0, 9, 9)
    let signature = try update.addSignatureField(name: "S", page: page, rect: rect)
    let text = try update.addTextPlace(name: "T", page: page, rect: rect)
    let place = try #require(try update.object(text).dictionaryValue)
    #expect(place["AS"] == .name("Off"))
    let appearance = update.addAppearance([], rect: rect, page: page)
    for widget in [signature, text] {
      try update.setAppearance(ofWidget: widget, to: appearance)
      let dictionary = try #require(try update.object(widget).dictionaryValue)
      #expect(try PageFlattener.normalAppearance(dictionary, in: update) == .reference(appearance))
      #expect((dictionary["AS"] == nil) == (widget == signature))
    }
  }
}
