/// What an update remembers about the form, so that adding many fields stays linear.
struct FormMemo: Sendable {
  /// Fully qualified names in use, terminal and not; nil until asked for.
  var names: Set<String>?
  /// Whether a signature field has a value; nil until asked for.
  var hasSignatures: Bool?
  /// `/Annots` arrays that more than one page uses; nil until asked for.
  var sharedAnnotations: Set<PDFReference>?
}
