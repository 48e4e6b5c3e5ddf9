/// One understood difference between a revision and the one before it (A7).
struct RevisionChange: Equatable, Sendable {
  /// How strong a permission the change needs.
  let level: SignatureReport.Changes
  /// Fully qualified name of the field concerned, if one is.
  let field: String?
  /// What changed, in words for the report.
  let text: String

  init(_ level: SignatureReport.Changes, _ text: String, field: String? = nil) {
    self.level = level
    self.text = text
    self.field = field
  }
}
