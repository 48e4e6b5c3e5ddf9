import HeqiApplication
import HeqiDomain

/// The signer's page at the end of the chain: what happens, a consent of its own, two pictures (B-26).
struct FaceReviewPage: PageModel {
  static let template = "faces/review"
  let theme: String?
  let logo: CallerLogo?
  let facts: [FactRow]
  let points: [String]
  let action: String
  let back: String
  let form: FormFields
  let isConsented: Bool
  let images: [ReviewPicture]
  func title(_ texts: LocaleTexts) -> String { texts("face.review") }
}

/// A picture to take.
struct ReviewPicture: Sendable {
  let id: String
  let label: String
  let guide: String
  let capture: String
  let frame: String
  let hasCamera: Bool
  let problem: String?
}

extension FaceReviewPage {
  static let consentKeys = ["face.reviewPurpose", "face.reviewData", "face.reviewWho", "face.reviewKept", "face.reviewChoice"]

  static func consentWords(_ visit: FaceVisit, _ texts: LocaleTexts) -> [String] {
    consentKeys.map { texts($0, ["name": visit.client.name]) }
  }

  init(_ visit: FaceVisit, token: String, form: FormFields, texts: LocaleTexts) {
    theme = visit.check.look.themeColour == nil ? nil : Links.faceTheme(token)
    logo = CallerLogo(visit)
    facts = [
      FactRow(label: texts("link.sender"), value: visit.client.name),
      FactRow(label: texts("face.person"), value: Mask.name(visit.check.person.name.reveal())),
      FactRow(
        label: texts("face.toldAt"), value: visit.check.person.mobile.map { Mask.mobile($0.reveal()) } ?? texts("face.toldHere")),
    ]
    points = Self.consentWords(visit, texts)
    action = Links.faceReview(token)
    back = Links.face(token)
    self.form = form
    isConsented = form.values["consent"] == "on"
    images = [
      ReviewPicture(
        id: "front", label: texts("verification.front"), guide: texts("face.frontGuide"), capture: "environment", frame: "",
        hasCamera: false, problem: form.errors["front"]),
      ReviewPicture(
        id: "live", label: texts("verification.live"), guide: texts("face.liveGuide"), capture: "user", frame: "portrait",
        hasCamera: true, problem: form.errors["live"]),
    ]
  }
}

/// The reviewers' queue of manual face checks.
struct FaceReviewQueuePage: PageModel {
  static let template = "faces/queue"
  let heading: String
  let hasOpen: Bool
  let open: [Row]
  let hasClosed: Bool
  let closed: [Row]

  struct Row: Sendable {
    let person: String
    let client: String
    let at: String
    let due: String
    let remaining: String
    let isOverdue: Bool
    let href: String
    let openLabel: String
    let state: String
    let stateKind: String
    let reason: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("faceReviews.title") }
}

extension FaceReviewQueuePage {
  init(_ queue: FaceReviewQueue, now: Instant, texts: LocaleTexts) {
    heading = texts("faceReviews.heading", ["count": String(queue.open.count)])
    hasOpen = !queue.open.isEmpty
    open = queue.open.map { Row($0, now: now, texts: texts) }
    hasClosed = !queue.closed.isEmpty
    closed = queue.closed.map { Row($0, now: now, texts: texts) }
  }
}

extension FaceReviewQueuePage.Row {
  init(_ row: FaceReviewRow, now: Instant, texts: LocaleTexts) {
    person = row.maskedName
    client = row.clientName
    due = ShortTime.text(row.review.dueAt, now: now, texts: texts)
    remaining = ShortTime.remaining(until: row.review.dueAt, now: now, texts: texts)
    isOverdue = row.isOverdue
    href = Links.officeFace(row.review.id.description)
    openLabel = texts("review.openLabel", ["name": row.maskedName])
    let ended = FaceReviewQueuePage.ending(of: row.review, texts)
    (state, stateKind, reason) = (ended.state, ended.kind, ended.reason)
    at = ShortTime.text(ended.at, now: now, texts: texts)
  }
}

extension FaceReviewQueuePage {
  /// How a case ended, or that it waits.
  static func ending(
    of review: FaceReview, _ texts: LocaleTexts
  ) -> (state: String, kind: String, reason: String, at: Instant) {
    switch review.state {
    case .open: (texts("faceReviews.state.open"), "wait", "", review.openedAt)
    case .decided(_, let name, let end, let fault, let words):
      (
        texts(fault == nil ? "faceReviews.state.passed" : "faceReviews.state.failed"), fault == nil ? "done" : "turn",
        texts("faceReviews.decidedBy", ["name": name, "reason": words]), end
      )
    case .withdrawn(let end): (texts("faceReviews.state.withdrawn"), "wait", "", end)
    }
  }
}

/// One manual check: pictures side by side, the data they are compared with, the decision.
struct FaceReviewCasePage: PageModel {
  static let template = "faces/case"
  let heading: String
  let due: String
  let dueKind: String
  let isOpen: Bool
  let closed: String
  let images: [ReviewCasePage.CaseImage]
  let facts: [ReviewCasePage.Fact]
  let action: String
  let form: FormFields
  let choices: [Choice]

  struct Choice: Sendable {
    let value: String
    let label: String
    let key: String
    let isChosen: Bool
  }

  func title(_ texts: LocaleTexts) -> String { heading }
}

extension FaceReviewCasePage {
  /// What a reviewer may decide.
  static let passed = "PASSED"

  init(_ found: FaceReviewCase, form: FormFields, now: Instant, texts: LocaleTexts) {
    let (review, check) = (found.review, found.check)
    let id = review.id.description
    heading = texts("faceReviews.caseHeading", ["name": Mask.name(check.person.name.reveal())])
    due = ShortTime.remaining(until: review.dueAt, now: now, texts: texts)
    dueKind = review.isOverdue(at: now) ? "turn" : "wait"
    isOpen = review.state == .open && !check.status(at: now).isFinal
    let ended = FaceReviewQueuePage.ending(of: review, texts)
    closed = ended.reason.isEmpty ? ended.state : "\(ended.state)：\(ended.reason)"
    images = isOpen
      ? [("front", "verification.front", "1"), ("live", "verification.live", "2")].map { kind, label, key in
        ReviewCasePage.CaseImage(
          label: texts(label), source: Links.officeFaceImage(id, kind), key: key, zoom: texts("review.zoom", ["name": texts(label)]))
      } : []
    facts = [
      .init(label: texts("register.name"), value: check.person.name.reveal()),
      .init(label: texts("verification.idNumber"), value: check.person.idCardNumber.reveal()),
      .init(label: texts("register.mobile"), value: check.person.mobile.map { Mask.mobile($0.reveal()) } ?? "—"),
      .init(label: texts("link.sender"), value: found.clientName),
      .init(label: texts("faceReviews.purpose"), value: texts("faceReviews.purpose.\(check.purpose.rawValue)")),
      .init(
        label: texts("faceReviews.why"),
        value: found.passedOver.isEmpty ? "—" : found.passedOver.joined(separator: texts("list.comma"))),
    ]
    action = Links.officeFace(id)
    self.form = form
    let chosen = form.values["decision"]
    choices = ([Self.passed] + FaceFault.allCases.map(\.rawValue)).enumerated().map { position, value in
      Choice(
        value: value, label: texts("faceReviews.choice.\(value)"), key: position == 0 ? "a" : String(position + 2),
        isChosen: chosen == value)
    }
  }
}
