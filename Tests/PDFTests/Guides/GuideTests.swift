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

  func prepared(_ upload: [UInt8]) throws -> (bytes: [UInt8], remarks: [String]) {
    let opened = try DocumentRepairer.open(upload)
    let findings = try PreSignLinter.findings(in: opened.document)
    let clean = try DocumentRewriter.rewrite(opened.document)
    let remarks = opened.repairs.map(\.rawValue) + findings.map(\.message) + clean.removed.map(\.rawValue)
    return (clean.bytes, remarks.sorted())
  }

  @Test("a broken upload with a script becomes a sound file without one, and all of it is said; a filled field is refused")
  func upload() throws {
    let scripted = TestFile.classic(catalog: "/OpenAction<</S/JavaScript/JS(1)>>")
    let (bytes, remarks) = try prepared(Array("mail header\n".utf8) + scripted.bytes)
    #expect(Set(remarks).isSuperset(of: ["strayBytes", "openAction"]))
    #expect(try prepared(bytes).remarks == [])
    #expect(throws: PDFError.self) { try prepared(FieldLookTests.form("/FT/Tx/V(x)").bytes) }
  }
}
