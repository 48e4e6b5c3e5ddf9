import Synchronization
import Testing

@testable import PDF

/// Filled fields that the file gives no look (ISO 32000-2 §12.7.4.3).
@Suite("fields without a look")
struct FieldLookTests {
  /// Notes what is to be drawn and draws a blue bar for it.
  private final class Drawer: Sendable {
    let asked = Mutex<[FieldText]>([])

    var draw: FieldTextDrawing {
      { (field) throws(PDFError) in
        self.asked.withLock { $0.append(field) }
        var file = TestFile()
        file.object(1, "<</Type/Catalog/Pages 2 0 R>>")
        file.object(2, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 \(Int(field.width)) \(Int(field.height))]>>")
        file.object(3, "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>>>")
        file.stream(4, "", Array("0 0 1 rg 0 0 \(Int(field.width)) 4 re f".utf8))
        file.table()
        return file.bytes
      }
    }
  }

  static func form(_ widget: String, form: String = "", appearance: String = "BT (x) Tj ET") -> TestFile {
    LooksTests.file(page: "/Annots[9 0 R]", catalog: "/AcroForm<</Fields[9 0 R]/DA(/F 0 Tf 0 g)\(form)>>") {
      $0.object(9, "<</Type/Annot/Subtype/Widget/T(f)/Rect[60 10 160 30]\(widget)>>")
      $0.stream(8, "/Type/XObject/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</F 5 0 R>>>>", Array(appearance.utf8))
    }
  }

  private func asked(_ file: TestFile) throws -> ([FieldText], DocumentRewriter.Result) {
    let drawer = Drawer()
    let result = try DocumentRewriter.rewrite(try file.open(), drawing: drawer.draw)
    #expect(try QPDF.complaint(result.bytes) == nil)
    return (drawer.asked.withLock { $0 }, result)
  }

  @Test("the text is drawn as value, default appearance and flags say")
  func text() throws {
    let (fields, result) = try asked(Self.form("/FT/Tx/V(Hello)/DA(/F 11 Tf 1 0 0 rg)/Q 2/Ff 4096"))
    let field = try #require(fields.first)
    #expect(field.text == "Hello" && field.size == 11 && field.alignment == .right && field.isMultiline)
    #expect((field.red, field.green, field.blue) == (1, 0, 0))
    #expect(field.width == 100 && field.height == 20 && field.cellCount == nil)
    #expect(result.removed.contains(.fieldsWithoutLook))
    let (others, _) = try asked(Self.form("/FT/Tx/V(123)/Ff 16777216/MaxLen 8", form: "/Q 1"))
    #expect(others.first?.cellCount == 8 && others.first?.size == 0 && others.first?.alignment == .center)
  }

  @Test("a choice shows what it displays, not what it exports")
  func choice() throws {
    let (fields, _) = try asked(Self.form("/FT/Ch/Ff 131072/V(x)/Opt[[(x)(Display)](y)]"))
    #expect(fields.map(\.text) == ["Display"])
  }

  @Test("the picture stands in the field, upright as the field is", arguments: [0, 90, 180, 270])
  func place(_ turn: Int) throws {
    let (fields, result) = try asked(Self.form("/FT/Tx/V(x)/MK<</R \(turn)>>"))
    #expect(fields.map(\.width) == [turn % 180 == 0 ? 100 : 20])
    let drawn = try Rendering.pages(result.bytes)
    let bar =
      switch turn {
      case 90: "156 10 4 20"
      case 180: "60 26 100 4"
      case 270: "60 10 4 20"
      default: "60 10 100 4"
      }
    let expected = LooksTests.file(content: "0 0 1 rg \(bar) re f")
    #expect(Rendering.difference(drawn, try Rendering.pages(expected.bytes)) < 0.0005)
  }

  @Test("a form that asks for new looks gets them where the old ones are not the value")
  func outdated() throws {
    let needs = "/NeedAppearances true"
    let old = "/FT/Tx/V(Hello you)/AP<</N 8 0 R>>"
    #expect(try asked(Self.form(old, form: needs, appearance: "BT /F 9 Tf (Bye) Tj ET")).0.map(\.text) == ["Hello you"])
    #expect(try asked(Self.form(old, form: needs, appearance: "BT /F 9 Tf [(Hel) 20 (lo)] TJ (you) ' ET")).0.isEmpty)
    #expect(try asked(Self.form(old, appearance: "BT /F 9 Tf (Bye) Tj ET")).0.isEmpty)
    let (fields, result) = try asked(Self.form("/FT/Tx/AP<</N 8 0 R>>", form: needs, appearance: "BT /F 9 Tf (Bye) Tj ET"))
    #expect(fields.isEmpty && !String(decoding: result.bytes, as: UTF8.self).contains("Bye"))
  }

  @Test("a checked box without a look gets its mark, an empty one none", arguments: ["4", "8", "l", "n", "u"])
  func boxes(_ mark: String) throws {
    let plain = try Rendering.pages(LooksTests.file().bytes)
    func drawn(_ widget: String) throws -> [[UInt8]] {
      try Rendering.pages(try asked(Self.form("/FT/Btn/MK<</CA(\(mark))>>\(widget)")).1.bytes)
    }
    #expect(Rendering.difference(plain, try drawn("/V/Yes/AS/Yes")) > 0.001)
    #expect(Rendering.difference(plain, try drawn("/V/Yes")) > 0.001)
    #expect(Rendering.difference(plain, try drawn("/V/Off/AS/Off")) == 0)
    #expect(Rendering.difference(plain, try drawn("/Ff 65536")) == 0)
  }

  @Test("ground and border are drawn")
  func ground() throws {
    let result = try asked(Self.form("/FT/Tx/MK<</BG[1 1 0]/BC[0 0 1]>>/BS<</W 2>>")).1
    let expected = LooksTests.file(content: "1 1 0 rg 60 10 100 20 re f 0 0 1 RG 2 w 61 11 98 18 re S")
    #expect(Rendering.difference(try Rendering.pages(result.bytes), try Rendering.pages(expected.bytes)) < 0.0005)
  }

  @Test(
    "what cannot be drawn for all readers is refused with what to do",
    arguments: ["/FT/Tx/Ff 8192/V(secret)", "/FT/Ch/V(x)/Opt[(x)(y)]"])
  func refused(_ widget: String) throws {
    let document = try Self.form(widget).open()
    let drawing = Drawer().draw
    let error = #expect(throws: PDFError(.contentUnsupported, "")) {
      try DocumentRewriter.rewrite(document, drawing: drawing)
    }
    #expect(error?.message.contains("rint the form") == true)
  }
}
