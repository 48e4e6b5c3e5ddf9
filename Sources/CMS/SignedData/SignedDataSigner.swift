/// Builds CMS SignedData with one SignerInfo (RFC 5652 §5) for one certificate; made once per signer, used often.
///
/// Everything that does not depend on the document is encoded when the value is made: certificate set, signer
/// identifier, signing-certificate-v2, algorithm identifiers. A signature then costs one sort of three or four
/// attributes, one key operation and one concatenation.
public struct SignedDataSigner: Sendable {
  /// Attributes ready to be signed; `bytes` is what the key signs (S6).
  public struct SignedAttributes: Sendable, Hashable {
    /// The DER SET OF attributes, universal tag 31.
    public let bytes: [UInt8]
    let contentType: ObjectIdentifier
  }

  /// The signer's certificate.
  public let certificate: X509Certificate
  /// The scheme the key signs with.
  public let algorithm: SignatureAlgorithm
  /// The digest over the content.
  public let digest: DigestAlgorithm

  private var certificateSet: [UInt8]
  private let signerIdentifier: [UInt8]
  private let digestIdentifier: [UInt8]
  private let signatureIdentifier: [UInt8]
  private let signingCertificate: [UInt8]

  /// Prepares a signer. `chain` holds the issuers, root included or not; all go into the certificates field.
  ///
  /// Throws `invalidKey` for weak keys, `unsupportedAlgorithm` for schemes that must not make new signatures (S11).
  public init(
    certificate: X509Certificate, chain: [X509Certificate], algorithm: SignatureAlgorithm,
    identifyIssuer: Bool = true
  ) throws(CMSError) {
    guard algorithm.digest?.isProduced != false else {
      throw CMSError(.unsupportedAlgorithm, "SHA-1 must not sign; use SHA-256 or better")
    }
    guard !certificate.publicKey.isWeak else {
      throw CMSError(.invalidKey, "the key is too small for new signatures; use P-256 or RSA-3072")
    }
    self.certificate = certificate
    self.algorithm = algorithm
    // RFC 8419 §3.1: with signed attributes Ed25519 goes together with SHA-512.
    digest = algorithm.digest ?? .sha512
    var all = [certificate.der]
    for issuer in chain where !all.contains(issuer.der) { all.append(issuer.der) }
    certificateSet = DER.setOf(all, tag: DERTag.context(0))
    signerIdentifier = certificate.issuerAndSerialNumber
    digestIdentifier = digest.algorithmIdentifier
    signatureIdentifier = try algorithm.algorithmIdentifier()
    signingCertificate = Self.attribute(
      .signingCertificateV2,
      Self.signingCertificateV2(certificate, digest: .sha256, identifyIssuer: identifyIssuer))
  }

  /// The same signer leaving the certificates field out, for requests with certReq FALSE (RFC 3161 §2.4.1).
  func withoutCertificates() -> SignedDataSigner {
    var copy = self
    copy.certificateSet = []
    return copy
  }

  static func attribute(_ identifier: ObjectIdentifier, _ value: [UInt8]) -> [UInt8] {
    DER.sequence(DER.oid(identifier), DER.tlv(DERTag.set, value))
  }

  /// SigningCertificateV2 (RFC 5035 §3) with the default digest left out and the issuer as directoryName (S7).
  static func signingCertificateV2(
    _ certificate: X509Certificate, digest: DigestAlgorithm, identifyIssuer: Bool
  ) -> [UInt8] {
    var fields: [[UInt8]] = []
    if digest != .sha256 { fields.append(digest.algorithmIdentifier) }
    fields.append(DER.octetString(digest.hash(certificate.der)))
    if identifyIssuer {
      fields.append(
        DER.sequence(
          DER.sequence(DER.explicit(4, certificate.issuer.der)), DER.tlv(DERTag.integer, certificate.serialNumber)))
    }
    return DER.sequence(DER.sequence(DER.constructed(DERTag.sequence, fields)))
  }

