import HeqiApplication
import HeqiDomain

/// The page of one face check: consent first, then on to the vendor, then how it ended.
struct FacePage: PageModel {
  static let template = "faces/face"
  let theme: String?
  let logo: CallerLogo?
  let heading: String
  let text: String
  let isGood: Bool
  let facts: [FactRow]
  let points: [String]
  /// Of vendors; they run on the page of consent only.
  let scripts: [String]
  let needsBrowser: Bool
  let consentURL: String?
  let form: FormFields
  let vendorURL: String?
  let resultURL: String?
  /// Begins once more, with a service that answers.
  let againURL: String?
  let againText: String
  /// The end of the chain.
  let reviewURL: String?
  let isLate: Bool
  let back: String?
  let backText: String
  let otherWay: String?
  func title(_ texts: LocaleTexts) -> String { heading }
}

/// The picture of who asks, from where the caller keeps it.
struct CallerLogo: Sendable {
  let url: String
  let name: String
}

extension CallerLogo {
  init?(_ visit: FaceVisit) {
    guard let url = visit.check.look.logoURL else { return nil }
    self.init(url: url, name: visit.client.name)
  }
}

/// Before the signing page of a `FACE_AND_SMS` signer.
struct LinkFacePage: PageModel {
  static let template = "faces/start"
  let surroundings: LinkSurroundings
  let theme: String?
  let name: String
  let sender: String
  let text: String
  let action: String
  let otherWay: String
  let canRefuse: Bool
  let refusal: String
  func title(_ texts: LocaleTexts) -> String { texts("link.title", ["title": name]) }
}

/// Evaluation mode only: the tester chooses how the face check ends.
struct TestFacePage: PageModel {
  static let template = "faces/test"
  struct Choice: Sendable {
    let value: String
    let label: String
  }
  let action: String
  let choices: [Choice]
  func title(_ texts: LocaleTexts) -> String { texts("face.testTitle") }
}

extension LinkFacePage {
  init(_ visit: LinkVisit, token: String, group: String?, texts: LocaleTexts) {
    surroundings = LinkSurroundings(visit, token: token)
    theme = Links.theme(visit, token)
    name = visit.contract.round.title
    sender = visit.client.name
    text = texts("face.startText", ["name": visit.client.name])
    action = Links.linkFace(token) + (group.map { "?in=\($0)" } ?? "")
    otherWay = texts("face.otherWay", ["name": visit.client.name])
    canRefuse = visit.link.scene.showsRefusal
    refusal = Links.linkRefusal(token)
  }
}

extension FacePage {
  /// Keys of the words a person consents to; their text is what the consent's digest is of (E-15).
  static let consentKeys = ["face.pointPurpose", "face.pointData", "face.pointWho", "face.pointKept", "face.pointChoice"]

  static func consentWords(_ visit: FaceVisit, _ texts: LocaleTexts) -> [String] {
    consentKeys.map { texts($0, ["name": visit.client.name]) }
  }

  init(
    _ visit: FaceVisit, token: String, form: FormFields, isLate: Bool, scripts: [String] = [], texts: LocaleTexts
  ) {
    let check = visit.check
    theme = check.look.themeColour == nil ? nil : Links.faceTheme(token)
    logo = CallerLogo(visit)
    let key: String =
      switch visit.status {
      case .pending: check.consent == nil ? "consent" : "waiting"
      case .processing: check.isReviewed ? "reviewing" : "processing"
      case .success: "success"
      case .failed: "failed"
      case .expired: "expired"
      }
    let reason = check.fault.map { texts("face.fault.\($0.rawValue)") } ?? ""
    heading = key == "consent" ? check.look.title ?? texts("face.consent") : texts("face.\(key)")
    text = texts(
      "face.\(key)Text",
      [
        "name": visit.client.name, "reason": reason,
        "mobile": check.person.mobile.map { Mask.mobile($0.reveal()) } ?? texts("face.toldHere"),
      ])
    isGood = key == "success"
    facts = [
      FactRow(label: texts("link.sender"), value: visit.client.name),
      FactRow(label: texts("face.person"), value: Mask.name(check.person.name.reveal())),
      FactRow(label: texts("face.until"), value: check.expiresAt.shortText + " +08:00"),
    ] + (check.session.map { [FactRow(label: texts("face.by"), value: VendorsPage.name($0.vendor, texts))] } ?? [])
    points = key == "consent" ? Self.consentWords(visit, texts) : []
    let mayBegin = key == "waiting" || (key == "processing" && (isLate || check.exhaustedAt != nil))
    self.scripts = key == "consent" || mayBegin ? scripts : []
    needsBrowser = !self.scripts.isEmpty
    consentURL = key == "consent" ? Links.faceConsent(token) : nil
    self.form = form
    againURL = mayBegin ? Links.faceAgain(token) : nil
    againText = texts(key == "waiting" ? "face.tryAgain" : "face.otherService")
    reviewURL = check.mayAskReview && !visit.status.isFinal ? Links.faceReview(token) : nil
    vendorURL = key == "processing" ? check.session?.url.reveal() : nil
    resultURL = key == "processing" ? Links.faceResult(token) : nil
    self.isLate = isLate && !visit.status.isFinal
    back = ["processing", "waiting", "reviewing"].contains(key) ? nil : check.returnPath?.reveal()
    backText = texts(key == "success" ? "face.goOn" : key == "consent" ? "face.backToContract" : "face.again")
    otherWay = isGood ? nil : texts("face.otherWay", ["name": visit.client.name])
  }
}
