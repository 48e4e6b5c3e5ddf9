/// The public verification page (F-092).
struct VerifyPage: PageModel {
  static let template = "verification/verify"
  let form: FormFields
  let result: Result?

  /// What was found out about one file; the file itself is gone already.
  struct Result: Sendable {
    /// `ok`, `bad`, `open` or `none`.
    let kind: String
    /// The verdict's stable word, such as `valid`.
    let verdict: String
    let icon: String
    let headline: String
    let explanation: String
    let fileName: String
    let size: String
    let hash: String
    let hashShort: String
    let knownKind: String
    let knownState: String
    let known: String
    let signatures: [Signature]
    let hasRemarks: Bool
    let remarks: [String]
  }

  struct Signature: Sendable {
    let number: String
    let indication: String
    let who: String
    let state: String
    let stateKind: String
    let sentence: String
    let checks: [Check]
    let facts: [FactRow]
    let hasFindings: Bool
    let findings: [String]
  }

  struct Check: Sendable {
    /// `good`, `bad` or `open`.
    let kind: String
    let icon: String
    let text: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("verify.title") }
}
