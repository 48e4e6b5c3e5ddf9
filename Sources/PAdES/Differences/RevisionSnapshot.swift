internal import PDF

/// What a comparison needs to know of one revision, worked out once and shared by all signatures of the file.
struct RevisionSnapshot {
  let view: PDFView
  let catalog: PDFDictionary
  let fields: [PDFFormField]

  init(_ view: PDFView) throws(PDFError) {
    self.view = view
    catalog = try view.catalog()
    fields = try view.formFields()
  }
}
