/// A terminal field of the interactive form with inherited entries worked out (ISO 32000-2 §12.7.4).
public struct PDFFormField: Sendable {
  /// `/FT`.
  public enum Kind: String, Sendable, CaseIterable {
    case button = "Btn"
    case text = "Tx"
    case choice = "Ch"
    case signature = "Sig"
  }
  /// Fully qualified name: partial names joined by periods (§12.7.4.2).
  public let name: String
  /// The field type; nil when the file does not say.
  public let kind: Kind?
  /// `/Ff`.
  public let flags: Int
  /// The field's own object; nil when it is a direct object in `/Fields` or `/Kids` (not legal, reported).
  public let reference: PDFReference?
  /// The field dictionary itself, without inherited entries.
  public let dictionary: PDFDictionary
  /// The widget annotations: the field itself when merged, else its kids.
  public let widgets: [PDFReference]
  /// `/V` as written, own or inherited: a reference for signatures signed the usual way.
  public let value: PDFObject?
  /// Where `/V` leads when it is a reference.
  public var valueReference: PDFReference? { value?.referenceValue }
  /// `/Lock` of a signature field.
  public let lock: PDFFieldLock?

  /// Bit 1 of `/Ff`.
  public var isReadOnly: Bool { flags & 1 != 0 }
  /// Whether it is a signature field.
  public var isSignature: Bool { kind == .signature }
}

/// A SigFieldLock dictionary, or the same terms in FieldMDP parameters (§12.7.5.5 table 236, §12.8.2.4).
public struct PDFFieldLock: Sendable, Equatable {
  /// Which fields.
  public enum Action: String, Sendable {
    case all = "All"
    case include = "Include"
    case exclude = "Exclude"
  }
  /// Which fields are meant.
  public let action: Action
  /// Fully qualified names, for include and exclude.
  public let fields: [String]
  /// `/P`, 1…3: what remains allowed after this signature (PDF 2.0); nil when absent.
  public let permission: Int?

  /// A lock over fields named in full.
  public init(_ action: Action, fields: [String] = [], permission: Int? = nil) {
    self.action = action
    self.fields = fields
    self.permission = permission
  }

  /// Whether the field `name` is locked. A name also covers its children, and `Sig1` does not cover `Sig10` (A5.5).
  public func covers(_ name: String) -> Bool {
    let isNamed = fields.contains { name == $0 || name.hasPrefix($0 + ".") }
    return switch action {
    case .all: true
    case .include: isNamed
    case .exclude: !isNamed
    }
  }

  /// The dictionary form with `/Type /SigFieldLock` for `/Lock`, or `/TransformParams` for FieldMDP.
  public func dictionary(type: PDFName) -> PDFDictionary {
    var result: PDFDictionary = ["Type": .name(type), "Action": .name(PDFName(action.rawValue))]
    if action != .all { result["Fields"] = .array(fields.map { .text($0) }) }
    if let permission { result["P"] = .integer(permission) }
    return result
  }

  /// Reads either form; nil when `/Action` is missing or unknown.
  public init?(_ dictionary: PDFDictionary, in source: some PDFObjectSource) throws(PDFError) {
    guard let name = try source.value("Action", of: dictionary)?.nameValue, let action = Action(rawValue: name.text)
    else { return nil }
    var fields: [String] = []
    for element in try source.array("Fields", of: dictionary) ?? [] {
      if let text = try source.resolve(element).stringValue?.text { fields.append(text) }
    }
    self.init(action, fields: fields, permission: try source.value("P", of: dictionary)?.integerValue)
  }
}
