import HeqiApplication
import HeqiDomain

/// The page of one face check: consent first, then on to the vendor, then how it ended.
struct FacePage: PageModel {
  static let template = "faces/face"
  let heading: String
  let text: String
  let isGood: Bool
  let facts: [FactRow]
  let points: [String]
  let consentURL: String?
  let form: FormFields
  let vendorURL: String?
  let resultURL: String?
  let isLate: Bool
  let back: String?
  let backText: String
  let otherWay: String?
  func title(_ texts: LocaleTexts) -> String { heading }
}

/// Before the signing page of a `FACE_AND_SMS` signer.
struct LinkFacePage: PageModel {
  static let template = "faces/start"
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
  init(_ visit: LinkVisit, token: String, texts: LocaleTexts) {
    name = visit.contract.round.title
    sender = visit.client.name
    text = texts("face.startText", ["name": visit.client.name])
    action = Links.linkFace(token)
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

  init(_ visit: FaceVisit, token: String, form: FormFields, isLate: Bool, texts: LocaleTexts) {
    let check = visit.check
    let key: String =
      switch visit.status {
      case .pending: check.consent == nil || check.session == nil ? "consent" : "processing"
      case .processing: "processing"
      case .success: "success"
      case .failed: "failed"
      case .expired: "expired"
      }
    let reason = check.fault.map { texts("face.fault.\($0.rawValue)") } ?? ""
    heading = key == "consent" ? check.title ?? texts("face.consent") : texts("face.\(key)")
    text = texts("face.\(key)Text", ["name": visit.client.name, "reason": reason])
    isGood = key == "success"
    facts = [
      FactRow(label: texts("link.sender"), value: visit.client.name),
      FactRow(label: texts("face.person"), value: Mask.name(check.person.name.reveal())),
      FactRow(label: texts("face.until"), value: check.expiresAt.shortText + " +08:00"),
    ]
    points = key == "consent" ? Self.consentWords(visit, texts) : []
    consentURL = key == "consent" ? Links.faceConsent(token) : nil
    self.form = form
    vendorURL = key == "processing" ? check.session?.url.reveal() : nil
    resultURL = key == "processing" ? Links.faceResult(token) : nil
    self.isLate = isLate && !visit.status.isFinal
    back = key == "processing" ? nil : check.returnPath?.reveal()
    backText = texts(key == "success" ? "face.goOn" : key == "consent" ? "face.backToContract" : "face.again")
    otherWay = isGood ? nil : texts("face.otherWay", ["name": visit.client.name])
  }
}
