/// The face of a seal by parameters, in millimetres (E-22). Floor 0 draws it; here stands what is customary and allowed.
package struct SealDesign: Equatable, Sendable {
  package enum Shape: String, Sendable, CaseIterable { case round, oval, square }
  package enum Colour: String, Sendable, CaseIterable { case red, blue, black }

  /// Outer measure, rim included.
  package struct Size: Equatable, Sendable {
    package let width: Double
    package let height: Double

    package init(_ width: Double, _ height: Double) {
      self.width = width
      self.height = height
    }

    /// `42x42`: the value of a form field.
    package var text: String { "\(Int(width))x\(Int(height))" }
  }

  /// Characters of a name in an arc.
  package static let arcRange = 2...50
  /// Characters of a horizontal line.
  package static let lineMax = 20
  /// Digits of the code along the lower rim.
  package static let codeDigits = 13
  /// Characters on a square seal.
  package static let squareMax = 20

  package let kind: SealKind
  package let shape: Shape
  package let colour: Colour
  package let size: Size
  /// The owner's name; a seal never names anybody else.
  package let name: String
  /// Round seals: a star in the middle.
  package let hasStar: Bool
  /// What the seal is for, such as 合同专用章; under the star, or in the middle without one.
  package let purpose: String
  /// 13 digits along the lower rim of round and oval seals; empty for none. An invoice seal holds the tax number instead.
  package let code: String
  /// Name seals of two or three characters: with 之印 or 印.
  package let hasSuffix: Bool

  package init(
    kind: SealKind, shape: Shape, colour: Colour = .red, size: Size, name: String, hasStar: Bool = false,
    purpose: String = "", code: String = "", hasSuffix: Bool = false
  ) {
    self.kind = kind
    self.shape = shape
    self.colour = colour
    self.size = size
    self.name = name
    self.hasStar = hasStar
    self.purpose = purpose
    self.code = code
    self.hasSuffix = hasSuffix
  }

  /// The usual face of a kind.
  /// - Parameter name: the organization's name, or the person's for name seals and the legal representative's seal.
  package static func standard(_ kind: SealKind, name: String) -> SealDesign {
    SealDesign(
      kind: kind, shape: kind.shapes[0], size: sizes(kind, kind.shapes[0])[0], name: name, hasStar: kind == .companySeal,
      purpose: kind.purpose, hasSuffix: kind == .personalName || kind == .legalRepSeal)
  }

  /// Sizes offered for a kind in a shape; empty where the kind has no such shape.
  package static func sizes(_ kind: SealKind, _ shape: Shape) -> [Size] {
    guard kind.shapes.contains(shape) else { return [] }
    switch (shape, kind) {
    case (.round, .companySeal): return [Size(42, 42), Size(40, 40), Size(38, 38)]
    case (.round, .contractSeal): return [Size(38, 38), Size(40, 40), Size(42, 42), Size(58, 58)]
    case (.round, _): return [Size(38, 38), Size(40, 40)]
    case (.oval, .invoiceSeal): return [Size(40, 30)]
    case (.oval, _): return [Size(45, 30), Size(40, 30)]
    case (.square, .financeSeal): return [Size(22, 22), Size(20, 20)]
    case (.square, .personalName): return [Size(20, 20), Size(18, 18)]
    case (.square, .legalRepSeal): return [Size(20, 20), Size(18, 18)]
    case (.square, _): return [Size(22, 22), Size(20, 20), Size(18, 18)]
    }
  }

  /// Throws `SealError` `.designInvalid` with the field that is wrong and the remedy (E-22).
  package func check() throws(SealError) {
    guard kind.shapes.contains(shape) else {
      throw Self.invalid("shape", "\(kind.label.chinese)没有这种形状。", "A \(kind.label.english.lowercased()) has no such shape.")
    }
    guard Self.sizes(kind, shape).contains(size) else {
      throw Self.invalid("size", "请选择列出的尺寸。", "Choose one of the sizes offered.")
    }
    switch shape {
    case .round, .oval: try checkArc()
    case .square: try checkSquare()
    }
  }

  private func checkArc() throws(SealError) {
    guard Self.arcRange.contains(name.count) else {
      throw Self.invalid(
        "name", "环形文字为 2 至 50 个字，现有 \(name.count) 个。", "The name in the arc has 2 to 50 characters, not \(name.count).")
    }
    if kind.needsPurpose, purpose.isEmpty {
      throw Self.invalid("purpose", "请写明用途，例如「业务专用章」。", "Say what the seal is for, such as 业务专用章.")
    }
    guard purpose.count <= Self.lineMax else {
      throw Self.invalid(
        "purpose", "横排文字最多 20 个字，现有 \(purpose.count) 个。", "The line takes at most 20 characters, not \(purpose.count).")
    }
    guard !code.isEmpty else {
      if kind == .invoiceSeal { throw Self.invalid("code", "发票专用章须有税号。", "An invoice seal needs the tax number.") }
      return
    }
    if kind == .invoiceSeal {
      guard (15...20).contains(code.count), code.unicodeScalars.allSatisfy(Self.isCodeCharacter) else {
        throw Self.invalid(
          "code", "税号为 15 至 20 位数字或大写字母。", "A tax number has 15 to 20 digits or capital letters.")
      }
      return
    }
    guard code.count == Self.codeDigits, code.unicodeScalars.allSatisfy({ ("0"..."9").contains($0) }) else {
      throw Self.invalid("code", "印章编码为 13 位数字，或留空。", "The code has 13 digits; leave it empty for none.")
    }
  }

  private func checkSquare() throws(SealError) {
    let isName = kind == .personalName || kind == .legalRepSeal
    guard !name.isEmpty, isName || squareText.count <= Self.squareMax else {
      throw Self.invalid(
        "name", "方章最多 20 个字，现有 \(squareText.count) 个。", "A square seal takes at most 20 characters, not \(squareText.count).")
    }
    guard name.count <= 40 else {
      throw Self.invalid("name", "姓名最多 40 个字符。", "A name takes at most 40 characters.")
    }
    guard code.isEmpty, !hasStar else {
      throw Self.invalid("code", "方章没有编码和五角星。", "A square seal has neither a code nor a star.")
    }
  }

  /// What a square seal of an organization says: name and purpose.
  package var squareText: String {
    kind == .personalName || kind == .legalRepSeal ? name : name + purpose
  }

  private static func isCodeCharacter(_ scalar: Unicode.Scalar) -> Bool {
    ("0"..."9").contains(scalar) || ("A"..."Z").contains(scalar)
  }

  private static func invalid(_ field: String, _ chinese: String, _ english: String) -> SealError {
    SealError(.designInvalid, Bilingual(chinese, english), field: field)
  }
}

extension SealKind {
  /// Shapes of a kind, the usual one first (E-22).
  package var shapes: [SealDesign.Shape] {
    switch self {
    case .personalName, .legalRepSeal: [.square]
    case .companySeal: [.round, .oval]
    case .contractSeal, .hrSeal: [.round, .oval]
    case .financeSeal: [.round, .square, .oval]
    case .invoiceSeal: [.oval]
    case .specialSeal: [.round, .oval, .square]
    }
  }

  /// The line that tells its purpose.
  package var purpose: String {
    switch self {
    case .contractSeal, .financeSeal, .hrSeal, .invoiceSeal: label.chinese
    case .personalName, .legalRepSeal, .companySeal, .specialSeal: ""
    }
  }

  var needsPurpose: Bool {
    switch self {
    case .contractSeal, .financeSeal, .hrSeal, .invoiceSeal, .specialSeal: true
    case .personalName, .legalRepSeal, .companySeal: false
    }
  }
}
