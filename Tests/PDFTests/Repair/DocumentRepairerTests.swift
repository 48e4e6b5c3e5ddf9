import Testing

@testable import PDF

/// Honest but broken files become new sound ones; nothing signed or secret is ever touched (R11).
@Suite struct DocumentRepairerTests {
  typealias Repair = DocumentRepairer.Repair

  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let repairs: Set<Repair>
    let bytes: [UInt8]

    init(_ name: String, _ repairs: Set<Repair>, _ build: (inout TestFile) -> Void) {
      testDescription = name
      self.repairs = repairs
      var file = TestFile()
      build(&file)
      bytes = file.bytes
    }
  }

  /// One page, its table, and `text` in the place of another.
  private static func edited(_ old: String, _ new: String) -> (inout TestFile) -> Void {
    return { file in
      file.onePage()
      file.table()
      let bytes = file.bytes
      let (old, new) = (Array(old.utf8), Array(new.utf8))
      guard let start = (0...(bytes.count - old.count)).last(where: { Array(bytes[$0..<($0 + old.count)]) == old }) else {
        preconditionFailure("the file has no \(old)")
      }
      file.bytes = Array(bytes[..<start]) + new + Array(bytes[(start + old.count)...])
    }
  }

  private static func wrapped(before: String = "", after: String = "") -> (inout TestFile) -> Void {
    return { file in
      file.onePage()
      file.table()
      file.bytes = Array(before.utf8) + file.bytes + Array(after.utf8)
    }
  }

  static let cases: [Case] = [
    Case("junk before the header, offsets from the header", [.strayBytes], wrapped(before: "HTTP/1.1 200 OK\r\n\r\n")),
    Case("junk behind the end", [.strayBytes], wrapped(after: "<html>not found</html>")),
    Case("junk before the header, offsets from the file's start", [.crossReference]) {
      $0.bytes = Array("mail\n".utf8) + $0.bytes
      $0.onePage()
      $0.table()
    },
    Case("startxref astray", [.crossReference], edited("startxref\n", "startxref\n1")),
    Case("no %%EOF", [.crossReference], edited("%%EOF\n", "")),
    Case("no trailer Size", [.crossReference], edited("/Size 5", "")),
    Case("no trailer at all", [.crossReference], edited("trailer", "trialer")),
    Case("no Root", [.crossReference], edited("trailer\n<</Root 1 0 R", "trailer\n<<")),
    Case("wrong offsets", [.crossReference], edited("0000000019", "0000000099")),
    Case("a line too many shifts all offsets", [.crossReference], edited("1 0 obj", "\n\n1 0 obj")),
    Case("endobj missing", [.crossReference, .objectEnd], edited(">>\nendobj\n2 0 obj", ">>\n2 0 obj")),
    Case("Length too long", [.crossReference, .streamLength], edited("/Length 14", "/Length 99")),
    Case("Length too short", [.crossReference, .streamLength], edited("/Length 14", "/Length 3")),
    Case("Length absent", [.crossReference, .streamLength], edited("/Length 14", "")),
    Case("Length leads nowhere", [.crossReference, .streamLength], edited("/Length 14", "/Length 99 0 R")),
    Case("a space behind stream", [.crossReference, .streamLength], edited("stream\n0 0", "stream \n0 0")),
    Case("CR only", [.crossReference, .streamLength]) {
      $0.onePage()
      $0.table()
      $0.bytes = $0.bytes.map { $0 == 0x0A ? 0x0D : $0 }
    },
    Case("a name with a stray #", [.crossReference, .nameEscape], edited("/Type/Catalog", "/Type/Catalog/A#B 1")),
    Case("no MediaBox", [.crossReference, .mediaBox], edited("/MediaBox[0 0 200 100]", "")),
    Case("a kid that is nothing", [.crossReference, .pageTree], edited("/Kids[3 0 R]", "/Kids[9 0 R 3 0 R]")),
    Case("a tree in a circle", [.crossReference, .pageTree], edited("/Kids[3 0 R]", "/Kids[3 0 R 2 0 R]")),
    Case("no tree", [.crossReference, .pageTree], edited("/Pages 2 0 R", "/Pages 9 0 R")),
    Case("a slanted page", [.crossReference, .pageTree], edited("/MediaBox", "/Rotate 45/MediaBox")),
    Case("cut off behind the objects", [.crossReference]) { $0.onePage() },
  ]

  @Test("what is broken is named, and the copy is sound and shows the same page", arguments: cases)
  func repairs(_ item: Case) throws {
    let result = try DocumentRepairer.open(item.bytes)
    #expect(result.repairs == item.repairs)
    let document = result.document
    #expect(document.deviations.isEmpty)
    try document.checkSoundness()
    let pages = try document.currentView.pages()
    #expect(pages.count == 1)
    #expect(try document.currentView.contentData(of: pages[0]) == Array("0 0 10 10 re f".utf8))
    let box = item.repairs.contains(.mediaBox) ? PageTreeMender.defaultBox : PDFRectangle(0, 0, 200, 100)
    #expect(pages[0].mediaBox == box)
    let clean = try DocumentRewriter.rewrite(document).bytes
    #expect(try QPDF.complaint(clean) == nil)
    #expect(throws: Never.self) { try IncrementalUpdate(PDFDocument(clean)) }
  }

  @Test("a sound file is opened as it is, deviations and all")
  func sound() throws {
    for file in [TestFile.classic(), .compressed(), .hybrid()] {
      let result = try DocumentRepairer.open(file.bytes)
      #expect(result.repairs.isEmpty)
      #expect(result.document.bytes == file.bytes)
    }
  }

  @Test("objects in object streams are found again, and what stands later counts")
  func objectStreams() throws {
    var file = TestFile.compressed()
    file.object(3, "<</Type/Page/Parent 2 0 R/Resources<<>>/Contents 4 0 R/Rotate 90>>")
    file.raw("startxref\n7\n%%EOF\n")
    let result = try DocumentRepairer.open(file.bytes)
    #expect(try result.document.currentView.page(at: 0).rotate == 90)
  }

  @Test("a page named twice becomes two pages")
  func twice() throws {
    var file = TestFile()
    Self.edited("/Kids[3 0 R]", "/Kids[3 0 R 3 0 R]")(&file)
    let pages = try DocumentRepairer.open(file.bytes).document.currentView.pages()
    #expect(pages.count == 2)
    #expect(pages[0].reference != pages[1].reference)
  }

  @Test(
    "signatures are never repaired, wherever they stand",
    arguments: [
      "<</Type/Sig/ByteRange[0 1 2 3]/Contents<00>>>", "<</ByteRange [0 1 2 3]>>", "null %/ByteRange",
    ])
  func signed(_ value: String) throws {
    var file = TestFile()
    file.onePage()
    file.object(5, value)
    #expect(throws: PDFError(.signaturesPresent, "")) { try DocumentRepairer.open(file.bytes) }
  }

  @Test("a signature dictionary hidden in an object stream is found too")
  func hiddenSignature() throws {
    var file = TestFile()
    file.onePage()
    let body = Array("6 0 <</ByteRange[0 1 2 3]>>".utf8)
    file.stream(5, "/Type/ObjStm/N 1/First 4/Filter/FlateDecode", Flate.deflate(body))
    #expect(throws: PDFError(.signaturesPresent, "")) { try DocumentRepairer.open(file.bytes) }
  }

  @Test(
    "what cannot be made whole is refused with both reasons",
    arguments: [
      ("trailer\n<</Root 1 0 R/Encrypt<</V 1>>/Size 5>>\n", PDFError.Code.encryptionUnsupported),
      ("4 0 obj\n<</Length 3>>\nstream\nabc", .endMarkerMissing), ("1 0 obj\n<<\nendobj\n", .endMarkerMissing),
    ])
  func refusals(_ tail: String, _ code: PDFError.Code) throws {
    var file = TestFile()
    file.onePage()
    file.raw(tail)
    do {
      _ = try DocumentRepairer.open(file.bytes)
      Issue.record("it was opened")
    } catch {
      #expect(error.code == code)
      #expect(error.message.count > 40)
    }
  }

  @Test("limits and secrets are not damage")
  func limits() throws {
    #expect(throws: PDFError(.headerMissing, "")) { try DocumentRepairer.open(Array("hello".utf8)) }
    var limits = PDFLimits.standard
    limits.depthMax = 3
    var file = TestFile()
    file.onePage(catalog: "/A[[[[[]]]]]")
    file.table()
    #expect(throws: PDFError(.depthExceeded, "")) { try DocumentRepairer.open(file.bytes, limits: limits) }
  }

  @Test("verification and signing never repair")
  func strictness() throws {
    for item in Self.cases where item.testDescription != "junk behind the end" {
      let isRead = (try? PDFDocument(item.bytes)).map { (try? $0.checkReadability()) != nil } ?? false
      #expect(!isRead, "\(item.testDescription)")
    }
  }

  @Test("an object with more values than memory should hold is refused")
  func values() throws {
    var limits = PDFLimits.standard
    limits.objectValuesMax = 10
    var parser = ObjectParser(Array("[1 2 3 [4 5] 6 7 8 9 10]".utf8), limits: limits)
    #expect(throws: PDFError(.limitExceeded, "")) { try parser.object() }
    var smaller = ObjectParser(Array("[1 2 3 [4 5] 6 7 8]".utf8), limits: limits)
    #expect(throws: Never.self) { try smaller.object() }
  }

  @Test("new objects take numbers that nothing refers to, so that dangling references stay null")
  func dangling() throws {
    var file = TestFile()
    file.onePage(catalog: "/Gone[8 0 R]")
    file.table()
    let document = try file.open()
    var update = try IncrementalUpdate(document)
    update.skipNumbers(through: try document.checkSoundness())
    #expect(update.allocate() == PDFReference(9))
  }

  @Test("a space before the section and an entry without a place that nothing needs do not stop a signature")
  func harmless() throws {
    var spaced = TestFile()
    Self.edited("\nxref\n", "\n \nxref\n")(&spaced)
    #expect(try spaced.open().deviations.map(\.kind) == [.startMarkerBeforeSpace])
    #expect(throws: Never.self) { try IncrementalUpdate(try spaced.open()) }
    for (page, isNeeded) in [("", false), ("/Metadata 5 0 R", true)] {
      var file = TestFile()
      file.onePage(page: page)
      file.offsets.append((5, 0, 0))
      file.size = 6
      file.table()
      let document = try file.open()
      #expect(document.deviations.map(\.kind) == [.offsetZero])
      #expect(((try? IncrementalUpdate(document)) == nil) == isNeeded)
    }
  }
}
