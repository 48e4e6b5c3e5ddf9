/// CertID (RFC 6960 §4.1.1): a certificate named by its issuer's hashes and its serial number.
public struct OCSPCertificateID: Sendable, Hashable {
  public let digest: DigestAlgorithm
  public let issuerNameHash: [UInt8]
  public let issuerKeyHash: [UInt8]
  /// INTEGER octets.
  public let serialNumber: [UInt8]
  private let algorithmBytes: [UInt8]

  /// Names `certificate`. SHA-1 is an identifier here and what most responders understand.
  public init(_ certificate: X509Certificate, issuer: X509Certificate, digest: DigestAlgorithm = .sha1) {
    self.digest = digest
    issuerNameHash = digest.hash(certificate.issuer.der)
    issuerKeyHash = digest.hash(issuer.publicKey.bits)
    serialNumber = certificate.serialNumber
    algorithmBytes = DER.sequence(DER.oid(digest.objectIdentifier), DER.null)
  }

  init(_ node: DERNode) throws(CMSError) {
    var fields = try node.children(DERTag.sequence)
    let algorithm = try fields.required(DERTag.sequence, "hashAlgorithm")
    algorithmBytes = Array(algorithm.encoded)
    digest = try DigestAlgorithm(algorithmIdentifier: algorithm)
    issuerNameHash = try fields.required("issuerNameHash").octets()
    issuerKeyHash = try fields.required("issuerKeyHash").octets()
    serialNumber = try fields.required("serialNumber").integerBytes()
    try fields.finish()
  }

  var der: [UInt8] {
    DER.sequence(
      algorithmBytes, DER.octetString(issuerNameHash), DER.octetString(issuerKeyHash),
      DER.tlv(DERTag.integer, serialNumber))
  }

  /// True when the hashes are those of `issuer`.
  public func isIssued(by issuer: X509Certificate) -> Bool {
    issuerNameHash == digest.hash(issuer.subject.der) && issuerKeyHash == digest.hash(issuer.publicKey.bits)
  }

  /// True when this names `certificate` as issued by `issuer`. The name is hashed as `certificate` spells it.
  public func names(_ certificate: X509Certificate, issuer: X509Certificate) -> Bool {
    serialNumber == certificate.serialNumber && issuerKeyHash == digest.hash(issuer.publicKey.bits)
      && (issuerNameHash == digest.hash(certificate.issuer.der) || issuerNameHash == digest.hash(issuer.subject.der))
  }

  public static func == (left: Self, right: Self) -> Bool {
    left.digest == right.digest && left.issuerNameHash == right.issuerNameHash
      && left.issuerKeyHash == right.issuerKeyHash && left.serialNumber == right.serialNumber
  }
  public func hash(into hasher: inout Hasher) { hasher.combine(serialNumber) }
}

/// OCSPRequest, unsigned (RFC 6960 §4.1.1).
public struct OCSPRequest: Sendable, Hashable {
  /// Media type of a request over HTTP (RFC 6960 appendix A).
  public static let mediaType = "application/ocsp-request"
  /// Certificates one request may ask about.
  static let certificateCountMax = 16

  /// The certificates asked about.
  public let certificates: [OCSPCertificateID]
  /// The nonce, 1 to 128 octets (RFC 9654).
  public let nonce: [UInt8]?

  /// Makes a request.
  public init(_ certificates: [OCSPCertificateID], nonce: [UInt8]?) {
    self.certificates = certificates
    self.nonce = nonce
  }

  /// Reads a request; a signature on it is ignored. Throws `malformedEncoding` or `invalidStructure`.
  public init(der: [UInt8]) throws(CMSError) {
    guard der.count <= 16_384 else { throw CMSError(.invalidStructure, "the OCSP request is too large") }
    var outer = try DERNode(der).children(DERTag.sequence)
    var fields = try outer.required(DERTag.sequence, "tbsRequest").children()
    _ = try fields.optional(DERTag.context(0))
    _ = try fields.optional(DERTag.context(1))
    var list = try fields.required(DERTag.sequence, "requestList").children()
    var found: [OCSPCertificateID] = []
    while let entry = try list.next() {
      guard found.count < Self.certificateCountMax else {
        throw CMSError(.invalidStructure, "the OCSP request asks about too many certificates")
      }
      var parts = try entry.children(DERTag.sequence)
      found.append(try OCSPCertificateID(parts.required(DERTag.sequence, "reqCert")))
    }
    certificates = found
    nonce = try fields.optional(DERTag.context(2)).flatMap { node throws(CMSError) in try Self.nonce(node) }
  }

  static func nonce(_ tagged: DERNode) throws(CMSError) -> [UInt8]? {
    var wrapper = try tagged.children()
    let list = try CertificateExtension.list(wrapper.required(DERTag.sequence, "extensions"))
    guard let value = list.first(where: { $0.identifier == .ocspNonce })?.value else { return nil }
    let octets = (try? DERNode(value).octets()) ?? value
    guard (1...128).contains(octets.count) else { throw CMSError(.invalidStructure, "the nonce has a wrong length") }
    return octets
  }

  static func nonceExtension(_ nonce: [UInt8]) -> [UInt8] {
    DER.sequence(CertificateExtension(.ocspNonce, critical: false, value: DER.octetString(nonce)).der)
  }

  /// The request in DER.
  public var der: [UInt8] {
    var fields = [DER.constructed(DERTag.sequence, certificates.map { DER.sequence($0.der) })]
    if let nonce { fields.append(DER.explicit(2, Self.nonceExtension(nonce))) }
    return DER.sequence(DER.constructed(DERTag.sequence, fields))
  }
}
