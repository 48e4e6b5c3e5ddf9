/// What a responder says about one certificate (RFC 6960 §4.2.1).
public enum OCSPCertificateStatus: Sendable, Hashable {
  case good
  case revoked(time: PKITime, reason: RevocationReason)
  case unknown
}

/// One SingleResponse.
public struct OCSPSingleResponse: Sendable, Hashable {
  public let certificate: OCSPCertificateID
  public let status: OCSPCertificateStatus
  public let thisUpdate: PKITime
  public let nextUpdate: PKITime?

  /// Makes an answer about one certificate.
  public init(
    certificate: OCSPCertificateID, status: OCSPCertificateStatus, thisUpdate: PKITime, nextUpdate: PKITime?
  ) {
    self.certificate = certificate
    self.status = status
    self.thisUpdate = thisUpdate
    self.nextUpdate = nextUpdate
  }

  init(_ node: DERNode) throws(CMSError) {
    var fields = try node.children(DERTag.sequence)
    certificate = try OCSPCertificateID(fields.required(DERTag.sequence, "certID"))
    let state = try fields.required("certStatus")
    switch state.tag {
    case DERTag.contextPrimitive(0): status = .good
    case DERTag.context(1):
      var parts = try state.children()
      let time = try PKITime(parts.required("revocationTime"))
      var reason = RevocationReason.unspecified
      if let tagged = try parts.optional(DERTag.context(0)) {
        var inner = try tagged.children()
        let code = try inner.required("revocationReason").smallInteger(tag: DERTag.enumerated)
        reason = UInt8(exactly: code).flatMap { RevocationReason(rawValue: $0) } ?? .unspecified
      }
      status = .revoked(time: time, reason: reason)
    case DERTag.contextPrimitive(2): status = .unknown
    default: throw .malformed("certStatus is not known")
    }
    thisUpdate = try PKITime(fields.required(DERTag.generalizedTime, "thisUpdate"))
    if let tagged = try fields.optional(DERTag.context(0)) {
      var inner = try tagged.children()
      nextUpdate = try PKITime(inner.required("nextUpdate"))
    } else {
      nextUpdate = nil
    }
    if let tagged = try fields.optional(DERTag.context(1)) {
      var inner = try tagged.children()
      let list = try CertificateExtension.list(inner.required(DERTag.sequence, "singleExtensions"))
      guard !list.contains(where: \.isCritical) else {
        throw CMSError(.invalidStructure, "the OCSP answer has an unknown critical extension")
      }
    }
    try fields.finish()
  }

  var der: [UInt8] {
    let state: [UInt8]
    switch status {
    case .good: state = [DERTag.contextPrimitive(0), 0]
    case .unknown: state = [DERTag.contextPrimitive(2), 0]
    case .revoked(let time, let reason):
      var parts = [DER.generalizedTime(time.truncatedToSeconds)]
      if reason != .unspecified { parts.append(DER.explicit(0, DER.enumerated(reason.rawValue))) }
      state = DER.constructed(DERTag.context(1), parts)
    }
    var fields = [certificate.der, state, DER.generalizedTime(thisUpdate.truncatedToSeconds)]
    if let nextUpdate { fields.append(DER.explicit(0, DER.generalizedTime(nextUpdate.truncatedToSeconds))) }
    return DER.constructed(DERTag.sequence, fields)
  }
}

/// OCSPResponse with a BasicOCSPResponse (RFC 6960 §4.2.1).
public struct OCSPResponse: Sendable, Hashable {
  /// Media type of an answer over HTTP (RFC 6960 appendix A).
  public static let mediaType = "application/ocsp-response"
  /// Octets of one answer that are read.
  public static let octetCountMax = 1 << 18
  /// Answers in one response that are read.
  static let answerCountMax = 100

  /// OCSPResponseStatus without a basic response.
  public enum Refusal: UInt8, Sendable {
    case malformedRequest = 1
    case internalError = 2
    case tryLater = 3
    case unauthorized = 6
  }

  enum ResponderID: Sendable, Hashable {
    case name(DistinguishedName)
    case keyHash([UInt8])
  }

  /// The whole response as received, the form that a DSS keeps.
  public let der: [UInt8]
  public let producedAt: PKITime
  public let answers: [OCSPSingleResponse]
  public let nonce: [UInt8]?
  public let signatureAlgorithm: SignatureAlgorithm
  public let signature: [UInt8]
  /// Certificates the responder sent along.
  public let certificates: [X509Certificate]
  let responder: ResponderID
  private let tbs: [UInt8]

