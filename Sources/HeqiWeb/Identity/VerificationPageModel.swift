/// Identity verification: what to hand in, where it stands, what was checked (F-009 to F-028).
struct VerificationPage: PageModel {
  static let template = "identity/verification"
  let tabs: [PageTab]
  let form: FormFields
  let lead: String
  let status: String
  let statusKind: String
  let steps: [Step]
  let correction: String?
  let isWaiting: Bool
  let waitingTitle: String
  let waitingText: String
  let canRequestReview: Bool
  let certificate: CertificateFacts?
  let showForm: Bool
  let cardImages: [ImageField]
  let faceImage: ImageField
  let consentFace: Bool
  let consentShow: Bool
  let submitLabel: String
  let checks: [Check]
  let log: [LogEntry]

  struct Step: Sendable {
    let label: String
    let isDone: Bool
    let isCurrent: Bool
  }

  struct ImageField: Sendable {
    let id: String
    let label: String
    let guide: String
    let isStored: Bool
    let stored: String
    let problem: String?
  }

  struct Check: Sendable {
    let label: String
    let state: String
    let kind: String
  }

  struct CertificateFacts: Sendable {
    let subject: String
    let issuer: String
    let serial: String
    let validity: String
    let statement: String?
  }

  func title(_ texts: LocaleTexts) -> String { texts("verification.title") }
}
