import Testing

@testable import PDF

@Suite struct FieldTests {
  /// Adds a field to the file and opens the result.
  func signed(_ file: TestFile, _ change: (inout IncrementalUpdate) throws -> Void) throws -> PDFDocument {
    var update = try IncrementalUpdate(try file.open())
    try change(&update)
    let output = try update.serialize()
    if QPDF.isAvailable { #expect(try QPDF.complaint(output) == nil) }
    return try PDFDocument(output)
  }

  @Test(
    "a field is found under its name, on its page, in every legal shape of form and annotation list",
    arguments: [
      ("", "", ""), ("/Annots[]", "", ""), ("/Annots 8 0 R", "", "8 [9 0 R]"), ("/Annots null", "/AcroForm<<>>", ""),
      ("", "/AcroForm<</Fields[]>>", ""), ("", "/AcroForm 8 0 R", "8 <</Fields[]>>"),
      ("", "/AcroForm 8 0 R", "8 <</Fields 9 0 R>>"),
      ("", "/AcroForm<</Fields 9 0 R/NeedAppearances true/DA(x)>>", ""),
    ])
  func shapes(_ page: String, _ catalog: String, _ extra: String) throws {
    var file = TestFile()
    file.onePage(page: page, catalog: catalog)
    if let number = Int(extra.prefix(1)) { file.object(number, String(extra.dropFirst(2))) }
    if page.contains("8 0 R") { file.object(9, "<</Type/Annot/Subtype/Text/Rect[0 0 9 9]>>") }
    if (catalog + extra).contains("Fields 9 0 R") { file.object(9, "[]") }
    file.table()
    let document = try signed(file) { update in
      let page = try update.page(at: 0)
      try update.addSignatureField(
        name: "PartyA", page: page, rect: PDFRectangle(10, 10, 60, 40), lock: PDFFieldLock(.include, fields: ["PartyA"])
      )
    }
    let view = document.currentView
    let fields = try view.signatureFields()
    #expect(fields.map(\.name) == ["PartyA"])
    let field = try #require(fields.first)
    #expect(field.widgets == [try #require(field.reference)])
    #expect(field.lock == PDFFieldLock(.include, fields: ["PartyA"]))
    #expect(field.dictionary["F"] == .integer(132))
    let annotations = try #require(try view.array("Annots", of: try view.page(at: 0).dictionary))
    #expect(annotations.last?.referenceValue == field.reference)
    let form = try #require(try view.form())
    #expect(form["SigFlags"] == .integer(3))
    #expect(form["NeedAppearances"] == nil)
    if catalog.contains("/DA") { #expect(form["DA"] != nil) }
  }

  @Test("names with periods build one tree; its leaves are told apart")
  func hierarchy() throws {
    let document = try signed(.compressed()) { update in
      let page = try update.page(at: 0)
      let rect = PDFRectangle(0, 0, 20, 20)
      try update.addSignatureField(name: "A.Signature", page: page, rect: rect)
      try update.addSealPlace(name: "A.Seal1", page: page, rect: rect)
      try update.addTextPlace(name: "A.Date", page: page, rect: rect)
      try update.addSignatureField(name: "B", page: page, rect: .zero)
    }
    let fields = try document.currentView.formFields()
    #expect(Set(fields.map(\.name)) == ["A.Signature", "A.Seal1", "A.Date", "B"])
    #expect(fields.filter(\.isReadOnly).map(\.kind) == [.button, .text])
    #expect(try document.currentView.array("Fields", of: try #require(try document.currentView.form()))?.count == 2)
  }

  @Test(
    "bad and taken names are refused",
    arguments: [
      ("", PDFError.Code.fieldNameInvalid), ("a..b", .fieldNameInvalid), (".a", .fieldNameInvalid),
      ("A", .fieldNameTaken),
      ("A.B", .fieldNameTaken),
    ])
  func names(_ name: String, _ code: PDFError.Code) throws {
    var update = try IncrementalUpdate(try TestFile.classic().open())
    let page = try update.page(at: 0)
    try update.addSignatureField(name: "A", page: page, rect: .zero)
    #expect(throws: PDFError(code, "")) { try update.addSignatureField(name: name, page: page, rect: .zero) }
  }

  @Test("an annotation list shared by two pages is copied before signing and refused after it")
  func sharedAnnotations() throws {
    var file = TestFile()
    file.object(1, "<</Type/Catalog/Pages 2 0 R>>")
    file.object(2, "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 9 9]>>")
    file.object(3, "<</Type/Page/Parent 2 0 R/Annots 5 0 R>>")
    file.object(4, "<</Type/Page/Parent 2 0 R/Annots 5 0 R>>")
    file.object(5, "[]")
    file.table()
    let document = try signed(file) { update in
      let page = try update.page(at: 1)
      try update.addSignatureField(name: "A", page: page, rect: .zero)
    }
    let pages = try document.currentView.pages()
    #expect(try document.currentView.array("Annots", of: pages[0].dictionary)?.isEmpty == true)
    #expect(try document.currentView.array("Annots", of: pages[1].dictionary)?.count == 1)

    var first = try IncrementalUpdate(try file.open())
    first.memo.hasSignatures = true
    let page = try first.page(at: 0)
    #expect(throws: PDFError(.updateRefused, "")) { try first.addSignatureField(name: "B", page: page, rect: .zero) }
  }

  @Test("signing an existing field touches nothing but the field and the signature")
  func minimal() throws {
    let prepared = try signed(.classic()) { update in
      let page = try update.page(at: 0)
      try update.addSignatureField(name: "A", page: page, rect: PDFRectangle(0, 0, 9, 9))
    }
    var update = try IncrementalUpdate(prepared)
    let field = try #require(try update.formField(named: "A")?.reference)
    let signature = update.allocate()
    update.setSignature(signature, dictionary: ["Type": .name("Sig")], capacity: 10)
    try update.setFieldValue(field, .reference(signature))
    try update.ensureForm()
    #expect(update.changedObjects == [field.number, signature.number].sorted())
    let signed = try PDFDocument(try update.serialize())
    #expect(signed.revisions.last?.changedObjects == update.changedObjects)
    #expect(try signed.currentView.formField(named: "A")?.valueReference == signature)
  }

  @Test("certification is declared once")
  func certification() throws {
    var update = try IncrementalUpdate(try TestFile.classic().open())
    let signature = update.add(.dictionary(["Type": .name("Sig")]))
    try update.setCertification(signature)
    #expect(throws: PDFError(.updateRefused, "")) { try update.setCertification(signature) }
    let view = try PDFDocument(try update.serialize()).currentView
    #expect(try view.dictionary("Perms", of: view.catalog())?["DocMDP"] == .reference(signature))
  }

  @Test(
    "a lock covers names and their children, never a longer name",
    arguments: [
      (PDFFieldLock.Action.all, "Sig10", true), (.include, "Sig1", true), (.include, "Sig1.x", true),
      (.include, "Sig10", false),
      (.exclude, "Sig1", false), (.exclude, "Sig1.x", false), (.exclude, "Sig10", true),
    ])
  func locks(_ action: PDFFieldLock.Action, _ name: String, _ expected: Bool) {
    #expect(PDFFieldLock(action, fields: ["Sig1"]).covers(name) == expected)
  }

  @Test(
    "field trees that loop or are no trees are refused",
    arguments: [
      "/AcroForm<</Fields[8 0 R 8 0 R]>>", "/AcroForm<</Fields[9 0 R]>>", "/AcroForm<</Fields[(x)]>>",
    ])
  func loops(_ catalog: String) throws {
    var file = TestFile()
    file.onePage(catalog: catalog)
    file.object(8, "<</T(a)/FT/Sig>>")
    file.object(9, "<</T(b)/Kids[9 0 R]>>")
    file.table()
    let view = try file.open().currentView
    #expect(throws: PDFError(.formInvalid, "")) { try view.formFields() }
  }
}
