/// Landing page: one sentence, the verification box, the way in.
struct LandingPage: PageModel {
  static let template = "shell/landing"
  let isSignedIn: Bool

  func title(_ texts: LocaleTexts) -> String { texts("landing.title") }
}

/// A legal document shown alone.
struct DocumentPage: PageModel {
  static let template = "shell/document"
  let heading: String
  let version: String
  let sections: [LegalDocument.Section]

  init(_ document: LegalDocument, texts: LocaleTexts) {
    heading = document.title
    version = texts("document.version", ["version": document.version])
    sections = document.sections
  }

  func title(_ texts: LocaleTexts) -> String { heading }
}

/// Messages that evaluation mode did not send (api.md "Evaluation mode").
struct OutboxPage: PageModel {
  static let template = "shell/outbox"
  let messages: [OutboxMessage]

  struct OutboxMessage: Sendable {
    let channel: String
    let icon: String
    let at: String
    let to: String
    let subject: String?
    let body: String
    let code: String?
  }

  func title(_ texts: LocaleTexts) -> String { texts("outbox.title") }
}
