/// An RFC 3161 time-stamping unit in this process. It states the time of its clock and nothing else.
public struct EmbeddedTimeStampAuthority: Sendable {
  /// The policy that tokens are issued under.
  public let policy: ObjectIdentifier
  /// Greatest deviation of the clock, stated in every token.
  public let accuracyMicroseconds: Int64

  private let signer: SignedDataSigner
  private let bareSigner: SignedDataSigner
  private let key: any SigningKey
  private let clock: @Sendable () -> PKITime
  private let serialNumber: @Sendable () -> [UInt8]

  /// Makes a unit. `certificate` needs the critical, sole purpose timeStamping; `serialNumber` answers a fresh
  /// positive number (magnitude octets, at most 20) on each call. Throws `invalidKey` or `invalidArgument`.
  public init(
    certificate: X509Certificate, chain: [X509Certificate], key: any SigningKey, policy: ObjectIdentifier,
    accuracyMicroseconds: Int64 = 1_000_000, clock: @escaping @Sendable () -> PKITime,
    serialNumber: @escaping @Sendable () -> [UInt8]
  ) throws(CMSError) {
    guard certificate.isTimeStamping else {
      throw CMSError(.invalidArgument, "the certificate lacks the critical purpose timeStamping")
    }
    signer = try SignedDataSigner(certificate: certificate, chain: chain, algorithm: key.algorithm)
    bareSigner = signer.withoutCertificates()
    try signer.check(key)
    self.key = key
    self.policy = policy
    self.accuracyMicroseconds = accuracyMicroseconds
    self.clock = clock
    self.serialNumber = serialNumber
  }

  /// A token over `imprint`. Throws `invalidArgument` or `signingFailed`.
  public func token(
    digest: DigestAlgorithm = .sha256, imprint: [UInt8], nonce: [UInt8]? = nil, includesCertificates: Bool = true
  ) async throws(CMSError) -> [UInt8] {
    guard imprint.count == digest.octetCount, digest.isProduced else {
      throw CMSError(.invalidArgument, "the imprint must be a SHA-256, SHA-384 or SHA-512 digest")
    }
    let serial = Array(serialNumber().prefix(20))
    let time = clock()
    // Whole milliseconds: genTime stays short and the accuracy statement stays honest.
    let rounded = PKITime(microsecondsSince1970: time.microsecondsSince1970 - Int64(time.microsecondOfSecond % 1000))
    let info = TimeStampInfo(
      policy: policy, digest: digest, imprint: imprint,
      serialNumber: Array(try DERNode(DER.unsignedInteger(serial)).content), time: rounded,
      accuracyMicroseconds: accuracyMicroseconds, nonce: nonce)
    let content = info.der
    let unit = includesCertificates ? signer : bareSigner
    let attributes = try unit.attributes(contentDigest: unit.digest.hash(content), contentType: .timeStampInfo)
    return unit.assemble(attributes, signature: try await key.sign(attributes.bytes), content: content)
  }

  /// Answers a TimeStampReq with a TimeStampResp; a bad request gets a refusal, never an exception.
  public func respond(to request: [UInt8]) async -> [UInt8] {
    let parsed: TimeStampRequest
    do {
      parsed = try TimeStampRequest(der: request)
    } catch {
      switch error.code {
      case .unsupportedAlgorithm, .invalidArgument:
        return TimeStampResponse.refused(.badAlgorithm, "use SHA-256, SHA-384 or SHA-512")
      default: return TimeStampResponse.refused(.badDataFormat, "not a version 1 TimeStampReq")
      }
    }
    if let wanted = parsed.policy, wanted != policy {
      return TimeStampResponse.refused(.unacceptedPolicy, "this unit issues under \(policy)")
    }
    do {
      let token = try await token(
        digest: parsed.digest, imprint: parsed.imprint, nonce: parsed.nonce,
        includesCertificates: parsed.wantsCertificate)
      return TimeStampResponse.granted(token)
    } catch {
      return TimeStampResponse.refused(.systemFailure, "the unit could not sign")
    }
  }

  /// The octets of a token with the certificates, rounded up; for placeholder sizes (S3).
  public var tokenOctetCountMax: Int { signer.octetCountMax(signatureOctets: 600, tokenOctets: 0) + 400 }
}
