/// A parsed CMS SignedData (RFC 5652 §5.1) with the octets that matter for verification kept as received.
public struct SignedData: Sendable {
  /// Certificates of one structure that are read.
  static let certificateCountMax = 200
  /// SignerInfos of one structure that are read.
  static let signerCountMax = 50

  /// CMSVersion.
  public let version: Int
  /// digestAlgorithms, by identifier.
  public let digestAlgorithms: [ObjectIdentifier]
  /// eContentType.
  public let contentType: ObjectIdentifier
  /// eContent octets; nil when detached.
  public let content: [UInt8]?
  /// Every X.509 certificate that could be read.
  public let certificates: [X509Certificate]
  /// Certificates of other formats or damaged ones, passed over.
  public let unreadableCertificateCount: Int
  /// CRLs in the crls field, in DER.
  public let crls: [[UInt8]]
  /// The SignerInfos in order.
  public let signers: [SignerInfo]
  /// False when the outer structure needed BER rules.
  public let isDER: Bool
  /// Octets of the ContentInfo; what follows in the parsed bytes is padding.
  public let octetCount: Int

  /// Reads one ContentInfo of type signed-data. `allowsTrailingBytes` is for PDF `/Contents`, where zero octets
  /// follow; the caller checks them. Throws `malformedEncoding` or `invalidStructure`.
  public init(_ bytes: [UInt8], allowsTrailingBytes: Bool = false) throws(CMSError) {
    let root: DERNode
    do {
      root = try DERNode(prefixOf: bytes)
      try self.init(root)
    } catch {
      // Old producers wrap the signature in indefinite lengths; those are read, and reported as not DER.
      guard bytes.count > 1, bytes[0] == DERTag.sequence else { throw error }
      let lenient = try DERNode(prefixOf: bytes, rules: .ber)
      try self.init(lenient)
    }
    guard allowsTrailingBytes || octetCount == bytes.count else { throw .malformed("bytes follow the signature") }
  }

  private init(_ root: DERNode) throws(CMSError) {
    var info = try root.children(DERTag.sequence)
    // GB/T 35275 has the structure of RFC 5652 under identifiers of its own.
    guard [.signedData, .gmSignedData].contains(try info.required("content type").objectIdentifier()) else {
      throw CMSError(.invalidStructure, "the content is not CMS signed-data")
    }
    var wrapper = try info.required(DERTag.context(0), "content").children()
    var fields = try wrapper.required(DERTag.sequence, "SignedData").children()
    version = try fields.required(DERTag.integer, "version").smallInteger()
    var digests = try fields.required(DERTag.set, "digestAlgorithms").children()
    var identifiers: [ObjectIdentifier] = []
    while let entry = try digests.next() {
      var algorithm = try entry.children(DERTag.sequence)
      identifiers.append(try algorithm.required("digest algorithm").objectIdentifier())
      guard identifiers.count <= Self.signerCountMax else { throw .malformed("too many digest algorithms") }
    }
    digestAlgorithms = identifiers
    var encapsulated = try fields.required(DERTag.sequence, "encapContentInfo").children()
    contentType = try encapsulated.required("eContentType").objectIdentifier()
    if let tagged = try encapsulated.optional(DERTag.context(0)) {
      var inner = try tagged.children()
      content = try inner.required("eContent").octets()
    } else {
      content = nil
    }
    var certificates: [X509Certificate] = []
    var unreadable = 0
    if let set = try fields.optional(DERTag.context(0)) {
      var entries = try set.children()
      while let entry = try entries.next() {
        guard certificates.count + unreadable < Self.certificateCountMax else {
          throw CMSError(.invalidStructure, "too many certificates in the signature")
        }
        if let certificate = try? X509Certificate(der: Array(entry.encoded)) {
          certificates.append(certificate)
        } else {
          unreadable += 1
        }
      }
    }
    self.certificates = certificates
    unreadableCertificateCount = unreadable
    var crls: [[UInt8]] = []
    if let set = try fields.optional(DERTag.context(1)) {
      var entries = try set.children()
      while let entry = try entries.next(), crls.count < Self.certificateCountMax {
        crls.append(Array(entry.encoded))
      }
    }
    self.crls = crls
    var signers: [SignerInfo] = []
    var infos = try fields.required(DERTag.set, "signerInfos").children()
    while let entry = try infos.next() {
      guard signers.count < Self.signerCountMax else { throw CMSError(.invalidStructure, "too many signers") }
      signers.append(try SignerInfo(entry))
    }
    try fields.finish()
    self.signers = signers
    isDER = root.rules == .der
    octetCount = root.range.count
  }
}

/// One SignerInfo (RFC 5652 §5.3).
public struct SignerInfo: Sendable {
  /// Attributes of one kind that are read.
  static let attributeCountMax = 100

  /// How the signer's certificate is named.
  public enum Identifier: Sendable, Hashable {
    case issuerAndSerialNumber(issuer: DistinguishedName, serialNumber: [UInt8])
    case subjectKeyIdentifier([UInt8])
  }

