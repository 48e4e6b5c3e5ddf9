import Testing

@testable import PDF

/// Normalising takes away what acts and what is hidden and leaves what is shown: poppler draws both files alike.
@Suite("looks of a normalised file")
struct LooksTests {
  /// A file with something on its page that is neither white nor symmetric.
  static func file(
    page: String = "", catalog: String = "", content: String = "", resources: String = "",
    _ more: (inout TestFile) -> Void = { _ in }
  ) -> TestFile {
    var file = TestFile()
    file.object(1, "<</Type/Catalog/Pages 2 0 R\(catalog)>>")
    file.object(2, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 200 100]>>")
    file.object(3, "<</Type/Page/Parent 2 0 R/Resources<</Font<</F 5 0 R>>\(resources)>>/Contents 4 0 R\(page)>>")
    let drawing = "1 0 0 rg 10 20 30 12 re f BT 0 g /F 14 Tf 60 70 Td (Contract) Tj ET \(content)"
    file.stream(4, "", Array(drawing.utf8))
    file.object(5, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    more(&file)
    file.table()
    return file
  }

  static let square = "0 0 1 rg 0 0 20 20 re f 1 1 0 rg 0 0 9 9 re f"

  static func appearance(_ extra: String = "", _ number: Int = 8) -> (inout TestFile) -> Void {
    { $0.stream(number, "/Type/XObject/Subtype/Form/BBox[0 0 20 20]\(extra)", Array(square.utf8)) }
  }

  private static let widget = "/Type/Annot/Subtype/Widget/T(f)/Rect[120 10 180 50]"

  /// Name, file, and what the file loses.
  static let cases: [(String, TestFile, Set<DocumentRewriter.Removal>)] = [
    ("a script at opening", file(catalog: "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"), [.openAction]),
    ("a view at opening", file(catalog: "/OpenAction[3 0 R/FitH 50]"), [.openAction]),
    ("scripts by name", file(catalog: "/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(1)>>]>>>>"), [.javaScript]),
    ("additional actions", file(page: "/AA<</O<</S/JavaScript/JS(1)>>>>", catalog: "/AA<</WC<</S/JavaScript/JS(1)>>>>"), [.additionalActions]),
    (
      "XFA beside a form with looks",
      file(page: "/Annots[<<\(widget)/FT/Tx/V(x)/AP<</N 8 0 R>>>>]", catalog: "/AcroForm<</Fields[]/XFA(<xdp/>)>>", appearance()),
      [.xfa, .annotations]
    ),
    (
      "a filled form", file(page: "/Annots[9 0 R]", catalog: "/AcroForm<</Fields[9 0 R]>>") {
        appearance()(&$0)
        $0.object(9, "<<\(widget)/FT/Tx/V(x)/F 4/AP<</N 8 0 R>>>>")
      }, [.formFields, .annotations]
    ),
    (
      "a turned look on a turned, cropped and scaled page",
      file(
        page: "/Rotate 90/CropBox[5 5 190 95]/UserUnit 1.5/Annots[<</Type/Annot/Subtype/Stamp/F 4/Rect[120 10 180 50]/AP<</N 8 0 R>>>>]",
        appearance("/Matrix[0 1 -1 0 0 0]")), [.annotations]
    ),
    (
      "check boxes in both states", file(page: "/Annots[9 0 R 10 0 R]", catalog: "/AcroForm<</Fields[9 0 R 10 0 R]>>") {
        appearance()(&$0)
        $0.object(9, "<<\(widget)/FT/Btn/AS/On/AP<</N<</On 8 0 R>>>>>>")
        $0.object(10, "<</Type/Annot/Subtype/Widget/T(g)/Rect[60 10 90 40]/FT/Btn/AS/Off/AP<</N<</On 8 0 R>>>>>>")
      }, [.formFields]
    ),
    ("a hidden annotation", file(page: "/Annots[<</Type/Annot/Subtype/Stamp/F 2/Rect[120 10 180 50]/AP<</N 8 0 R>>>>]", appearance()), [.annotations]),
    ("an attachment", file(catalog: "/Names<</EmbeddedFiles<</Names[(a)<</F(a)/EF<</F 8 0 R>>>>]>>>>", appearance()), [.embeddedFiles]),
    ("a shadow object", file(appearance("/X<<>>")), [.unreachableObjects]),
    (
      "a picture with another one for the printer",
      file(content: "q 50 0 0 40 130 40 cm /I Do Q", resources: "/XObject<</I 8 0 R>>") {
        let image = "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceRGB/BitsPerComponent 8"
        $0.stream(8, "\(image)/Alternates[<</Image 9 0 R/DefaultForPrinting true>>]", [200, 0, 90])
        $0.stream(9, image, [0, 200, 0])
      }, [.unreachableObjects]
    ),
    (
      "an older state", {
        var file = LooksTests.file()
        file.stream(4, "", Array("0 1 0 rg 100 20 30 12 re f".utf8))
        file.table()
        return file
      }(), [.history]
    ),
  ]

  @Test("scripts, actions, forms, attachments, history and dead objects go, and the page looks as before", arguments: cases)
  func same(_ name: String, _ file: TestFile, _ removed: Set<DocumentRewriter.Removal>) throws {
    let result = try DocumentRewriter.rewrite(try file.open())
    #expect(result.removed.isSuperset(of: removed), "\(name): \(result.removed)")
    let before = try Rendering.pages(file.bytes)
    #expect(!Rendering.isBlank(before))
    #expect(Rendering.difference(before, try Rendering.pages(result.bytes)) < 0.0005, "\(name)")
    #expect(try QPDF.complaint(result.bytes) == nil)
    let again = try PDFDocument(result.bytes)
    #expect(again.currentView.objectNumbers.count <= 12)
    #expect(try PreSignLinter.findings(in: again).filter { $0.code != .fontNotEmbedded } == [])
  }

  @Test("a difference is seen: without the annotation the page is another one")
  func counterproof() throws {
    let with = Self.file(page: "/Annots[<</Type/Annot/Subtype/Stamp/F 4/Rect[120 10 180 50]/AP<</N 8 0 R>>>>]", Self.appearance())
    #expect(Rendering.difference(try Rendering.pages(with.bytes), try Rendering.pages(Self.file().bytes)) > 0.01)
  }
}
