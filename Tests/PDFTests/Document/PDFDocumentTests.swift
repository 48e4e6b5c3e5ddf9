import Testing

@testable import PDF

@Suite struct PDFDocumentTests {
  @Test(
    "all cross-reference forms give the same page",
    arguments: [
      TestFile.classic(), TestFile.compressed(), TestFile.hybrid(),
    ])
  func forms(_ file: TestFile) throws {
    let document = try file.open()
    let pages = try document.currentView.pages()
    #expect(pages.count == 1)
    #expect(pages[0].mediaBox == PDFRectangle(0, 0, 200, 100))
    #expect(try document.currentView.contentData(of: pages[0]) == Array("0 0 10 10 re f".utf8))
    #expect(document.revisions.count == 1)
    #expect(document.revisions[0].end == file.bytes.count)
    #expect(document.deviations.isEmpty)
  }

  @Test("a hybrid file shows its hidden objects")
  func hybrid() throws {
    let document = try TestFile.hybrid().open()
    #expect(try document.currentView.object(PDFReference(6)) == .string(Array("hidden".utf8)))
    #expect(document.revisions[0].kind == .hybrid)
    #expect(document.revisions[0].hybridDisagreements.isEmpty)
  }

  @Test("a table followed by an empty hybrid section is two revisions, fully explained")
  func wordProcessor() throws {
    let document = try TestFile.wordProcessor().open()
    #expect(document.revisions.map(\.kind) == [.table, .hybrid])
    #expect(document.deviations.isEmpty)
    #expect(try document.view(at: 0).object(PDFReference(6)) == .null)
    #expect(try document.currentView.object(PDFReference(6)) == .string(Array("hidden".utf8)))
    #expect(try document.unexplainedRanges(in: 1) == [])
    #expect(document.revisions[1].changedObjects.contains(6))
    var update = try IncrementalUpdate(document)
    update.add(.null)
    let output = try update.serialize()
    #expect(try PDFDocument(output).currentView.object(PDFReference(6)) != .null)
    if QPDF.isAvailable { #expect(try QPDF.complaint(output) == nil) }
  }

  @Test("a table without a marker and the empty hybrid section completing it are one revision, fully explained")
  func completedTable() throws {
    let document = try TestFile.wordProcessor(marker: false).open()
    #expect(document.revisions.map(\.kind) == [.hybrid])
    #expect(document.deviations.map(\.kind) == [.closingMarker])
    #expect(try document.currentView.object(PDFReference(6)) == .string(Array("hidden".utf8)))
    #expect(try document.unexplainedRanges(in: 0) == [])
    #expect(document.revisions[0].hybridDisagreements.isEmpty)
    #expect(document.revisions[0].end == document.bytes.count)
    var update = try IncrementalUpdate(document)
    update.add(.null)
    let output = try update.serialize()
    #expect(try PDFDocument(output).currentView.object(PDFReference(6)) != .null)
  }

  @Test("a table without a marker that disagrees with the section completing it is reported")
  func completedTableDisagreement() throws {
    let document = try TestFile.wordProcessor(marker: false, moved: true).open()
    #expect(document.revisions[0].hybridDisagreements == [4])
  }

  @Test(
    "a table without a marker is refused when nothing completes it",
    arguments: [
      ("xref\n0 0\n", "/Root 2 0 R"), ("xref\n6 1\n0000000000 65535 f \n", "/Root 1 0 R"),
      ("% startxref\nxref\n0 0\n", "/Root 1 0 R"),
    ])
  func uncompletedTable(_ table: String, _ root: String) throws {
    var file = TestFile.wordProcessor(marker: false)
    let end = try #require(file.lastSection)
    let tail = String(decoding: file.bytes[end...], as: UTF8.self)
    let trailer = try #require(tail.split(separator: "/Root 1 0 R").last?.split(separator: "\n").first)
    file.bytes.removeSubrange(end...)
    let start = end + (table.hasPrefix("%") ? 12 : 0)
    file.raw("\(table)trailer\n<<\(root)\(trailer)\nstartxref\n\(start)\n%%EOF\n")
    #expect(throws: PDFError(.startMarkerMissing, "")) { try file.open() }
  }

  @Test("a reference to object 0 is the null object, since object 0 is always free")
  func objectZero() throws {
    let document = try TestFile.classic(page: "/Metadata 0 0 R/Group 0 65535 R").open()
    let page = try document.currentView.object(PDFReference(3)).dictionaryValue
    #expect(page?["Metadata"] ?? .null == .null)
    #expect(page?["Group"] ?? .null == .null)
    #expect(try document.currentView.pages().count == 1)
  }

  @Test("a hybrid section whose two halves disagree is reported")
  func hybridDisagreement() throws {
    var file = TestFile()
    file.onePage()
    let visible = file.offsets
    file.offsets = []
    file.object(4, "(another)")
    let start = file.bytes.count
    file.crossReferenceStream(close: false)
    file.offsets = visible
    file.table("/Root 1 0 R/XRefStm \(start)")
    #expect(try file.open().revisions[0].hybridDisagreements == [4])
  }

  @Test("each revision is seen as it was")
  func history() throws {
    var file = TestFile.classic()
    let first = file.bytes.count
    file.object(5, "(new)")
    file.object(4, "(changed)")
    file.table()
    file.object(4, "(again)")
    file.table(free: [5])
    let document = try file.open()
    #expect(document.revisions.map(\.end) == [first, document.revisions[1].end, file.bytes.count])
    #expect(document.revisions.map(\.changedObjects) == [[], [4, 5], [4, 5]])
    #expect(document.revisions[2].freedObjects == [5])
    #expect(try document.view(at: 0).object(PDFReference(5)) == .null)
    #expect(try document.view(at: 1).object(PDFReference(5)) == .string(Array("new".utf8)))
    #expect(try document.view(at: 2).object(PDFReference(5)) == .null)
    #expect(try document.view(at: 1).object(PDFReference(4)) == .string(Array("changed".utf8)))
    #expect(try document.currentView.object(PDFReference(4)) == .string(Array("again".utf8)))
    #expect(try document.view(at: 0).object(PDFReference(4)).streamValue != nil)
    // Every prefix that ends with a revision is a file of its own.
    for revision in document.revisions {
      #expect(try PDFDocument(Array(file.bytes[..<revision.end])).revisions.count == revision.index + 1)
    }
  }

  @Test("relisting an old object is no change; objects of a rewritten object stream are changed")
  func changes() throws {
    var file = TestFile.compressed()
    file.objectStream(
      5,
      [
        (1, "<</Type/Catalog/Pages 2 0 R/Lang(zh)>>"), (2, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 200 100]>>"),
        (3, "<</Type/Page/Parent 2 0 R>>"),
      ])
    file.crossReferenceStream(compressed: [1: (5, 0)])
    let document = try file.open()
    #expect(document.revisions[1].changedObjects == [1, 2, 3, 5, 7])
    #expect(try document.view(at: 0).catalog()["Lang"] == nil)
    #expect(try document.currentView.catalog()["Lang"] != nil)
  }

  @Test("a reference with another generation means null")
  func generations() throws {
    var file = TestFile()
    file.onePage()
    file.object(9, generation: 2, "(two)")
    file.table()
    let view = try file.open().currentView
    #expect(try view.object(PDFReference(9, 2)).stringValue != nil)
    #expect(try view.object(PDFReference(9, 0)) == .null)
    #expect(try view.object(PDFReference(12345)) == .null)
  }

  @Test("a stream length may be indirect, even inside an object stream")
  func indirectLength() throws {
    var file = TestFile()
    file.onePage()
    file.stream(6, "", Array("abc endstream".utf8), length: "7 0 R")
    file.object(7, "13")
    file.objectStream(8, [(9, "3")])
    file.stream(10, "", Array("xyz".utf8), length: "9 0 R")
    file.crossReferenceStream(compressed: [9: (8, 0)])
    let view = try file.open().currentView
    let first = try #require(try view.object(PDFReference(6)).streamValue)
    #expect(try view.data(of: first) == Array("abc endstream".utf8))
    let second = try #require(try view.object(PDFReference(10)).streamValue)
    #expect(try view.data(of: second) == Array("xyz".utf8))
  }

  @Test("physical places of objects are known")
  func locations() throws {
    let file = TestFile.compressed()
    let view = try file.open().currentView
    guard case .file(let range)? = try view.location(of: PDFReference(4)) else {
      Issue.record("object 4 is in the file")
      return
    }
    #expect(String(decoding: file.bytes[range], as: UTF8.self).hasPrefix("4 0 obj"))
    #expect(String(decoding: file.bytes[range], as: UTF8.self).hasSuffix("endobj"))
    #expect(try view.location(of: PDFReference(2)) == .objectStream(PDFReference(5), index: 1))
    #expect(try view.location(of: PDFReference(99)) == nil)
  }
}