  /// One attribute with its values in DER.
  public struct Attribute: Sendable, Hashable {
    public let identifier: ObjectIdentifier
    public let values: [[UInt8]]
  }

  public let version: Int
  public let identifier: Identifier
  /// The digest over the content; nil when unknown here, then `digestIdentifier` names it.
  public let digest: DigestAlgorithm?
  public let digestIdentifier: ObjectIdentifier
  public let signatureAlgorithm: SignatureAlgorithm
  /// The signature octets, which a signature time-stamp covers (L1).
  public let signature: [UInt8]
  /// Signed attributes in received order; nil when the field is absent.
  public let signedAttributes: [Attribute]?
  /// The received signed attributes with the tag patched to SET OF (S6); nil when absent.
  public let signedAttributeBytes: [UInt8]?
  /// False when the received attributes are not in DER order.
  public let isAttributeOrderDER: Bool
  /// Unsigned attributes in received order.
  public let unsignedAttributes: [Attribute]
  let digestAlgorithmBytes: [UInt8]
  let signatureAlgorithmBytes: [UInt8]

  init(_ node: DERNode) throws(CMSError) {
    var fields = try node.children(DERTag.sequence)
    version = try fields.required(DERTag.integer, "SignerInfo version").smallInteger()
    let sid = try fields.required("signer identifier")
    if sid.tag == DERTag.sequence {
      var parts = try sid.children()
      identifier = .issuerAndSerialNumber(
        issuer: try DistinguishedName(parts.required(DERTag.sequence, "issuer")),
        serialNumber: try parts.required(DERTag.integer, "serialNumber").integerBytes())
    } else {
      identifier = .subjectKeyIdentifier(try sid.octets(tag: DERTag.contextPrimitive(0)))
    }
    let digestNode = try fields.required(DERTag.sequence, "digestAlgorithm")
    var digestFields = try digestNode.children()
    digestIdentifier = try digestFields.required("digest algorithm").objectIdentifier()
    digest = try? DigestAlgorithm(algorithmIdentifier: digestNode)
    digestAlgorithmBytes = Array(digestNode.encoded)
    if let tagged = try fields.optional(DERTag.context(0)) {
      var bytes = Array(tagged.encoded)
      bytes[0] = DERTag.set
      signedAttributeBytes = bytes
      let (list, sorted) = try Self.attributes(tagged)
      signedAttributes = list
      isAttributeOrderDER = sorted
    } else {
      signedAttributeBytes = nil
      signedAttributes = nil
      isAttributeOrderDER = true
    }
    let algorithmNode = try fields.required(DERTag.sequence, "signatureAlgorithm")
    signatureAlgorithm = try SignatureAlgorithm(algorithmIdentifier: algorithmNode, digest: digest)
    signatureAlgorithmBytes = Array(algorithmNode.encoded)
    signature = try fields.required("signature").octets()
    if let tagged = try fields.optional(DERTag.context(1)) {
      unsignedAttributes = try Self.attributes(tagged).list
    } else {
      unsignedAttributes = []
    }
    try fields.finish()
  }

  private static func attributes(_ node: DERNode) throws(CMSError) -> (list: [Attribute], isSorted: Bool) {
    var entries = try node.children()
    var list: [Attribute] = []
    var previous: ArraySlice<UInt8> = []
    var isSorted = true
    while let entry = try entries.next() {
      guard list.count < attributeCountMax else { throw .malformed("too many attributes") }
      if entry.encoded.lexicographicallyPrecedes(previous) { isSorted = false }
      previous = entry.encoded
      var fields = try entry.children(DERTag.sequence)
      let identifier = try fields.required("attribute type").objectIdentifier()
      var set = try fields.required(DERTag.set, "attribute values").children()
      var values: [[UInt8]] = []
      while let value = try set.next() {
        guard values.count < attributeCountMax else { throw .malformed("too many attribute values") }
        values.append(Array(value.encoded))
      }
      try fields.finish()
      list.append(Attribute(identifier: identifier, values: values))
    }
    return (list, isSorted)
  }

  func signed(_ identifier: ObjectIdentifier) -> [Attribute] {
    signedAttributes?.filter { $0.identifier == identifier } ?? []
  }

  /// The signature time-stamp tokens (RFC 3161 appendix A), each a whole ContentInfo.
  public var signatureTimeStamps: [[UInt8]] {
    unsignedAttributes.filter { $0.identifier == .signatureTimeStamp }.flatMap(\.values)
  }

  /// signing-time as claimed by the signer; no proof.
  public var claimedSigningTime: PKITime? {
    guard let value = signed(.signingTime).first?.values.first, let node = try? DERNode(value) else { return nil }
    return try? PKITime(node)
  }

  /// Whether this identifier names `certificate`.
  public func names(_ certificate: X509Certificate) -> Bool {
    switch identifier {
    case .issuerAndSerialNumber(let issuer, let serial):
      certificate.serialNumber == serial && certificate.issuer.matches(issuer)
    case .subjectKeyIdentifier(let octets):
      certificate.subjectKeyIdentifier.map { $0 == octets } ?? (certificate.publicKey.keyIdentifier == octets)
    }
  }
}
