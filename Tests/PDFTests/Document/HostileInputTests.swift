import Testing

@testable import PDF

/// What a small file can ask a reader to do is bounded (R12); each refusal names what is too much.
@Suite struct HostileInputTests {
  /// A run of `count` spaces after `head`, deflated.
  private func inflated(_ head: String, _ count: Int) -> [UInt8] {
    Flate.deflate(Array(head.utf8) + [UInt8](repeating: 0x20, count: count))
  }

  @Test("content that inflates beyond the cap is refused, in one filter or in two")
  func bombs() throws {
    let once = inflated("", 100 << 20)
    for (filter, data) in [("/FlateDecode", once), ("[/FlateDecode/FlateDecode]", Flate.deflate(once))] {
      var file = TestFile()
      file.onePage()
      file.offsets.removeLast()
      file.stream(4, "/Filter\(filter)", data)
      file.table()
      let view = try file.open().currentView
      let page = try view.page(at: 0)
      #expect(throws: PDFError(.limitExceeded, "")) { try view.contentData(of: page) }
    }
  }

  @Test("an object stream larger than what is kept is refused instead of inflated for every object")
  func objectStreamBomb() throws {
    var file = TestFile()
    file.stream(4, "", [])
    let head = "1 0 2 32 "
    file.stream(
      5, "/Type/ObjStm/N 2/First \(head.utf8.count)/Filter/FlateDecode",
      inflated(head + "<</Type/Catalog/Pages 2 0 R>>   <</Type/Pages/Kids[]/Count 0>>", 65 << 20))
    file.crossReferenceStream(compressed: [1: (5, 0), 2: (5, 1)])
    let view = try file.open().currentView
    #expect(throws: PDFError(.limitExceeded, "")) { try view.catalog() }
  }

  @Test("object streams that push each other out of memory end at the cap on work")
  func objectStreamThrash() throws {
    var file = TestFile()
    file.onePage()
    var compressed: [Int: (stream: Int, index: Int)] = [:]
    for number in 10..<14 {
      let head = "\(number + 10) 0 "
      file.stream(number, "/Type/ObjStm/N 1/First \(head.utf8.count)/Filter/FlateDecode", inflated(head + "(x)", 1000))
      compressed[number + 10] = (number, 0)
    }
    file.crossReferenceStream(compressed: compressed)
    var limits = PDFLimits.standard
    limits.objectStreamCacheBytesMax = 2000
    limits.objectStreamWorkBytesMax = 10_000
    let view = try PDFDocument(file.bytes, limits: limits).currentView
    #expect(throws: PDFError(.limitExceeded, "")) {
      for _ in 0..<10 { for number in 20..<24 { _ = try view.object(PDFReference(number)) } }
    }
    let patient = try PDFDocument(file.bytes).currentView
    for _ in 0..<10 { for number in 20..<24 { #expect(try patient.object(PDFReference(number)) == .text("x")) } }
  }

  @Test("a page tree that names more kids than pages are allowed is refused before they are walked")
  func kids() throws {
    var file = TestFile()
    file.object(1, "<</Type/Catalog/Pages 2 0 R>>")
    file.object(2, "<</Type/Pages/Count 1/MediaBox[0 0 1 1]/Kids[\(String(repeating: "3 0 R ", count: 100_001))]>>")
    file.object(3, "<</Type/Page/Parent 2 0 R>>")
    file.table()
    let view = try file.open().currentView
    #expect(throws: PDFError(.limitExceeded, "")) { try view.pages() }
  }

  @Test("forms that draw each other without end use up the linter's share of work, which it says")
  func forms() throws {
    var file = TestFile()
    file.object(1, "<</Type/Catalog/Pages 2 0 R>>")
    file.object(2, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 200 100]>>")
    file.object(3, "<</Type/Page/Parent 2 0 R/Resources 5 0 R/Contents 6 0 R>>")
    file.object(5, "<</XObject<</A 6 0 R>>>>")
    file.stream(
      6, "/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources 5 0 R", Array(String(repeating: "/A Do ", count: 20).utf8))
    file.table()
    var limits = PDFLimits.standard
    limits.lintOperationsMax = 10_000
    let findings = try PreSignLinter.findings(in: try PDFDocument(file.bytes, limits: limits))
    #expect(findings.contains { $0.code == .unreadableContent && $0.page == 0 })
  }
}
