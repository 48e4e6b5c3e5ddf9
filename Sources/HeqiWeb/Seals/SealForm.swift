import HeqiDomain
import HeqiHTTPKit

/// The maker's form: parameters of a seal as fields, and back.
struct SealForm: Sendable {
  static let names = ["kind", "face", "colour", "star", "purpose", "code", "suffix"]
  static let fields: Set<String> = ["kind", "face", "purpose", "code", "name"]

  let kind: SealKind
  let design: SealDesign

  /// What was typed; what is missing takes the usual value of the kind.
  /// - Parameters:
  ///   - kinds: those the caller may make.
  ///   - name: the owner's name for a kind.
  init(_ form: Form, kinds: [SealKind], name: (SealKind) -> String) {
    let wanted = form.text("kind").flatMap(SealKind.init(rawValue:)).flatMap { kinds.contains($0) ? $0 : nil }
    let kind = wanted ?? kinds.first ?? .personalName
    let usual = SealDesign.standard(kind, name: name(kind))
    let (shape, size) = form.text("face").flatMap { Self.face($0, of: kind) } ?? (usual.shape, usual.size)
    // A form that was never sent has no boxes to be unticked.
    let isSent = form.text("face") != nil && form.text("drawn") == kind.rawValue
    let isSquare = shape == .square
    design = SealDesign(
      kind: kind, shape: shape, colour: form.text("colour").flatMap(SealDesign.Colour.init(rawValue:)) ?? .red,
      size: size, name: name(kind), hasStar: shape == .round && (isSent ? form.isOn("star") : usual.hasStar),
      purpose: isSent ? form.trimmed("purpose") : usual.purpose, code: isSquare ? "" : form.trimmed("code"),
      hasSuffix: isSent ? form.isOn("suffix") : usual.hasSuffix)
    self.kind = kind
  }

  /// `round-42x42`.
  static func text(_ shape: SealDesign.Shape, _ size: SealDesign.Size) -> String { "\(shape.rawValue)-\(size.text)" }

  /// Every face of a kind.
  static func faces(of kind: SealKind) -> [(shape: SealDesign.Shape, size: SealDesign.Size)] {
    kind.shapes.flatMap { shape in SealDesign.sizes(kind, shape).map { (shape, $0) } }
  }

  private static func face(_ text: String, of kind: SealKind) -> (SealDesign.Shape, SealDesign.Size)? {
    faces(of: kind).first { self.text($0.shape, $0.size) == text }.map { ($0.shape, $0.size) }
  }

  /// The fields of this design, for the address of its preview.
  var query: [(name: String, value: String)] {
    [
      ("kind", kind.rawValue), ("drawn", kind.rawValue), ("face", Self.text(design.shape, design.size)),
      ("colour", design.colour.rawValue), ("purpose", design.purpose), ("code", design.code),
    ] + (design.hasStar ? [("star", "on")] : []) + (design.hasSuffix ? [("suffix", "on")] : [])
  }
}
