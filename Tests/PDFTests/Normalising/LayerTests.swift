import Testing

@testable import PDF

/// Layers (ISO 32000-2 §8.11): what a reader shows stays, what it hides is gone from the file.
@Suite("layers of a normalised file")
struct LayerTests {
  private static let groups = "/OCGs[20 0 R 21 0 R]"

  /// Group 20 is shown and group 21 hidden, unless `configuration` says otherwise.
  static func file(
    _ content: String, configuration: String = "/OFF[21 0 R]", membership: String = "", page: String = "",
    group: String = "", _ more: @escaping (inout TestFile) -> Void = { _ in }
  ) -> TestFile {
    LooksTests.file(
      page: page, catalog: "/OCProperties<<\(groups)/D<<\(configuration)>>>>", content: content,
      resources: "/Properties<</A 20 0 R/B 21 0 R/M 22 0 R>>/XObject<</Form 23 0 R/Image 24 0 R>>/Pattern<</P 25 0 R>>"
    ) {
      $0.object(20, "<</Type/OCG/Name(shown)>>")
      $0.object(21, "<</Type/OCG/Name(hidden)\(group)>>")
      $0.object(22, "<</Type/OCMD\(membership)>>")
      let own = "/Resources<</Properties<</B 21 0 R>>>>"
      $0.stream(
        23, "/Type/XObject/Subtype/Form/BBox[0 0 50 50]\(own)",
        Array("/OC /B BDC 0 1 0 rg 0 0 50 50 re f (secret) Tj EMC 0 0 1 rg 0 0 9 9 re f".utf8))
      $0.stream(
        24, "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceRGB/BitsPerComponent 8/OC 21 0 R", [9, 200, 9])
      $0.stream(
        25, "/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 8 8]/XStep 8/YStep 8\(own)",
        Array("/OC /B BDC 0 1 0 rg 0 0 5 5 re f EMC 1 0 1 rg 5 5 3 3 re f".utf8))
      more(&$0)
    }
  }

  private static let hiddenText = "/OC /B BDC BT /F 14 Tf 60 30 Td (secret) Tj ET EMC"

  static let cases: [(String, TestFile)] = [
    ("text", file("/OC /A BDC BT /F 9 Tf 60 10 Td (plain) Tj ET EMC \(hiddenText)")),
    ("paths, with the clip they set", file("q /OC /B BDC 60 10 40 40 re W f EMC 0 0 1 rg 50 0 30 30 re f Q")),
    ("every way to paint", file("/OC /B BDC " + ["S", "s", "f", "F", "f*", "B", "B*", "b", "b*"].map { "60 10 m 99 10 l 99 50 l \($0)" }.joined(separator: " ") + " EMC")),
    ("text by lines", file("BT /F 9 Tf 11 TL 60 50 Td (one) Tj /OC /B BDC (secret) ' 1 2 (secret) \" EMC (two) ' ET")),
    ("a picture in a line", file("/OC /B BDC q 40 0 0 40 60 10 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \u{1} EI Q EMC 0 0 1 rg 120 10 9 9 re f")),
    ("a picture that is a layer", file("q 40 0 0 40 60 10 cm /Image Do Q 0 0 1 rg 120 10 9 9 re f")),
    ("a form with a layer inside", file("q 1 0 0 1 120 10 cm /Form Do Q")),
    ("a pattern with a layer inside", file("/Pattern cs /P scn 60 10 60 40 re f")),
    ("nested marks", file("/OC /B BDC /Span <</X 1>> BDC /OC /A BDC 60 10 9 9 re f EMC EMC 80 10 9 9 re f EMC 100 10 9 9 re f")),
    ("all on", file("/OC /M BDC 60 10 40 40 re f EMC", membership: "/OCGs[20 0 R 21 0 R]/P/AllOn")),
    ("any off", file("/OC /M BDC 60 10 40 40 re f EMC", membership: "/OCGs[20 0 R 21 0 R]/P/AnyOff")),
    ("all off", file("/OC /M BDC 60 10 40 40 re f EMC", membership: "/OCGs[20 0 R 21 0 R]/P/AllOff")),
    ("any on", file("/OC /M BDC 60 10 40 40 re f EMC", membership: "/OCGs[20 0 R 21 0 R]")),
    ("an expression", file("/OC /M BDC 60 10 40 40 re f EMC", membership: "/VE[/And 20 0 R[/Not 21 0 R]]")),
    ("an expression that is false", file("/OC /M BDC 60 10 40 40 re f EMC", membership: "/VE[/Or[/Not 20 0 R]21 0 R]")),
    ("all off at first", file("/OC /A BDC 60 10 9 9 re f EMC /OC /B BDC 80 10 9 9 re f EMC", configuration: "/BaseState/OFF/ON[20 0 R]")),
    ("for the printer only", file("/OC /B BDC 60 10 9 9 re f EMC", configuration: "/OFF[21 0 R]/AS[<</Event/Print/OCGs[21 0 R]/Category[/Print]>>]", group: "/Usage<</Print<</PrintState/ON>>>>")),
    (
      "an annotation",
      file("", page: "/Annots[<</Type/Annot/Subtype/Stamp/F 4/Rect[120 10 180 50]/OC 21 0 R/AP<</N 8 0 R>>>>]", LooksTests.appearance())
    ),
  ]

