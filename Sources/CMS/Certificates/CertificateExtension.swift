/// One extension with its received value (RFC 5280 §4.1.2.9).
public struct CertificateExtension: Sendable, Hashable {
  public let identifier: ObjectIdentifier
  public let isCritical: Bool
  /// The octets inside extnValue.
  public let value: [UInt8]

  /// Makes an extension around an encoded value.
  public init(_ identifier: ObjectIdentifier, critical: Bool, value: [UInt8]) {
    self.identifier = identifier
    self.isCritical = critical
    self.value = value
  }

  var der: [UInt8] {
    isCritical
      ? DER.sequence(DER.oid(identifier), DER.booleanTrue, DER.octetString(value))
      : DER.sequence(DER.oid(identifier), DER.octetString(value))
  }

  static func list(_ node: DERNode) throws(CMSError) -> [CertificateExtension] {
    var entries = try node.children(DERTag.sequence)
    var found: [CertificateExtension] = []
    while let entry = try entries.next() {
      var fields = try entry.children(DERTag.sequence)
      let identifier = try fields.required(DERTag.objectIdentifier, "extension identifier").objectIdentifier()
      let critical = try fields.optional(DERTag.boolean)?.boolean() ?? false
      let value = try fields.required(DERTag.octetString, "extension value").octets()
      try fields.finish()
      guard !found.contains(where: { $0.identifier == identifier }) else {
        throw CMSError(.invalidStructure, "extension \(identifier) appears twice")
      }
      guard found.count < X509Certificate.extensionCountMax else {
        throw CMSError(.invalidStructure, "too many extensions")
      }
      found.append(CertificateExtension(identifier, critical: critical, value: value))
    }
    return found
  }
}

/// keyUsage bits (RFC 5280 §4.2.1.3).
public struct KeyUsage: OptionSet, Sendable, Hashable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }
  public static let digitalSignature = KeyUsage(rawValue: 1 << 0)
  public static let nonRepudiation = KeyUsage(rawValue: 1 << 1)
  public static let keyEncipherment = KeyUsage(rawValue: 1 << 2)
  public static let dataEncipherment = KeyUsage(rawValue: 1 << 3)
  public static let keyAgreement = KeyUsage(rawValue: 1 << 4)
  public static let keyCertSign = KeyUsage(rawValue: 1 << 5)
  public static let crlSign = KeyUsage(rawValue: 1 << 6)
}

/// basicConstraints (RFC 5280 §4.2.1.9).
public struct BasicConstraints: Sendable, Hashable {
  public let isCA: Bool
  /// Further CA certificates that may follow below; nil for any number.
  public let pathLength: Int?

  /// Makes constraints.
  public init(isCA: Bool, pathLength: Int? = nil) {
    self.isCA = isCA
    self.pathLength = pathLength
  }
}

extension X509Certificate {
  func value(_ identifier: ObjectIdentifier) -> CertificateExtension? {
    extensions.first { $0.identifier == identifier }
  }

  /// keyUsage; nil when absent, empty when damaged.
  public var keyUsage: KeyUsage? {
    guard let found = value(.keyUsage) else { return nil }
    guard let node = try? DERNode(found.value), let bits = try? node.namedBits() else { return [] }
    return KeyUsage(rawValue: bits)
  }

  /// basicConstraints; nil when absent or damaged.
  public var basicConstraints: BasicConstraints? {
    guard let found = value(.basicConstraints), let node = try? DERNode(found.value),
      var fields = try? node.children(DERTag.sequence)
    else { return nil }
    guard let isCA = try? fields.optional(DERTag.boolean)?.boolean() ?? false else { return nil }
    guard let length = try? fields.optional(DERTag.integer) else { return BasicConstraints(isCA: isCA) }
    guard let pathLength = try? length.smallInteger(), pathLength >= 0 else { return nil }
    return BasicConstraints(isCA: isCA, pathLength: pathLength)
  }

  /// extendedKeyUsage purposes; nil when absent, empty when damaged.
  public var extendedKeyUsage: [ObjectIdentifier]? {
    guard let found = value(.extendedKeyUsage) else { return nil }
    guard let node = try? DERNode(found.value), var fields = try? node.children(DERTag.sequence) else { return [] }
    var purposes: [ObjectIdentifier] = []
    while let purpose = try? fields.next() {
      guard let identifier = try? purpose.objectIdentifier() else { return [] }
      purposes.append(identifier)
    }
    return purposes
  }

  /// True when extendedKeyUsage is critical and names time stamping alone (RFC 3161 §2.3).
  public var isTimeStamping: Bool {
    value(.extendedKeyUsage)?.isCritical == true && extendedKeyUsage == [.purposeTimeStamping]
  }

  /// subjectKeyIdentifier octets.
  public var subjectKeyIdentifier: [UInt8]? {
    guard let found = value(.subjectKeyIdentifier), let node = try? DERNode(found.value) else { return nil }
    return try? node.octets()
  }

  /// keyIdentifier of authorityKeyIdentifier.
  public var authorityKeyIdentifier: [UInt8]? {
    guard let found = value(.authorityKeyIdentifier) else { return nil }
    return Self.authorityKeyIdentifier(found.value)
  }

  static func authorityKeyIdentifier(_ value: [UInt8]) -> [UInt8]? {
    guard let node = try? DERNode(value), var fields = try? node.children(DERTag.sequence),
      let identifier = try? fields.optional(DERTag.contextPrimitive(0))
    else { return nil }
    return Array(identifier.content)
  }

  /// True when the issuer said that this OCSP responder need not be checked (RFC 6960 §4.2.2.2.1).
  public var hasOCSPNoCheck: Bool { value(.ocspNoCheck) != nil }

  /// URLs of CRLs, full names only.
  public var crlURLs: [String] {
    guard let found = value(.crlDistributionPoints), let node = try? DERNode(found.value),
      var points = try? node.children(DERTag.sequence)
    else { return [] }
    var urls: [String] = []
    while let point = try? points.next() {
      guard var fields = try? point.children(DERTag.sequence),
        let name = try? fields.optional(DERTag.context(0)), var choice = try? name.children(),
        let full = try? choice.optional(DERTag.context(0)), var names = try? full.children()
      else { continue }
      while let general = try? names.next() {
        if general.tag == DERTag.contextPrimitive(6), let text = general.text { urls.append(text) }
      }
    }
    return urls
  }

  /// URLs of OCSP responders.
  public var ocspURLs: [String] { accessURLs(.accessOCSP) }

  /// URLs where the issuer's certificate can be had.
  public var issuerURLs: [String] { accessURLs(.accessCAIssuers) }

  private func accessURLs(_ method: ObjectIdentifier) -> [String] {
    guard let found = value(.authorityInformationAccess), let node = try? DERNode(found.value),
      var entries = try? node.children(DERTag.sequence)
    else { return [] }
    var urls: [String] = []
    while let entry = try? entries.next() {
      guard var fields = try? entry.children(DERTag.sequence),
        let kind = try? fields.required("access method").objectIdentifier(), kind == method,
        let name = try? fields.required("access location"), name.tag == DERTag.contextPrimitive(6),
        let text = name.text
      else { continue }
      urls.append(text)
    }
    return urls
  }
}
