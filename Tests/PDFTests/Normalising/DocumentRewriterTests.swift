import Testing

@testable import PDF

@Suite struct DocumentRewriterTests {
  func rewrite(_ file: TestFile) throws -> (PDFDocument, Set<DocumentRewriter.Removal>) {
    let result = try DocumentRewriter.rewrite(try file.open())
    if QPDF.isAvailable { #expect(try QPDF.complaint(result.bytes) == nil) }
    let document = try PDFDocument(result.bytes)
    #expect(document.revisions.count == 1)
    #expect(document.revisions[0].kind == .table)
    #expect(document.deviations.isEmpty)
    let coverage = try document.coverage(of: 0)
    #expect(coverage.isComplete && coverage.unlisted.isEmpty)
    return (document, result.removed)
  }

  @Test(
    "every form of file becomes one plain revision with the same page",
    arguments: [
      TestFile.classic(), TestFile.compressed(), TestFile.hybrid(),
    ])
  func plain(_ file: TestFile) throws {
    let (document, _) = try rewrite(file)
    let pages = try document.currentView.pages()
    #expect(pages.count == 1)
    #expect(pages[0].mediaBox == PDFRectangle(0, 0, 200, 100))
    #expect(try document.currentView.contentData(of: pages[0]) == Array("0 0 10 10 re f".utf8))
    #expect(try PreSignLinter.findings(in: document) == [])
    #expect(throws: Never.self) { try IncrementalUpdate(document) }
  }

  @Test("rewriting twice gives the same bytes")
  func stable() throws {
    let first = try DocumentRewriter.rewrite(try TestFile.compressed().open()).bytes
    #expect(try DocumentRewriter.rewrite(try PDFDocument(first)).bytes == first)
  }

  @Test("history, scripts and attachments are gone, not only unlinked")
  func active() throws {
    var file = TestFile()
    file.onePage(
      page: "/AA<</O 8 0 R>>/Annots[9 0 R 10 0 R]",
      catalog:
        "/OpenAction 8 0 R/Names<</JavaScript<</Names[(a)8 0 R]>>/EmbeddedFiles<</Names[]>>/Dests<</Names[]>>>>/AcroForm<</Fields[]/XFA(x)>>/AA<<>>"
    )
    file.object(8, "<</S/JavaScript/JS(app.alert\\(1\\))>>")
    file.object(9, "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A 8 0 R>>")
    file.object(10, "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://example.org)>>>>")
    file.table()
    file.object(4, "(old content replaced)")
    file.table()
    file.stream(4, "", Array("n".utf8))
    file.table()
    let (document, removed) = try rewrite(file)
    #expect(removed.isSuperset(of: [.openAction, .additionalActions, .javaScript, .embeddedFiles, .xfa, .history]))
    let text = String(decoding: document.bytes, as: UTF8.self)
    for word in ["JavaScript", "/JS", "/AA", "OpenAction", "EmbeddedFiles", "XFA", "old content"] {
      #expect(!text.contains(word))
    }
    #expect(text.contains("https://example.org"))
    let catalog = try document.currentView.catalog()
    #expect(try document.currentView.dictionary("Names", of: catalog)?.keys == ["Dests"])
    #expect(try PreSignLinter.findings(in: document) == [])
  }

  static func form(_ widget: String, appearance: String = "/BBox[0 0 10 10]") -> TestFile {
    var file = TestFile()
    file.onePage(page: "/Annots[5 0 R]", catalog: "/AcroForm<</Fields[5 0 R]>>")
    file.object(5, "<</Type/Annot/Subtype/Widget/T(f)/Rect[10 20 30 60]\(widget)>>")
    file.stream(6, "/Type/XObject/Subtype/Form\(appearance)/Resources<<>>", Array("BT (x) Tj ET".utf8))
    file.table()
    return file
  }

  @Test("a filled field becomes content where it was shown")
  func flatten() throws {
    let (document, removed) = try rewrite(DocumentRewriterTests.form("/FT/Tx/V(x)/AP<</N 6 0 R>>"))
    #expect(removed.contains(.formFields))
    let page = try document.currentView.page(at: 0)
    #expect(page.dictionary["Annots"] == nil)
    #expect(try document.currentView.form() == nil)
    let content = String(decoding: try document.currentView.contentData(of: page), as: UTF8.self)
    #expect(content == "q\n\n0 0 10 10 re f\n\nQ\nq 2 0 0 4 10 20 cm /HqFlat0 Do Q\n\n")
    let pictures = try #require(try document.currentView.dictionary("XObject", of: page.resources))
    #expect(try document.currentView.value("HqFlat0", of: pictures)?.streamValue != nil)
  }

  @Test(
    "states of a check box decide what is drawn; hidden ones draw nothing",
    arguments: [
      ("/FT/Btn/AS/On/AP<</N<</On 6 0 R>>>>", true), ("/FT/Btn/AS/Off/AP<</N<</On 6 0 R>>>>", false),
      ("/FT/Tx/F 2/AP<</N 6 0 R>>", false), ("/FT/Tx/F 32/V(x)/AP<</N 6 0 R>>", false), ("/FT/Tx", false),
    ])
  func states(_ widget: String, _ isDrawn: Bool) throws {
    let (document, _) = try rewrite(DocumentRewriterTests.form(widget))
    let page = try document.currentView.page(at: 0)
    #expect((try document.currentView.dictionary("XObject", of: page.resources) != nil) == isDrawn)
  }

  @Test("an empty signature field stays, flattened to the top level")
  func signatureField() throws {
    var update = try IncrementalUpdate(try TestFile.classic().open())
    let page = try update.page(at: 0)
    try update.addSignatureField(name: "A.S", page: page, rect: PDFRectangle(1, 1, 9, 9), lock: PDFFieldLock(.all))
    let result = try DocumentRewriter.rewrite(try PDFDocument(try update.serialize()))
    let fields = try PDFDocument(result.bytes).currentView.formFields()
    #expect(fields.map(\.name) == ["A_S"])
    #expect(fields.first?.lock == PDFFieldLock(.all))
    if QPDF.isAvailable { #expect(try QPDF.complaint(result.bytes) == nil) }
  }

  @Test(
    "signed files and, without a drawer, values nobody sees are refused",
    arguments: [
      (form("/FT/Sig/V 6 0 R"), PDFError.Code.signaturesPresent), (form("/FT/Tx/V(secret)"), .contentUnsupported),
    ])
  func refusals(_ file: TestFile, _ code: PDFError.Code) throws {
    let document = try file.open()
    #expect(throws: PDFError(code, "")) { try DocumentRewriter.rewrite(document) }
  }

  @Test(
    "an annotation that only the reader draws is refused instead of lost",
    arguments: [("Square", true), ("Highlight", true), ("Redact", true), ("Text", false), ("Popup", false)])
  func withoutAppearance(_ subtype: String, _ isRefused: Bool) throws {
    let document = try TestFile.classic(page: "/Annots[<</Subtype/\(subtype)/Rect[10 10 50 50]>>]").open()
    if isRefused {
      #expect(throws: PDFError(.contentUnsupported, "")) { try DocumentRewriter.rewrite(document) }
    } else {
      #expect(try DocumentRewriter.rewrite(document).removed.contains(.annotations))
    }
  }
}
