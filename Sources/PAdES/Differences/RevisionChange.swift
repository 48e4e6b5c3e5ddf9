/// One understood difference between a revision and the one before it (A7).
struct RevisionChange: Equatable, Sendable {
  /// What kind of place it concerns; permissions treat some kinds differently.
  enum Place: Equatable, Sendable {
    case other
    /// The value or look of a field that is not a signature.
    case entry
    /// A new signature field that can be seen.
    case newVisibleField
    /// A certification signature that came after other signatures.
    case certification
  }
  /// How strong a permission the change needs.
  let level: SignatureReport.Changes
  /// Fully qualified name of the field concerned, if one is.
  let field: String?
  let place: Place
  /// What changed, in words for the report.
  let text: String

  init(_ level: SignatureReport.Changes, _ text: String, field: String? = nil, place: Place = .other) {
    self.level = level
    self.text = text
    self.field = field
    self.place = place
  }
}