  public static func == (left: Self, right: Self) -> Bool { left.der == right.der }
  public func hash(into hasher: inout Hasher) { hasher.combine(der) }

  /// Reads a successful response. Throws `refused` for an error status, `malformedEncoding` otherwise.
  public init(der: [UInt8]) throws(CMSError) {
    guard der.count <= Self.octetCountMax else { throw CMSError(.invalidStructure, "the OCSP answer is too large") }
    var outer = try DERNode(der).children(DERTag.sequence)
    let status = try outer.required("responseStatus").smallInteger(tag: DERTag.enumerated)
    guard status == 0 else { throw CMSError(.refused, "the OCSP responder answered with status \(status)") }
    var wrapper = try outer.required(DERTag.context(0), "responseBytes").children()
    var typed = try wrapper.required(DERTag.sequence, "responseBytes").children()
    guard try typed.required("responseType").objectIdentifier() == .ocspBasic else {
      throw CMSError(.invalidStructure, "only basic OCSP responses are known")
    }
    var basic = try DERNode(typed.required("response").octets()).children(DERTag.sequence)
    let data = try basic.required(DERTag.sequence, "tbsResponseData")
    tbs = Array(data.encoded)
    signatureAlgorithm = try SignatureAlgorithm(algorithmIdentifier: basic.required("signatureAlgorithm"))
    signature = try basic.required(DERTag.bitString, "signature").bitStringOctets()
    var certificates: [X509Certificate] = []
    if let tagged = try basic.optional(DERTag.context(0)) {
      var inner = try tagged.children()
      var list = try inner.required(DERTag.sequence, "certs").children()
      while let entry = try list.next(), certificates.count < Self.answerCountMax {
        if let certificate = try? X509Certificate(der: Array(entry.encoded)) { certificates.append(certificate) }
      }
    }
    self.certificates = certificates
    var fields = try data.children()
    _ = try fields.optional(DERTag.context(0))
    let identifier = try fields.required("responderID")
    var choice = try identifier.children()
    switch identifier.tag {
    case DERTag.context(1): responder = .name(try DistinguishedName(choice.required("responder name")))
    case DERTag.context(2): responder = .keyHash(try choice.required("responder key").octets())
    default: throw .malformed("responderID is not known")
    }
    producedAt = try PKITime(fields.required(DERTag.generalizedTime, "producedAt"))
    var list = try fields.required(DERTag.sequence, "responses").children()
    var answers: [OCSPSingleResponse] = []
    while let entry = try list.next() {
      guard answers.count < Self.answerCountMax else { throw .malformed("too many answers") }
      answers.append(try OCSPSingleResponse(entry))
    }
    self.answers = answers
    nonce = try fields.optional(DERTag.context(1)).flatMap { node throws(CMSError) in try OCSPRequest.nonce(node) }
    self.der = der
  }

  /// The certificate whose key signed this response and that may speak for `issuer`: the issuer itself, or a
  /// responder it issued with the purpose OCSPSigning (RFC 6960 §4.2.2.2). Nil when none fits.
  /// `others` may hold the responder's certificate when the response does not.
  public func authorizedResponder(
    for issuer: X509Certificate, others: [X509Certificate] = []
  ) -> X509Certificate? {
    if matches(issuer), issuer.publicKey.isValid(signature, over: tbs[...], signatureAlgorithm) { return issuer }
    return (certificates + others).first { candidate in
      matches(candidate) && candidate.extendedKeyUsage?.contains(.purposeOCSPSigning) == true
        && candidate.keyUsage?.contains(.digitalSignature) != false && candidate.issuer.matches(issuer.subject)
        && candidate.publicKey.isValid(signature, over: tbs[...], signatureAlgorithm)
        && candidate.isSigned(by: issuer.publicKey)
    }
  }

  private func matches(_ certificate: X509Certificate) -> Bool {
    switch responder {
    case .name(let name): name.matches(certificate.subject)
    case .keyHash(let hash): hash == certificate.publicKey.keyIdentifier
    }
  }

  /// The answer about `certificate`; nil when the response does not name it.
  public func answer(for certificate: X509Certificate, issuer: X509Certificate) -> OCSPSingleResponse? {
    answers.first { $0.certificate.names(certificate, issuer: issuer) }
  }

  /// A response that carries only an error status.
  public static func refusal(_ status: Refusal) -> [UInt8] { DER.sequence(DER.enumerated(status.rawValue)) }
}
