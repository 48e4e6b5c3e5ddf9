/// The face of a seal as a value; `drawing()` gives the vectors (B-16: in millimetres, never in pixels).
public enum SealFace: Sendable, Equatable {
  /// 个人印章 (F-045).
  case name(NameSeal)
  /// 公章, 合同专用章 and the other round seals (E-22).
  case round(RoundSeal)
  /// 椭圆章.
  case oval(OvalSeal)
  /// 方章: 法定代表人章, 财务专用章.
  case square(SquareSeal)

  /// The vectors of this face. Deterministic for one set of installed fonts; about a millisecond when warm.
  /// - Throws: `textEmpty`, `textTooLong`, `glyphMissing`, `sizeOutOfRange`, each with its remedy.
  public func drawing() throws(GraphicsError) -> Drawing {
    switch self {
    case .name(let seal): try seal.drawing()
    case .round(let seal): try seal.drawing()
    case .oval(let seal): try seal.drawing()
    case .square(let seal): try seal.drawing()
    }
  }
}

/// The three pastes that are customary (E-22).
public enum SealColour: String, Sendable, CaseIterable {
  case red, blue, black

  public var colour: Colour {
    switch self {
    case .red: .red
    case .blue: .blue
    case .black: .black
    }
  }
}

/// In which order the characters of a square seal are read.
public enum SealOrder: String, Sendable, CaseIterable {
  /// Down the right column first: the classical way.
  case columnsFromRight
  /// Row by row from the left, as today's text runs.
  case rowsFromLeft
}

/// Text of a seal after checking: no controls, no line breaks, trimmed, within its length.
struct SealText {
  let characters: [Character]
  var string: String { String(characters) }

  /// - Throws: `textEmpty` or `textTooLong`.
  init(_ text: String, range: ClosedRange<Int>, what: StaticString) throws(GraphicsError) {
    let dots: Set<Character> = ["•", "・", "‧", "∙", "･"]
    var kept: [Character] = []
    for character in text {
      if character.unicodeScalars.contains(where: { $0.value < 0x20 || $0.properties.generalCategory == .format }) {
        continue
      }
      kept.append(character.isWhitespace ? " " : dots.contains(character) ? "·" : character)
    }
    while kept.first == " " { kept.removeFirst() }
    while kept.last == " " { kept.removeLast() }
    guard kept.count >= range.lowerBound else {
      throw GraphicsError(.textEmpty, "The \(what) needs at least \(range.lowerBound) characters.")
    }
    guard kept.count <= range.upperBound else {
      throw GraphicsError(.textTooLong, "The \(what) takes at most \(range.upperBound) characters; shorten it.")
    }
    characters = kept
  }

  /// True when every character fills a square cell of Chinese type.
  var isAllIdeographs: Bool { characters.allSatisfy(Self.isIdeograph) }

  static func isIdeograph(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first?.value else { return false }
    return (0x2E80...0x9FFF).contains(scalar) || (0xF900...0xFAFF).contains(scalar)
      || (0x20000...0x3FFFF).contains(scalar) || scalar == 0x3007
  }
}
