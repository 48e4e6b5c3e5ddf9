import Testing

@testable import PDF

@Suite struct PreSignLinterTests {
  func codes(_ file: TestFile) throws -> Set<LintFinding.Code> {
    Set(try PreSignLinter.findings(in: try file.open()).map(\.code))
  }

  @Test("a plain file has no findings", arguments: [TestFile.classic(), .compressed(), .hybrid()])
  func plain(_ file: TestFile) throws { #expect(try PreSignLinter.findings(in: try file.open()) == []) }

  @Test(
    "hazards in the catalog are named",
    arguments: [
      ("/OpenAction<</S/GoTo>>", LintFinding.Code.openAction), ("/AA<<>>", .additionalActions),
      ("/Names<</JavaScript<<>>>>", .javaScript),
      ("/AcroForm<</Fields[]/XFA[]>>", .xfa), ("/Names<</EmbeddedFiles<<>>>>", .embeddedFile),
      ("/OCProperties<<>>", .optionalContent),
      ("/X<</S/Launch>>", .unsafeAction),
    ])
  func hazards(_ catalog: String, _ code: LintFinding.Code) throws {
    #expect(try codes(.classic(catalog: catalog)) == [code])
  }

  @Test("history, shadow objects and second definitions are named")
  func shadows() throws {
    var history = TestFile.classic()
    history.table()
    #expect(try codes(history) == [.incrementalHistory])
    var shadow = TestFile()
    shadow.onePage()
    shadow.object(9, "<</Type/Page>>")
    shadow.table()
    #expect(try codes(shadow) == [.unreachableObject])
    var twice = TestFile()
    twice.raw("4 0 obj (evil) endobj\n")
    twice.onePage()
    twice.table()
    #expect(try codes(twice) == [.duplicateObject])
  }

  @Test(
    "pictures over text and fonts from elsewhere are named",
    arguments: [
      (
        "BT /F 9 Tf (a) Tj ET q 200 0 0 50 0 0 cm /I Do Q", Set<LintFinding.Code>([.coveringPicture, .fontNotEmbedded])
      ),
      ("q 200 0 0 50 0 0 cm /I Do Q BT (a) Tj ET", []), ("BT (a) Tj ET q 20 0 0 50 0 0 cm /I Do Q", []),
      ("BT (a) Tj ET q 200 0 0 100 0 0 cm BI /W 1 /H 1 ID \u{1} EI Q", [.coveringPicture]),
      ("(open", [.unreadableContent]),
    ] as [(String, Set<LintFinding.Code>)])
  func pages(_ content: String, _ expected: Set<LintFinding.Code>) throws {
    var file = TestFile()
    file.object(1, "<</Type/Catalog/Pages 2 0 R>>")
    file.object(2, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 200 100]>>")
    file.object(3, "<</Type/Page/Parent 2 0 R/Resources<</Font<</F 6 0 R>>/XObject<</I 5 0 R>>>>/Contents 4 0 R>>")
    file.stream(4, "", Array(content.utf8))
    file.stream(5, "/Type/XObject/Subtype/Image/Width 1/Height 1", [0])
    file.object(6, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    file.table()
    #expect(try codes(file) == expected)
  }

  @Test(
    "fields that show something else than their value are named",
    arguments: [
      ("/FT/Tx/V(x)/AP<</N 6 0 R>>", Set<LintFinding.Code>([.fillableForm])),
      ("/FT/Tx/V()/AP<</N 6 0 R>>", [.fillableForm, .appearanceMismatch]),
      ("/FT/Tx/V(x)", [.fillableForm, .appearanceMismatch, .unreachableObject]),
      ("/FT/Sig/V 6 0 R", [.signed]),
    ] as [(String, Set<LintFinding.Code>)])
  func fields(_ widget: String, _ expected: Set<LintFinding.Code>) throws {
    #expect(try codes(DocumentRewriterTests.form(widget)) == expected)
  }
}
