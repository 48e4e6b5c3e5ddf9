import PDF
import Testing

/// The code of the guides in `PDF.docc`, word for word; a tidy test compares them.
@Suite("PDF guides")
struct GuideTests {
  func pageCounts(_ bytes: [UInt8]) throws -> [Int] {
    let document = try PDFDocument(bytes)
    return try document.revisions.indices.map { try document.view(at: $0).pages().count }
  }

  @Test("each revision is seen as it was; what is no PDF is refused")
  func revisions() throws {
    var file = TestFile()
    file.object(1, "<</Type/Catalog/Pages 2 0 R>>")
    file.object(2, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 200 200]>>")
    file.object(3, "<</Type/Page/Parent 2 0 R>>")
    file.table()
    file.object(2, "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 200 200]>>")
    file.object(4, "<</Type/Page/Parent 2 0 R>>")
    file.table()
    #expect(try pageCounts(file.bytes) == [1, 2])
    #expect(throws: PDFError.self) { try pageCounts(Array("no PDF".utf8)) }
  }
}
