/// An X.501 name kept in its received encoding (RFC 5280 §4.1.2.4).
public struct DistinguishedName: Sendable, Hashable, CustomStringConvertible {
  /// One attribute of the name.
  public struct Attribute: Sendable, Hashable {
    /// The attribute type, e.g. `.commonName`.
    public let type: ObjectIdentifier
    /// The text; empty when the value is not a string.
    public let value: String

    /// Makes an attribute.
    public init(_ type: ObjectIdentifier, _ value: String) {
      self.type = type
      self.value = value
    }
  }

  /// Attributes of one name that are read; real names have under ten.
  static let attributeCountMax = 64

  /// Name in DER.
  public let der: [UInt8]
  /// The attributes in order of appearance, multi-valued ones flattened.
  public let attributes: [Attribute]

  /// A name of single-valued attributes in the given order, C and serialNumber as PrintableString where the text
  /// allows it, everything else UTF8String. Empty values are left out.
  public init(_ attributes: [Attribute]) {
    let kept = attributes.filter { !$0.value.isEmpty }
    self.attributes = kept
    der = DER.constructed(
      DERTag.sequence,
      kept.map { attribute in
        let wantsPrintable = attribute.type == .country || attribute.type == .serialNumber
        let text =
          wantsPrintable && attribute.value.utf8.allSatisfy(Self.isPrintable)
          ? DER.printable(attribute.value) : DER.utf8(attribute.value)
        return DER.setOf([DER.sequence(DER.oid(attribute.type), text)])
      })
  }

  private static func isPrintable(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, 32, 39, 40, 41, 43...47, 58, 61, 63: true
    default: false
    }
  }

  init(_ node: DERNode) throws(CMSError) {
    var sets = try node.children(DERTag.sequence)
    var found: [Attribute] = []
    while let set = try sets.next() {
      var members = try set.children(DERTag.set)
      while let member = try members.next() {
        var fields = try member.children(DERTag.sequence)
        let type = try fields.required(DERTag.objectIdentifier, "name attribute type").objectIdentifier()
        found.append(Attribute(type, try fields.required("name attribute value").text ?? ""))
        guard found.count <= Self.attributeCountMax else { throw .malformed("a name has too many attributes") }
      }
    }
    der = Array(node.encoded)
    attributes = found
  }

  /// The last value of an attribute type, the most specific one.
  public func value(_ type: ObjectIdentifier) -> String? { attributes.last { $0.type == type }?.value }

  /// The common name.
  public var commonName: String? { value(.commonName) }

  /// Name equality for chaining: same octets, or the same attributes after the folding of RFC 5280 §7.1
  /// (case, leading, trailing and repeated blanks of ASCII text).
  public func matches(_ other: DistinguishedName) -> Bool {
    if der == other.der { return true }
    guard attributes.count == other.attributes.count, !attributes.isEmpty else { return false }
    return Self.areSame(attributes[...], other.attributes[...])
  }

  static func areSame(_ left: ArraySlice<Attribute>, _ right: ArraySlice<Attribute>) -> Bool {
    zip(left, right).allSatisfy { $0.type == $1.type && folded($0.value) == folded($1.value) }
  }

  private static func folded(_ text: String) -> String {
    text.lowercased().split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
  }

  public static func == (left: DistinguishedName, right: DistinguishedName) -> Bool { left.der == right.der }
  public func hash(into hasher: inout Hasher) { hasher.combine(der) }

  /// The name in the order of RFC 4514, most specific attribute first.
  public var description: String {
    let labels: [(ObjectIdentifier, String)] = [
      (.commonName, "CN"), (.organization, "O"), (.organizationalUnit, "OU"), (.country, "C"), (.locality, "L"),
      (.stateOrProvince, "ST"), (.serialNumber, "serialNumber"), (.organizationIdentifier, "organizationIdentifier"),
    ]
    return attributes.reversed().map { attribute in
      let label = labels.first { $0.0 == attribute.type }?.1 ?? attribute.type.description
      let escaped = attribute.value.reduce(into: "") { text, character in
        if ",+\"\\<>;=".contains(character) { text.append("\\") }
        text.append(character)
      }
      return "\(label)=\(escaped)"
    }.joined(separator: ",")
  }
}
