import Foundation
import Testing

@testable import PDF

@Suite("Several files in one")
struct DocumentCombinerTests {
  private static func file(_ count: Int, width: Int, rotate: Int = 0) throws -> PDFDocument {
    try PDFDocument(PlainFile.pages(count, width: width, rotate: rotate))
  }

  @Test("No file, and too many, are refused")
  func bounds() throws {
    #expect(throws: PDFError.self) { _ = try DocumentCombiner.combine([]) }
    let part = DocumentCombiner.Part(document: try Self.file(1, width: 300), title: "a")
    #expect(throws: PDFError.self) {
      _ = try DocumentCombiner.combine(Array(repeating: part, count: DocumentCombiner.filesMax + 1))
    }
  }

  @Test("Pages follow each other with their own boxes and turns, and the file is sound")
  func pages() throws {
    let bytes = try DocumentCombiner.combine([
      .init(document: try Self.file(2, width: 300), title: "协议"), .init(document: try Self.file(1, width: 400, rotate: 90), title: "附件一"),
      .init(document: try Self.file(3, width: 500), title: "附件二"),
    ])
    let document = try PDFDocument(bytes)
    let pages = try document.currentView.pages()
    #expect(pages.map { Int($0.mediaBox.width) } == [300, 300, 400, 500, 500, 500])
    #expect(pages.map(\.rotate) == [0, 0, 90, 0, 0, 0])
    #expect(document.deviations.isEmpty && document.revisions.count == 1)
    let outlines = try #require(try document.currentView.dictionary("Outlines", of: document.currentView.catalog()))
    #expect(try document.currentView.value("Count", of: outlines)?.integerValue == 3)
  }

  @Test("The same file twice stands there twice")
  func twice() throws {
    let part = DocumentCombiner.Part(document: try Self.file(2, width: 300), title: "a")
    #expect(try PDFDocument(DocumentCombiner.combine([part, part])).currentView.pages().count == 4)
  }
}

/// A file of blank pages.
enum PlainFile {
  static func pages(_ count: Int, width: Int, rotate: Int) -> [UInt8] {
    var objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    let kids = (0..<count).map { "\(3 + $0) 0 R" }.joined(separator: " ")
    objects.append("<< /Type /Pages /Kids [\(kids)] /Count \(count) /MediaBox [0 0 \(width) 400] >>")
    for _ in 0..<count { objects.append("<< /Type /Page /Parent 2 0 R /Rotate \(rotate) /Resources << >> >>") }
    var text = "%PDF-1.7\n"
    var offsets: [Int] = []
    for (index, object) in objects.enumerated() {
      offsets.append(text.utf8.count)
      text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    let start = text.utf8.count
    text += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for offset in offsets { text += String(format: "%010d 00000 n \n", offset) }
    text += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
    return Array(text.utf8)
  }
}
