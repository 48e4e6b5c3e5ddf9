import Testing

@testable import PDF

@Suite struct PDFDocumentRefusalTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let code: PDFError.Code
    let bytes: [UInt8]
  }

  static func text(_ name: String, _ code: PDFError.Code, _ text: String) -> Case {
    Case(testDescription: name, code: code, bytes: Array(text.utf8))
  }
  static func file(_ name: String, _ code: PDFError.Code, _ build: (inout TestFile) -> Void) -> Case {
    var file = TestFile()
    build(&file)
    return Case(testDescription: name, code: code, bytes: file.bytes)
  }

  static let cases: [Case] = [
    text("empty", .headerMissing, ""),
    text("no PDF", .headerMissing, "hello"),
    text("junk before the header", .headerNotAtStart, "junk\n%PDF-1.7\n"),
    text("unknown version", .headerMissing, "%PDF-3.0\n%%EOF"),
    text("no end marker", .endMarkerMissing, "%PDF-1.7\n1 0 obj null endobj\n"),
    text("no startxref", .startMarkerMissing, "%PDF-1.7\n%%EOF\n"),
    text("startxref outside", .crossReferenceInvalid, "%PDF-1.7\nstartxref\n99999\n%%EOF\n"),
    text("startxref zero", .crossReferenceInvalid, "%PDF-1.7\nstartxref\n0\n%%EOF\n"),
    text("startxref huge", .startMarkerMissing, "%PDF-1.7\nstartxref\n99999999999999999999\n%%EOF\n"),
    text("startxref at text", .objectMismatch, "%PDF-1.7\nstartxref\n9\n%%EOF\n"),
    file("bytes after the end", .trailingBytes) {
      $0.onePage()
      $0.table()
      $0.raw("junk")
    },
    file("Prev to itself", .crossReferenceLoop) {
      $0.onePage()
      let here = $0.bytes.count
      $0.table(previous: here)
    },
    file("Prev forwards", .crossReferenceOrder) {
      // A newer section stands before the older one, and the file is not linearized.
      let start = $0.bytes.count
      $0.raw("xref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R/Size 9/Prev 400>>\nstartxref\n\(start)\n%%EOF\n")
      $0.raw(String(repeating: " ", count: 400 - $0.bytes.count))
      $0.raw("xref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R/Size 9>>\nstartxref\n\(start)\n%%EOF\n")
    },
    file("Prev indirect", .trailerInvalid) {
      $0.onePage()
      $0.table()
      $0.lastSection = nil
      $0.table("/Root 1 0 R/Prev 9 0 R")
    },
    file("no Root", .trailerInvalid) {
      $0.onePage()
      $0.table("")
    },
    file("Size shrinks", .sizeShrunk) {
      $0.onePage()
      $0.table()
      $0.size = 2
      $0.table()
    },
    file("listed twice", .crossReferenceInvalid) {
      $0.onePage()
      $0.offsets.append((4, 0, 20))
      $0.table()
    },
    file("object 0 in use", .crossReferenceInvalid) {
      $0.onePage()
      $0.table()
      $0.offsets = [(0, 0, 15)]
      $0.table()
    },
    file("entry behind its revision", .entryOutsideRevision) {
      $0.onePage()
      $0.offsets.append((5, 0, 100_000))
      $0.table()
    },
    file("no marker between revisions", .startMarkerMissing) {
      $0.onePage()
      $0.table(marker: false)
      $0.object(4, "(x)")
      $0.table()
    },
    file("subsection count absurd", .crossReferenceInvalid) {
      $0.raw("xref\n0 8000000\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R>>\nstartxref\n19\n%%EOF\n")
    },
  ]

  @Test("a file that is not exactly readable is refused with its reason", arguments: cases)
  func refuses(_ item: Case) {
    #expect(throws: PDFError(item.code, "")) { try PDFDocument(item.bytes) }
  }

  @Test(
    "an object that is not where the table says is refused when it is asked for",
    arguments: [
      ("5 0 obj null endobj", 6, PDFError.Code.objectMismatch), ("5 0 obj null", 5, .syntax),
      ("5 0 obj <</Length 900>> stream\nabc\nendstream endobj", 5, .streamLengthWrong),
      ("5 0 obj <</Length 2>> stream\nabc\nendstream endobj", 5, .streamLengthWrong),
      ("5 0 obj <<>> stream\nabc\nendstream endobj", 5, .streamLengthWrong),
      ("5 0 obj <</Length 3>> stream\rabc\nendstream endobj", 5, .syntax),
      ("5 0 obj <</Length 5 0 R>> stream\nabc\nendstream endobj", 5, .objectLoop),
      ("5 0 obj endobj", 5, .syntax), ("5 0 obj 1 2 endobj", 5, .syntax),
    ])
  func badObjects(_ text: String, _ number: Int, _ code: PDFError.Code) throws {
    var file = TestFile()
    file.onePage()
    file.offsets.append((number, 0, file.bytes.count))
    file.size = 7
    file.raw(text + "\n")
    file.table()
    let view = try file.open().currentView
    #expect(throws: PDFError(code, "")) { try view.object(PDFReference(number)) }
  }

  @Test(
    "tolerated departures are reported",
    arguments: [
      ("0000000000 65535 f\n", PDFDeviation.Kind.entryWidth), ("0 65535 f \n", .entryWidth),
    ])
  func deviations(_ entry: String, _ kind: PDFDeviation.Kind) throws {
    var file = TestFile()
    file.onePage()
    let start = file.bytes.count
    file.raw("xref\n0 1\n\(entry)")
    for item in file.offsets { file.raw("\(item.number) 1\n\(file.pad(item.offset, 10)) 00000 n \n") }
    file.raw("trailer\n<</Root 1 0 R/Size 5>>\nstartxref\n\(start)\n%%EOF\n")
    let document = try file.open()
    #expect(document.deviations.contains { $0.kind == kind })
    #expect(try document.currentView.pages().count == 1)
    #expect(throws: PDFError(.updateRefused, "")) { try IncrementalUpdate(document) }
  }

  @Test(
    "object streams that lie are refused",
    arguments: [
      ("/N 1/First 4", "9 0 (a)"), ("/N 5/First 4", "6 0 (a)"), ("/N 1/First 900", "6 0 (a)"), ("/N 1", "6 0 (a)"),
      ("/N 1/First 6", "6 900 (a)"), ("/N -1/First 4", "6 0 (a)"), ("/N 99999999/First 4", "6 0 (a)"),
    ])
  func objectStreams(_ dictionary: String, _ data: String) throws {
    var file = TestFile()
    file.onePage()
    file.stream(5, "/Type/ObjStm\(dictionary)", Array(data.utf8))
    file.crossReferenceStream(compressed: [6: (5, 0)])
    let view = try file.open().currentView
    #expect(throws: PDFError(.objectStreamInvalid, "")) { try view.object(PDFReference(6)) }
  }

  @Test(
    "page trees that loop or lie are refused",
    arguments: [
      "<</Type/Pages/Kids[2 0 R]/Count 1>>", "<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2/MediaBox[0 0 1 1]>>",
      "<</Type/Pages/Kids[(x)]>>", "<</Type/Other/Kids[3 0 R]>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
      "<</Type/Pages/Kids[99 0 R]>>", "<</Type/Pages/Kids[3 0 R]/MediaBox[0 0 9 9]/Rotate 45>>", "null",
    ])
  func pageTrees(_ tree: String) throws {
    var file = TestFile()
    file.object(1, "<</Type/Catalog/Pages 2 0 R>>")
    file.object(2, tree)
    file.object(3, "<</Type/Page/Parent 2 0 R>>")
    file.table()
    let view = try file.open().currentView
    #expect(throws: PDFError(.pageTreeInvalid, "")) { try view.pages() }
  }
}