  /// The attributes for content with digest `contentDigest`, made with `digest`.
  ///
  /// PAdES leaves `signingTime` nil and `protectsAlgorithms` false (S5, S9). Throws `invalidArgument` when the
  /// digest has the wrong length.
  public func attributes(
    contentDigest: [UInt8], contentType: ObjectIdentifier? = nil, signingTime: PKITime? = nil,
    protectsAlgorithms: Bool = false
  ) throws(CMSError) -> SignedAttributes {
    guard contentDigest.count == digest.octetCount else {
      throw CMSError(.invalidArgument, "the content digest must be \(digest.octetCount) octets of \(digest.rawValue)")
    }
    let type = contentType ?? .data
    var list = [
      Self.attribute(.contentType, DER.oid(type)),
      Self.attribute(.messageDigest, DER.octetString(contentDigest)),
      signingCertificate,
    ]
    if let signingTime { list.append(Self.attribute(.signingTime, DER.time(signingTime.truncatedToSeconds))) }
    if protectsAlgorithms {
      var signatureField = signatureIdentifier
      signatureField[0] = DERTag.context(1)
      list.append(Self.attribute(.algorithmProtection, DER.sequence(digestIdentifier, signatureField)))
    }
    return SignedAttributes(bytes: DER.setOf(list), contentType: type)
  }

  /// The finished ContentInfo. `content` is embedded when given; otherwise the signature is detached.
  /// `timeStampToken` becomes the unsigned attribute signature-time-stamp (L2).
  public func assemble(
    _ attributes: SignedAttributes, signature: [UInt8], content: [UInt8]? = nil, timeStampToken: [UInt8]? = nil
  ) -> [UInt8] {
    var signedAttributes = attributes.bytes
    signedAttributes[0] = DERTag.context(0)
    var signer = [
      DER.integer(1), signerIdentifier, digestIdentifier, signedAttributes, signatureIdentifier,
      DER.octetString(signature),
    ]
    if let timeStampToken {
      signer.append(
        DER.tlv(DERTag.context(1), Self.attribute(.signatureTimeStamp, timeStampToken)))
    }
    var encapsulated = [DER.oid(attributes.contentType)]
    if let content { encapsulated.append(DER.explicit(0, DER.octetString(content))) }
    let version = attributes.contentType == .data ? 1 : 3
    let signedData = DER.sequence(
      DER.integer(version), DER.tlv(DERTag.set, digestIdentifier), DER.constructed(DERTag.sequence, encapsulated),
      certificateSet, DER.tlv(DERTag.set, DER.constructed(DERTag.sequence, signer)))
    return DER.sequence(DER.oid(.signedData), DER.explicit(0, signedData))
  }

  /// An upper bound of `assemble`'s length for a signature of `signatureOctets` and a token of `tokenOctets`.
  public func octetCountMax(signatureOctets: Int, tokenOctets: Int) -> Int {
    // 400 octets cover the remaining attributes, identifiers and length octets with room to spare.
    certificateSet.count + signerIdentifier.count + signingCertificate.count + signatureOctets
      + (tokenOctets == 0 ? 0 : tokenOctets + 40) + 400
  }

  /// Signs a content digest with a key in this process, without suspension. Throws `invalidKey`, `signingFailed`.
  public func sign(contentDigest: [UInt8], key: PrivateKey, signingTime: PKITime? = nil) throws(CMSError) -> [UInt8] {
    try check(key)
    let attributes = try attributes(contentDigest: contentDigest, signingTime: signingTime)
    return assemble(attributes, signature: try key.signature(over: attributes.bytes))
  }

  /// Signs whole content as plain CMS with signing-time and algorithm protection (RFC 5652 §11.3, RFC 6211).
  public func sign(
    content: [UInt8], key: any SigningKey, isDetached: Bool, signingTime: PKITime
  ) async throws(CMSError) -> [UInt8] {
    try check(key)
    let attributes = try attributes(
      contentDigest: digest.hash(content), signingTime: signingTime, protectsAlgorithms: true)
    let signature = try await key.sign(attributes.bytes)
    return assemble(attributes, signature: signature, content: isDetached ? nil : content)
  }

  /// Throws `invalidKey` unless `key` belongs to the certificate and signs with the prepared scheme (S12).
  public func check(_ key: any SigningKey) throws(CMSError) {
    guard key.publicKey == certificate.publicKey || key.publicKey.bits == certificate.publicKey.bits else {
      throw CMSError(.invalidKey, "the key does not belong to the signer's certificate")
    }
    guard key.algorithm == algorithm else {
      throw CMSError(.invalidKey, "the key signs with another scheme than the one prepared")
    }
  }
}
