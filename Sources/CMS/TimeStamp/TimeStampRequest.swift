/// TimeStampReq (RFC 3161 §2.4.1).
public struct TimeStampRequest: Sendable, Hashable {
  /// Media type of a request over HTTP (RFC 3161 §3.4).
  public static let mediaType = "application/timestamp-query"

  /// Digest function of the imprint.
  public let digest: DigestAlgorithm
  /// The digest to be time-stamped.
  public let imprint: [UInt8]
  /// The policy asked for, if any.
  public let policy: ObjectIdentifier?
  /// Positive magnitude octets of the nonce, if any.
  public let nonce: [UInt8]?
  /// Whether the token shall carry the authority's certificate.
  public let wantsCertificate: Bool

  /// Makes a request. Throws `invalidArgument` when imprint and digest do not fit or the digest is weak.
  public init(
    digest: DigestAlgorithm = .sha256, imprint: [UInt8], nonce: [UInt8]?, policy: ObjectIdentifier? = nil,
    wantsCertificate: Bool = true
  ) throws(CMSError) {
    guard imprint.count == digest.octetCount, digest.isProduced else {
      throw CMSError(.invalidArgument, "the imprint must be a SHA-256, SHA-384 or SHA-512 digest")
    }
    self.digest = digest
    self.imprint = imprint
    self.policy = policy
    self.nonce = nonce.map { Array($0.drop { $0 == 0 }) }
    self.wantsCertificate = wantsCertificate
  }

  /// Reads a request. Throws `malformedEncoding`, `unsupportedAlgorithm` or `invalidStructure`.
  public init(der: [UInt8]) throws(CMSError) {
    guard der.count <= 4096 else { throw CMSError(.invalidStructure, "the time-stamp request is too large") }
    var fields = try DERNode(der).children(DERTag.sequence)
    guard try fields.required(DERTag.integer, "version").smallInteger() == 1 else {
      throw CMSError(.invalidStructure, "only version 1 requests are known")
    }
    let imprint = try MessageImprint(fields.required(DERTag.sequence, "messageImprint"))
    let policy = try fields.optional(DERTag.objectIdentifier)?.objectIdentifier()
    let nonce = try fields.optional(DERTag.integer)?.integerBytes()
    let wantsCertificate = try fields.optional(DERTag.boolean)?.boolean() ?? false
    guard try fields.optional(DERTag.context(0)) == nil else {
      throw CMSError(.invalidStructure, "request extensions are not supported")
    }
    try fields.finish()
    if let nonce {
      guard nonce.count <= 64, nonce[0] < 0x80 else {
        throw CMSError(.invalidStructure, "the nonce is too long or negative")
      }
    }
    try self.init(
      digest: imprint.digest, imprint: imprint.octets, nonce: nonce, policy: policy, wantsCertificate: wantsCertificate)
  }

  /// The request in DER.
  public var der: [UInt8] {
    var fields = [DER.integer(1), MessageImprint(digest: digest, octets: imprint).der]
    if let policy { fields.append(DER.oid(policy)) }
    if let nonce { fields.append(DER.unsignedInteger(nonce)) }
    if wantsCertificate { fields.append(DER.booleanTrue) }
    return DER.constructed(DERTag.sequence, fields)
  }
}

/// MessageImprint: a digest with its function.
struct MessageImprint: Sendable, Hashable {
  let digest: DigestAlgorithm
  let octets: [UInt8]

  init(digest: DigestAlgorithm, octets: [UInt8]) {
    self.digest = digest
    self.octets = octets
  }

  init(_ node: DERNode) throws(CMSError) {
    var fields = try node.children(DERTag.sequence)
    digest = try DigestAlgorithm(algorithmIdentifier: fields.required(DERTag.sequence, "hashAlgorithm"))
    octets = try fields.required(DERTag.octetString, "hashedMessage").octets()
    try fields.finish()
    guard octets.count == digest.octetCount else { throw CMSError(.invalidStructure, "the imprint has a wrong length") }
  }

  var der: [UInt8] { DER.sequence(digest.algorithmIdentifier, DER.octetString(octets)) }
}
