import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiStorage

extension Links {
  static func sealUploaded(_ id: ID<SealUpload>) -> String { "\(seals)/uploads/\(id)" }
  static func sealUploaded(_ id: ID<SealUpload>, _ face: SealUploadFace) -> String {
    "\(sealUploaded(id))/picture.png?face=\(face.rawValue)"
  }
}

/// Choosing a picture.
struct SealUploadPage: PageModel {
  static let template = "seals/upload"
  let form: FormFields

  func title(_ texts: LocaleTexts) -> String { texts("seals.upload") }
}

/// The picture before and after, and how large it will be.
struct SealUploadedPage: PageModel {
  static let template = "seals/uploaded"
  /// CSS pixels of a millimetre at 96 dpi.
  private static let pixels = 96 / 25.4

  let form: FormFields
  let action: String
  let before: String
  let after: String
  /// Adds or takes back the removal of the ground.
  let removal: String
  let undo: String
  let isOpaque: Bool
  let isHopeless: Bool
  let isGroundRemoved: Bool
  let canMake: Bool
  let ground: String
  let kinds: [ChoiceOption]
  let hasKinds: Bool
  let kind: String
  let bounds: String
  let size: String
  /// True size on a screen of 96 dpi, in CSS pixels.
  let faceWidth: Int
  let faceHeight: Int
  let isDeclared: Bool
  let waits: Bool

  func title(_ texts: LocaleTexts) -> String { texts("seals.upload") }
}

extension SealUploadedPage {
  init(_ look: UploadSeal.Look, kinds: [SealKind], waits: Bool, form: FormFields, texts: LocaleTexts) {
    let kind = form.values["kind"].flatMap(SealKind.init(rawValue:)).flatMap { kinds.contains($0) ? $0 : nil } ?? kinds.first ?? .personalName
    let sharpest = SealPictureSize.widest(pixels: look.width)
    let usual = min(SealPictureSize.usual(kind), sharpest)
    let form = form.filling(["width": Millimetres.text(usual)])
    let width = form.values["width"].flatMap { Double($0) }.flatMap { (1...100).contains($0) ? $0 : nil } ?? usual
    let height = width * Double(look.height) / Double(look.width)
    let range = SealPictureSize.longer(kind)
    self.form = form
    self.waits = waits
    action = Links.sealUploaded(look.id)
    before = Links.sealUploaded(look.id, .before)
    after = Links.sealUploaded(look.id, look.isGroundRemoved ? .removed : .kept)
    removal = Links.sealUploaded(look.id) + "?ground=removed"
    undo = Links.sealUploaded(look.id)
    isOpaque = look.isOpaque && !look.isGroundRemoved && look.canRemoveGround
    isHopeless = look.isOpaque && !look.canRemoveGround
    isGroundRemoved = look.isGroundRemoved && look.isOpaque
    canMake = !look.isOpaque || look.isGroundRemoved
    ground = look.isGroundRemoved ? "removed" : ""
    self.kinds = kinds.map { ChoiceOption(value: $0.rawValue, text: texts($0.label), isChosen: $0 == kind) }
    hasKinds = kinds.count > 1
    self.kind = kind.rawValue
    bounds = texts(
      "upload.bounds",
      [
        "kind": texts(kind.label), "low": Millimetres.text(range.lowerBound), "high": Millimetres.text(range.upperBound),
        "widest": Millimetres.text(sharpest),
      ])
    size = "\(Millimetres.text(width)) × \(Millimetres.text(height)) mm"
    faceWidth = Int((width * Self.pixels).rounded())
    faceHeight = Int((height * Self.pixels).rounded())
    isDeclared = form.values["declared"] == "on"
  }
}
