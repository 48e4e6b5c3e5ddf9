/// What a time-stamping authority states (TSTInfo, RFC 3161 §2.4.2).
public struct TimeStampInfo: Sendable, Hashable {
  public let policy: ObjectIdentifier
  public let digest: DigestAlgorithm
  public let imprint: [UInt8]
  /// INTEGER octets of the token's serial number.
  public let serialNumber: [UInt8]
  /// The time of stamping.
  public let time: PKITime
  /// Greatest deviation of `time` in microseconds; 0 when not stated.
  public let accuracyMicroseconds: Int64
  public let isOrdered: Bool
  /// Magnitude octets of the nonce without leading zeros; nil when absent.
  public let nonce: [UInt8]?

  init(
    policy: ObjectIdentifier, digest: DigestAlgorithm, imprint: [UInt8], serialNumber: [UInt8], time: PKITime,
    accuracyMicroseconds: Int64, nonce: [UInt8]?
  ) {
    self.policy = policy
    self.digest = digest
    self.imprint = imprint
    self.serialNumber = serialNumber
    self.time = time
    self.accuracyMicroseconds = accuracyMicroseconds
    self.nonce = nonce
    isOrdered = false
  }

  init(der: [UInt8]) throws(CMSError) {
    var fields = try DERNode(der).children(DERTag.sequence)
    guard try fields.required(DERTag.integer, "version").smallInteger() == 1 else {
      throw CMSError(.invalidStructure, "only version 1 time-stamps are known")
    }
    policy = try fields.required(DERTag.objectIdentifier, "policy").objectIdentifier()
    let imprint = try MessageImprint(fields.required(DERTag.sequence, "messageImprint"))
    digest = imprint.digest
    self.imprint = imprint.octets
    serialNumber = try fields.required(DERTag.integer, "serialNumber").integerBytes()
    time = try PKITime(fields.required(DERTag.generalizedTime, "genTime"))
    var accuracy: Int64 = 0
    if let node = try fields.optional(DERTag.sequence) {
      var parts = try node.children()
      if let seconds = try parts.optional(DERTag.integer) { accuracy += Int64(try seconds.smallInteger()) * 1_000_000 }
      if let millis = try parts.optional(DERTag.contextPrimitive(0)) {
        accuracy += Int64(try millis.smallInteger(tag: DERTag.contextPrimitive(0))) * 1000
      }
      if let micros = try parts.optional(DERTag.contextPrimitive(1)) {
        accuracy += Int64(try micros.smallInteger(tag: DERTag.contextPrimitive(1)))
      }
    }
    accuracyMicroseconds = max(0, accuracy)
    isOrdered = try fields.optional(DERTag.boolean)?.boolean() ?? false
    nonce = try fields.optional(DERTag.integer).map { node throws(CMSError) in
      Array(try node.integerBytes().drop { $0 == 0 })
    }
    _ = try fields.optional(DERTag.context(0))
    _ = try fields.optional(DERTag.context(1))
    try fields.finish()
  }

  var der: [UInt8] {
    var fields = [
      DER.integer(1), DER.oid(policy), MessageImprint(digest: digest, octets: imprint).der,
      DER.tlv(DERTag.integer, serialNumber), DER.generalizedTime(time),
    ]
    if accuracyMicroseconds > 0 {
      var parts: [[UInt8]] = []
      let (seconds, rest) = (Int(accuracyMicroseconds / 1_000_000), Int(accuracyMicroseconds % 1_000_000))
      if seconds > 0 { parts.append(DER.integer(seconds)) }
      if rest / 1000 > 0 {
        parts.append(DER.unsignedInteger(DERNode.magnitude(rest / 1000), tag: DERTag.contextPrimitive(0)))
      }
      if rest % 1000 > 0 {
        parts.append(DER.unsignedInteger(DERNode.magnitude(rest % 1000), tag: DERTag.contextPrimitive(1)))
      }
      fields.append(DER.constructed(DERTag.sequence, parts))
    }
    if let nonce { fields.append(DER.unsignedInteger(nonce)) }
    return DER.constructed(DERTag.sequence, fields)
  }
}

extension DERNode {
  static func magnitude(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)] }
}

/// A time-stamp token: SignedData over TSTInfo (RFC 3161 §2.4.2).
public struct TimeStampToken: Sendable {
  /// The token as received.
  public let der: [UInt8]
  public let signedData: SignedData
  public let info: TimeStampInfo

  /// Reads a token. `allowsTrailingBytes` is for a DocTimeStamp's padded `/Contents`.
  /// Throws `malformedEncoding` or `invalidStructure`.
  public init(der: [UInt8], allowsTrailingBytes: Bool = false) throws(CMSError) {
    signedData = try SignedData(der, allowsTrailingBytes: allowsTrailingBytes)
    self.der = signedData.octetCount == der.count ? der : Array(der.prefix(signedData.octetCount))
    guard signedData.contentType == .timeStampInfo, let content = signedData.content else {
      throw CMSError(.invalidStructure, "the token does not hold a TSTInfo")
    }
    info = try TimeStampInfo(der: content)
  }

  /// The facts about a token, before trust in the authority's certificate is decided.
  public struct Check: Sendable {
    public let signature: SignedDataVerifier.Result
    /// The imprint is the digest of the bytes in question.
    public let isImprintRight: Bool
    /// The certificate has the critical, sole purpose timeStamping (L1).
    public let isPurposeRight: Bool
    /// The token rests on a weak digest, signature or key, so it cannot prove a time today.
    public let isWeak: Bool
    /// Time stated by the token; proof only when all of this and the path hold.
    public let time: PKITime

    public var indication: Indication {
      if signature.indication == .failed || !isImprintRight { return .failed }
      return signature.indication == .passed && isPurposeRight ? .passed : .indeterminate
    }
    public var subIndication: SubIndication? {
      if signature.indication == .failed { return signature.subIndication }
      if !isImprintRight { return .hashFailure }
      return signature.subIndication ?? (isPurposeRight ? nil : .chainConstraintsFailure)
    }
  }

  /// Verifies the token over the joined `pieces`.
  public func verify(over pieces: [ArraySlice<UInt8>], extraCertificates: [X509Certificate] = []) -> Check {
    var hasher = DigestHasher(info.digest)
    for piece in pieces { hasher.update(piece) }
    return check(isImprintRight: hasher.finalize() == info.imprint, extraCertificates)
  }

  /// Verifies the token against a digest made with `digest`.
  public func verify(
    digest: DigestAlgorithm, imprint: [UInt8], extraCertificates: [X509Certificate] = []
  ) -> Check {
    check(isImprintRight: digest == info.digest && imprint == info.imprint, extraCertificates)
  }

  private func check(isImprintRight: Bool, _ extraCertificates: [X509Certificate]) -> Check {
    let result = SignedDataVerifier(.timeStamp).verify(signedData, content: nil, extraCertificates: extraCertificates)
    return Check(
      signature: result, isImprintRight: isImprintRight, isPurposeRight: result.certificate?.isTimeStamping ?? false,
      isWeak: info.digest.isBroken || result.findings.contains(.weakAlgorithm) || result.findings.contains(.weakKey),
      time: info.time)
  }
}
