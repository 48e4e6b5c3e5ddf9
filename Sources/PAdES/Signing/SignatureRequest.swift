public import CMS
public import PDF

/// Everything about one signature except the key.
public struct SignatureRequest: Sendable {
  /// The field to sign.
  public enum Field: Sendable, Equatable {
    /// A prepared, empty signature field.
    case existing(String)
    /// A field made in the signing revision; after a first signature only an invisible one is allowed.
    case new(SignaturePreparation.Place)
  }

  /// A further place of the same party that this revision fills (A5.2 d).
  public struct PlaceFilling: Sendable {
    /// Name of a prepared seal or text field.
    public let field: String
    public let appearance: SignatureAppearance
    /// The text of a text field, stored as its value; nil leaves the value alone.
    public let text: String?

    /// Makes a filling.
    public init(field: String, appearance: SignatureAppearance, text: String? = nil) {
      self.field = field
      self.appearance = appearance
      self.text = text
    }
  }

  public var field: Field
  /// What the signature field shows; nil for an invisible field.
  public var appearance: SignatureAppearance?
  /// The party's further places.
  public var fillings: [PlaceFilling]
  /// The claimed time for `/M` (S1); the proof is the time-stamp.
  public var time: PKITime
  /// Offset of the signer's wall clock from UTC, -840 ... 840; 480 is Beijing.
  public var offsetMinutes: Int
  /// The signer's name for `/Name`.
  public var name: String?
  public var reason: String?
  public var location: String?
  public var contactInfo: String?
  /// Makes this the certification signature with P=2: only form filling and signing remain allowed (A5.3).
  public var certifies: Bool
  /// A lock instead of the one the field carries.
  public var lock: PDFFieldLock?

  /// Makes a request; the remaining properties can be set afterwards.
  public init(field: Field, time: PKITime, offsetMinutes: Int = 480) {
    self.field = field
    self.time = time
    self.offsetMinutes = offsetMinutes
    fillings = []
    certifies = false
  }

  /// `D:YYYYMMDDHHmmSS+08'00'` (ISO 32000-2 §7.9.4).
  static func pdfDate(_ time: PKITime, offsetMinutes: Int) -> String {
    let civil = CivilTime(time, offsetMinutes: offsetMinutes)
    func padded(_ value: Int, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let sign = offsetMinutes < 0 ? "-" : "+"
    let offset = abs(offsetMinutes)
    return "D:" + padded(civil.year, 4) + padded(civil.month, 2) + padded(civil.day, 2) + padded(civil.hour, 2)
      + padded(civil.minute, 2) + padded(civil.second, 2) + sign + padded(offset / 60, 2) + "'"
      + padded(offset % 60, 2) + "'"
  }
}
