/// A variable of a template: what may stand there (M-010 `variableDefinitions[]`).
package struct TemplateVariable: Equatable, Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case text
    case number
    /// A sum in yuan with at most two decimals; `|upper` writes it in capital characters (大写).
    case money
    case date
    case choice
    /// PNG or JPEG as data URI.
    case image
    /// Rows of `columns`.
    case table
  }

  package let key: String
  package let name: String
  package let kind: Kind
  package let isRequired: Bool
  package let sample: TemplateInput?
  /// `NumberFormat` or `DateFormat`, by kind; nil takes the usual one.
  package let format: String?
  /// For `choice`.
  package let options: [String]
  /// For `table`: columns of any kind but image and table.
  package let columns: [TemplateVariable]
  /// Characters of a text.
  package let charactersMax: Int
  /// 输入方 (F-053): whose side fills it where both draw the text up; business systems fill all themselves.
  package let filledBy: ContractSide

  package init(
    key: String, name: String, kind: Kind = .text, isRequired: Bool = true, sample: TemplateInput? = nil,
    format: String? = nil, options: [String] = [], columns: [TemplateVariable] = [],
    charactersMax: Int = TemplateLimits.textCharactersUsual, filledBy: ContractSide = .initiator
  ) {
    self.key = key
    self.name = name
    self.kind = kind
    self.isRequired = isRequired
    self.sample = sample
    self.format = format
    self.options = options
    self.columns = columns
    self.charactersMax = charactersMax
    self.filledBy = filledBy
  }

  /// A letter, then letters, digits and `_`, at most 64 characters.
  package static func isKey(_ text: some StringProtocol) -> Bool {
    guard let first = text.unicodeScalars.first, first.properties.isAlphabetic, text.count <= TemplateLimits.idCharactersMax
    else { return false }
    return text.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "_" }
  }
}

/// What a caller sends for one variable, before it is checked.
package enum TemplateInput: Equatable, Sendable {
  case text(String)
  /// The digits as they were written.
  case number(String)
  case flag(Bool)
  case rows([[String: TemplateInput]])
}
