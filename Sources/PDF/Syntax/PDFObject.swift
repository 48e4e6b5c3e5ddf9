/// One PDF object (ISO 32000-2 §7.3). A plain value; streams keep a byte range instead of a copy.
public enum PDFObject: Sendable, Equatable {
  case null
  case boolean(Bool)
  case integer(Int)
  case real(PDFReal)
  case name(PDFName)
  case string(PDFString)
  case array([PDFObject])
  case dictionary(PDFDictionary)
  case reference(PDFReference)
  indirect case stream(PDFStream)

  /// A real number object.
  public static func real(_ value: Double) -> PDFObject { .real(PDFReal(value)) }
  /// A literal string object with these bytes.
  public static func string(_ bytes: [UInt8]) -> PDFObject { .string(PDFString(bytes)) }
  /// A text string (§7.9.2.2): ASCII stays as it is, everything else becomes UTF-16BE with a mark.
  public static func text(_ text: String) -> PDFObject { .string(PDFString(text: text)) }
  /// A number that is written as an integer when it is one.
  public static func number(_ value: Double) -> PDFObject {
    if value == value.rounded(), abs(value) < 1e15 { return .integer(Int(value)) }
    return .real(PDFReal(value))
  }

  /// Whether this is the null object.
  public var isNull: Bool { if case .null = self { true } else { false } }
  /// The Boolean, if it is one.
  public var booleanValue: Bool? { if case .boolean(let value) = self { value } else { nil } }
  /// The integer, if it is one (a real is not).
  public var integerValue: Int? { if case .integer(let value) = self { value } else { nil } }
  /// Integer or real as a `Double`.
  public var numberValue: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .real(let value): value.value
    default: nil
    }
  }
  /// The name, if it is one.
  public var nameValue: PDFName? { if case .name(let value) = self { value } else { nil } }
  /// The string, if it is one.
  public var stringValue: PDFString? { if case .string(let value) = self { value } else { nil } }
  /// The array, if it is one.
  public var arrayValue: [PDFObject]? { if case .array(let value) = self { value } else { nil } }
  /// The dictionary, if it is one; a stream is not (see ``dictionaryOrStreamDictionary``).
  public var dictionaryValue: PDFDictionary? { if case .dictionary(let value) = self { value } else { nil } }
  /// The stream, if it is one.
  public var streamValue: PDFStream? { if case .stream(let value) = self { value } else { nil } }
  /// The reference, if it is one.
  public var referenceValue: PDFReference? { if case .reference(let value) = self { value } else { nil } }
  /// The dictionary of a dictionary or of a stream.
  public var dictionaryOrStreamDictionary: PDFDictionary? {
    switch self {
    case .dictionary(let value): value
    case .stream(let value): value.dictionary
    default: nil
    }
  }
}

/// A real number with the text it was read from, so that rewriting is lossless (§7.3.3).
public struct PDFReal: Sendable, Equatable {
  /// The value.
  public let value: Double
  /// The characters in the file; empty for a number made by us.
  public let source: [UInt8]

  /// A number made by us; it is written with at most five decimals.
  public init(_ value: Double) {
    self.value = value
    self.source = []
  }
  init(_ value: Double, source: [UInt8]) {
    self.value = value
    self.source = source
  }
  public static func == (left: PDFReal, right: PDFReal) -> Bool { left.value == right.value }
}

/// A stream object (§7.3.8): dictionary plus encoded bytes, either a range of the open file or owned bytes.
public struct PDFStream: Sendable, Equatable {
  /// Where the encoded bytes are.
  public enum Content: Sendable, Equatable {
    /// A range of the file the stream was read from.
    case file(Range<Int>)
    /// Bytes held by the value itself.
    case bytes([UInt8])
  }
  /// The stream dictionary.
  public var dictionary: PDFDictionary
  /// The encoded bytes (before decryption and filters).
  public let content: Content
  /// The indirect object the stream was read from; part of its encryption key.
  let owner: PDFReference?

  /// A stream whose encoded bytes are at hand; `/Length` is set when it is written.
  public init(dictionary: PDFDictionary, encoded: [UInt8]) {
    self.dictionary = dictionary
    self.content = .bytes(encoded)
    self.owner = nil
  }
  init(dictionary: PDFDictionary, range: Range<Int>, owner: PDFReference?) {
    self.dictionary = dictionary
    self.content = .file(range)
    self.owner = owner
  }
}
