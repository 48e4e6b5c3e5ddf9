import Testing

@testable import PDF

@Suite struct RevisionCoverageTests {
  @Test(
    "every byte of an honest file is explained, in every revision",
    arguments: [
      TestFile.classic(), TestFile.compressed(), TestFile.hybrid(),
    ])
  func honest(_ file: TestFile) throws {
    var bytes = file.bytes
    for _ in 0..<3 {
      var update = try IncrementalUpdate(try PDFDocument(bytes))
      update.addStream(data: Array("%%EOF startxref 0 endobj xref trailer".utf8), compress: false)
      bytes = try update.serialize()
    }
    let document = try PDFDocument(bytes)
    for revision in document.revisions {
      #expect(try document.unexplainedRanges(in: revision.index) == [])
      #expect(try document.coverage(of: revision.index).unlisted == [])
    }
  }

  @Test(
    "bytes nobody listed are found",
    arguments: [
      "hello", "xref\n0 0\ntrailer\n<</Root 1 0 R/Size 5>>\nstartxref\n9\n%%EOF\n", "9 0 obj (open endobj", "<<>>",
    ])
  func junk(_ junk: String) throws {
    var file = TestFile.classic()
    file.object(5, "(a)")
    let start = file.bytes.count
    file.raw(junk + "\n")
    file.table()
    let document = try file.open()
    #expect(try document.unexplainedRanges(in: 0) == [])
    let ranges = try document.unexplainedRanges(in: 1)
    #expect(ranges.count == 1)
    #expect(ranges.first?.lowerBound == start)
    #expect(ranges.first.map { $0.upperBound >= start + junk.utf8.count } == true)
  }

  @Test("an unlisted object is explained but reported with its type; comments are explained")
  func unlisted() throws {
    var file = TestFile.classic()
    file.raw("% a comment\n33 0 obj <</Type/Page>> endobj\n")
    file.object(5, "(a)")
    file.table()
    let coverage = try file.open().coverage(of: 1)
    #expect(coverage.isComplete)
    #expect(coverage.unlisted.map(\.reference) == [PDFReference(33)])
    #expect(coverage.unlisted.first?.type == "Page")
  }

  @Test("an object inside another one's stream is an overlap")
  func overlap() throws {
    var file = TestFile.classic()
    file.stream(5, "", Array("6 0 obj (inner) endobj".utf8))
    let bytes = file.bytes
    let inner = try #require((0..<bytes.count).last { bytes[$0...].starts(with: Array("6 0 obj".utf8)) })
    file.offsets.append((6, 0, inner))
    file.size = 7
    file.table()
    #expect(try file.open().coverage(of: 1).overlaps.count == 1)
  }
}
