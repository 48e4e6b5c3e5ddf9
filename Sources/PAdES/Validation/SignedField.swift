internal import PDF

/// A signature field as validation needs it: the field, its signature dictionary, and what that dictionary is for.
struct SignedField {
  let field: PDFFormField
  /// The resolved `/V`.
  let signature: PDFDictionary

  var name: String { field.name }
  var subFilter: PDFName? { signature["SubFilter"]?.nameValue }
  /// A document time stamp by sub-filter; some producers leave out or mistype `/Type` (L5).
  var isTimeStamp: Bool { subFilter == "ETSI.RFC3161" || signature.isType("DocTimeStamp") }

  /// `nil` when the field is no signature field or is still empty.
  init?(_ field: PDFFormField, in view: PDFView) throws(PDFError) {
    guard field.isSignature, let value = field.value, let signature = try view.resolve(value).dictionaryValue else {
      return nil
    }
    self.field = field
    self.signature = signature
  }
}