  @Test("what is hidden is gone, what is shown looks as before", arguments: cases)
  func same(_ name: String, _ file: TestFile) throws {
    let before = try Rendering.pages(file.bytes)
    let result = try DocumentRewriter.rewrite(try file.open())
    #expect(Rendering.difference(before, try Rendering.pages(result.bytes)) < 0.0005, "\(name)")
    #expect(try QPDF.complaint(result.bytes) == nil)
    #expect(result.removed.contains(.optionalContent))
    let document = try PDFDocument(result.bytes)
    var text = String(decoding: document.bytes, as: UTF8.self)
    for number in document.currentView.objectNumbers {
      guard let stream = try document.currentView.object(PDFReference(number)).streamValue else { continue }
      text += String(decoding: try document.currentView.data(of: stream), as: UTF8.self)
    }
    for word in ["secret", "/OCG", "/OCMD", "/OC ", "OCProperties"] { #expect(!text.contains(word), "\(name): \(word)") }
    #expect(try PreSignLinter.findings(in: document).filter { $0.code != .fontNotEmbedded } == [])
  }

  @Test("a hidden picture that nothing else draws leaves the file")
  func pruned() throws {
    let file = Self.file("q 40 0 0 40 60 10 cm /Image Do Q")
    let result = try DocumentRewriter.rewrite(try file.open())
    #expect(result.removed.contains(.hiddenLayers))
    #expect(!String(decoding: result.bytes, as: UTF8.self).contains("/Subtype/Image") && !String(decoding: result.bytes, as: UTF8.self).contains("/Subtype /Image"))
  }

  @Test("layers that are all shown lose nothing")
  func shown() throws {
    let result = try DocumentRewriter.rewrite(try Self.file("/OC /B BDC 60 10 9 9 re f EMC", configuration: "").open())
    #expect(result.removed.contains(.optionalContent) && !result.removed.contains(.hiddenLayers))
  }

  @Test(
    "where readers disagree what is shown, the file is refused with what to do",
    arguments: [
      file("BT /F 9 Tf 60 10 Td (a) Tj /OC /B BDC (b) Tj EMC (c) Tj ET"),
      file("BT 7 Tr /F 9 Tf 60 10 Td /OC /B BDC (b) Tj EMC ET 0 0 99 99 re f"),
      file(hiddenText, configuration: "/OFF[21 0 R]/ON[21 0 R]"),
      file(hiddenText, configuration: "/OFF[21 0 R]/AS[<</Event/View/OCGs[21 0 R]/Category[/View]>>]", group: "/Usage<</View<</ViewState/ON>>>>"),
      file(hiddenText, configuration: "/AS[<</Event/View/OCGs[21 0 R]/Category[/Zoom]>>]", group: "/Usage<</Zoom<</min 1>>>>"),
      file(hiddenText, configuration: "/OFF[21 0 R]", group: "/Intent/Design"),
      file("/OC /M BDC 0 0 9 9 re f EMC", configuration: "/OFF[22 0 R]", membership: "/OCGs 22 0 R"),
      file("/OC /M BDC 0 0 9 9 re f EMC", membership: "/VE[/Xor 20 0 R 21 0 R]"),
      file("q /Bare Do Q", page: "/Annots[<</Type/Annot/Subtype/Stamp/Rect[1 1 9 9]/AP<</N 9 0 R>>>>]") {
        $0.stream(9, "/Type/XObject/Subtype/Form/BBox[0 0 9 9]", Array("/Image Do".utf8))
      },
    ])
  func refused(_ file: TestFile) throws {
    let document = try file.open()
    let error = #expect(throws: PDFError(.contentUnsupported, "")) { try DocumentRewriter.rewrite(document) }
    #expect(error?.message.contains("rint") == true)
  }

  @Test("conditions that lead in a circle or grow without bound are refused")
  func bombs() throws {
    var circle = Self.file("/OC /M BDC 0 0 9 9 re f EMC", membership: "/VE 30 0 R") { $0.object(30, "[/Not 30 0 R]") }
    let looped = try circle.open()
    #expect(throws: PDFError(.limitExceeded, "")) { try DocumentRewriter.rewrite(looped) }
    circle = Self.file("/OC /M BDC 0 0 9 9 re f EMC", membership: "/VE 30 0 R") { file in
      for number in 30..<70 { file.object(number, "[/And \(number + 1) 0 R \(number + 1) 0 R]") }
      file.object(70, "[/And 20 0 R]")
    }
    let grown = try circle.open()
    #expect(throws: PDFError(.limitExceeded, "")) { try DocumentRewriter.rewrite(grown) }
  }
}
