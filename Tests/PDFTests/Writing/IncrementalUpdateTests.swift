import Testing

@testable import PDF

@Suite struct IncrementalUpdateTests {
  @Test(
    "the old file stays a prefix and the section keeps its flavour",
    arguments: [
      (TestFile.classic(), CrossReferenceKind.table), (TestFile.compressed(), .stream), (TestFile.hybrid(), .table),
    ])
  func appends(_ file: TestFile, _ kind: CrossReferenceKind) throws {
    let document = try file.open()
    var update = try IncrementalUpdate(document)
    let added = update.add(.text("neu"))
    let stream = update.addStream(data: [UInt8](repeating: 65, count: 1000))
    let page = try update.page(at: 0)
    try update.editDictionary(page.reference) { $0["Rotate"] = .integer(90) }
    let output = try update.serialize()
    #expect(Array(output[..<file.bytes.count]) == file.bytes)
    let reread = try PDFDocument(output)
    #expect(reread.revisions.count == document.revisions.count + 1)
    #expect(reread.revisions.last?.kind == kind)
    #expect(reread.revisions.last?.trailer["XRefStm"] == nil)
    #expect(reread.revisions.last?.freedObjects == [])
    #expect(try reread.currentView.object(added) == .text("neu"))
    let read = try #require(try reread.currentView.object(stream).streamValue)
    #expect(try reread.currentView.data(of: read) == [UInt8](repeating: 65, count: 1000))
    #expect(try reread.currentView.page(at: 0).rotate == 90)
    #expect(try reread.view(at: 0).page(at: 0).rotate == 0)
    #expect(reread.deviations.isEmpty)
    if QPDF.isAvailable { #expect(try QPDF.complaint(output) == nil) }
  }

  @Test("updates stack: each one is a revision, old ones stay as they were")
  func stacks() throws {
    var bytes = TestFile.compressed().bytes
    for round in 1...5 {
      var update = try IncrementalUpdate(try PDFDocument(bytes))
      try update.setCatalogEntry("Round", .integer(round))
      bytes = try update.serialize()
    }
    let document = try PDFDocument(bytes)
    #expect(document.revisions.count == 6)
    for round in 1...5 { #expect(try document.view(at: round).catalog()["Round"] == .integer(round)) }
    if QPDF.isAvailable { #expect(try QPDF.complaint(bytes) == nil) }
  }

  @Test("a file without a final line feed gets one outside its old bytes")
  func finalLineFeed() throws {
    var file = TestFile.classic()
    file.bytes.removeLast()
    var update = try IncrementalUpdate(try file.open())
    update.add(.null)
    let output = try update.serialize()
    #expect(output[file.bytes.count] == 0x0A)
    #expect(try PDFDocument(output).revisions.count == 2)
  }

  @Test("the first identifier is kept, the second changes; a file without one gets none")
  func identifiers() throws {
    let document = try TestFile.classic().open()
    var update = try IncrementalUpdate(document)
    update.add(.integer(1))
    let ids = try #require(try PDFDocument(try update.serialize()).currentView.trailer["ID"]?.arrayValue)
    let old = try #require(document.currentView.trailer["ID"]?.arrayValue)
    #expect(ids[0] == old[0])
    #expect(ids[1] != old[1])
    var bare = try IncrementalUpdate(try TestFile.classic(id: false).open())
    bare.add(.integer(1))
    #expect(try PDFDocument(try bare.serialize()).currentView.trailer["ID"] == nil)
  }

  @Test("freed or foreign numbers and wrong generations are refused")
  func refusals() throws {
    var file = TestFile.classic()
    file.table(free: [4])
    let document = try file.open()
    let empty = try IncrementalUpdate(document)
    #expect(throws: PDFError(.updateRefused, "")) { try empty.serialize() }
    for reference in [PDFReference(4), PDFReference(3, 1), PDFReference(500)] {
      var update = try IncrementalUpdate(document)
      update.set(reference, .null)
      #expect(throws: PDFError(.updateRefused, "")) { try update.serialize() }
    }
  }

  @Test("the signature placeholder is exactly the gap of /ByteRange", arguments: [TestFile.classic(), .compressed()])
  func placeholder(_ file: TestFile) throws {
    let document = try file.open()
    var update = try IncrementalUpdate(document)
    let signature = update.allocate()
    update.setSignature(
      signature, dictionary: ["Type": .name("Sig"), "Filter": .name("Adobe.PPKLite")], capacity: 100)
    var prepared = try update.prepare()
    let place = try #require(prepared.placeholder)
    let covered = try prepared.signedChunks().flatMap { Array($0) }
    try prepared.fillContents([0xDE, 0xAD])
    #expect(try prepared.signedChunks().flatMap { Array($0) } == covered)
    let output = prepared.serialize()
    #expect(
      place.byteRange == [
        0, place.contents.lowerBound, place.contents.upperBound, output.count - place.contents.upperBound,
      ])
    #expect(output[place.contents.lowerBound] == 0x3C)
    #expect(output[place.contents.upperBound - 1] == 0x3E)
    #expect(place.contents.count == 202)
    #expect(covered == Array(output[..<place.contents.lowerBound]) + Array(output[place.contents.upperBound...]))
    let reread = try PDFDocument(output)
    let dictionary = try #require(try reread.currentView.object(signature).dictionaryValue)
    #expect(dictionary["ByteRange"] == .array(place.byteRange.map { .integer($0) }))
    #expect(dictionary["Contents"]?.stringValue?.bytes == [0xDE, 0xAD] + [UInt8](repeating: 0, count: 98))
    let layout = try #require(try reread.currentView.signatureLayout(of: signature))
    #expect(layout.contents == place.contents)
    #expect(layout.byteRange == place.byteRangeToken)
    if QPDF.isAvailable { #expect(try QPDF.complaint(output) == nil) }
  }

  @Test("a signature that does not fit is refused, one that just fits is not")
  func capacity() throws {
    var update = try IncrementalUpdate(try TestFile.classic().open())
    update.setSignature(update.allocate(), dictionary: ["Type": .name("Sig")], capacity: 4)
    var prepared = try update.prepare()
    #expect(throws: Never.self) { try prepared.fillContents([1, 2, 3, 4]) }
    #expect(throws: PDFError(.placeholderTooSmall, "")) { try prepared.fillContents([1, 2, 3, 4, 5]) }
    var plain = try IncrementalUpdate(try TestFile.classic().open())
    plain.add(.null)
    let none = try plain.prepare()
    #expect(throws: PDFError(.placeholderMissing, "")) { try none.signedChunks() }
  }
}
