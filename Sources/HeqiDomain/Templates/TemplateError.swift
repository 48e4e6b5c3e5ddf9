/// Why a template, its use or a value is refused; `place` names the fault, `line` where it stands in the content.
package struct TemplateError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Code: String, Sendable, CaseIterable {
    /// The content cannot be read: not JSON, tags that do not match, characters that are none.
    case contentUnreadable
    /// An element, component, attribute or style outside the list.
    case contentRefused
    /// A limit of `TemplateLimits`.
    case tooLarge
    /// A definition of a variable, or the signer settings.
    case definitionInvalid
    /// The content names a variable that is not defined, or one of a kind that cannot stand there.
    case variableUndefined
    case valueMissing
    /// A value for which there is no variable.
    case valueUnknown
    case valueInvalid
    /// Number or kind of signers.
    case signersInvalid
  }

  package let code: Code
  /// Path of the field in the request: `content`, `variables.amount`, `variableDefinitions[2].type`.
  package let place: String
  /// Line of the content, from 1.
  package let line: Int?
  /// What happened and the remedy; never a value.
  package let message: Bilingual

  package init(_ code: Code, at place: String, line: Int? = nil, _ chinese: String, _ english: String) {
    self.code = code
    self.place = place
    self.line = line
    message = line.map { Bilingual("第 \($0) 行：\(chinese)", "Line \($0): \(english)") } ?? Bilingual(chinese, english)
  }

  package static func == (left: TemplateError, right: TemplateError) -> Bool {
    left.code == right.code && left.place == right.place && left.line == right.line
  }

  package var description: String { "template.\(code.rawValue) \(place)" + (line.map { " line \($0)" } ?? "") }

  static func refused(_ line: Int, _ chinese: String, _ english: String) -> TemplateError {
    TemplateError(.contentRefused, at: "content", line: line, chinese, english)
  }

  static func unreadable(_ line: Int, _ chinese: String, _ english: String) -> TemplateError {
    TemplateError(.contentUnreadable, at: "content", line: line, chinese, english)
  }
}

/// Caps of one template (M-016), each with its unit.
package enum TemplateLimits {
  /// UTF-8 bytes of the content, pictures included: half of what a request may carry.
  package static let contentBytesMax = 524_288
  /// Blocks, rows and pieces of text together.
  package static let piecesMax = 20_000
  /// Elements inside each other.
  package static let depthMax = 32
  package static let variablesMax = 200
  package static let columnsMax = 24
  /// Rows of one table value.
  package static let rowsMax = 500
  /// Characters of a text value without a limit of its own.
  package static let textCharactersUsual = 1_024
  package static let textCharactersMax = 10_000
  /// Bytes of a picture after Base64.
  package static let pictureBytesMax = 262_144
  package static let choicesMax = 50
  /// Characters of an id (M-016).
  package static let idCharactersMax = 64
  /// Characters of a name (M-016).
  package static let nameCharactersMax = 128
  /// Characters of a category (M-016).
  package static let categoryCharactersMax = 32
  package static let versionCharactersMax = 32
  package static let signersMax = 50
  /// Blocks, rows and pieces of text of a filled template.
  package static let filledPiecesMax = 100_000
  /// UTF-8 bytes of the text of a filled template; 200 pages hold less.
  package static let filledBytesMax = 1_048_576
  /// Pages of a filled template.
  package static let pagesMax = 200
}
