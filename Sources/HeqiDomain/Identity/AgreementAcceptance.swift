/// Proof that a person read and confirmed the user agreement (F-008, E-16): which text, when, from where.
package struct AgreementAcceptance: Equatable, Sendable {
  package let accountID: ID<Account>
  /// Version as printed at its head, such as `2026-11`.
  package let version: String
  /// SHA-256 of the text as it was shown, UTF-8.
  package let textDigest: Digest
  package let language: Language
  package let at: Instant
  package let scene: Scene

  package init(
    accountID: ID<Account>, version: String, textDigest: Digest, language: Language, at: Instant, scene: Scene
  ) {
    self.accountID = accountID
    self.version = version
    self.textDigest = textDigest
    self.language = language
    self.at = at
    self.scene = scene
  }
}
