public import CMS
public import PDF

/// Signs PDF files as PAdES baseline signatures (ETSI EN 319 142-1), in stages so that a remote key can answer later.
///
/// `prepare` appends the revision with a placeholder and answers what the key must sign; `PreparedSignature.complete`
/// puts the CMS in place. `sign` does both and asks for a time-stamp in between.
public struct PDFSigner: Sendable {
  /// Octets kept for a time-stamp token when the authority's size is not known (S3).
  public static let tokenOctetsDefault = 8192

  /// The certificate, chain and algorithms.
  public let signer: SignedDataSigner

  /// Makes a signer. Throws `signerUnfit` for weak keys or algorithms.
  public init(certificate: X509Certificate, chain: [X509Certificate], algorithm: SignatureAlgorithm) throws(PAdESError)
  {
    signer = try withCMS { () throws(CMSError) in
      try SignedDataSigner(certificate: certificate, chain: chain, algorithm: algorithm)
    }
  }

  /// Makes a signer around prepared parts.
  public init(_ signer: SignedDataSigner) { self.signer = signer }

  /// Octets of one raw signature by this certificate's key, as an upper bound.
  var signatureOctetsMax: Int {
    switch signer.certificate.publicKey.kind {
    case .p256: 72
    case .p384: 104
    case .p521: 141
    case .rsa(let bits): (bits + 7) / 8
    case .ed25519: 64
    case .otherCurve, .dsa, .unsupported: 1024
    }
  }

  /// Appends the signing revision. `tokenOctets` is the room for a time-stamp token, 0 for none; `extraOctets`
  /// more room for a CMS made elsewhere.
  ///
  /// Throws `signerUnfit` when the certificate may not sign at the request's time (S12), `fieldMissing`,
  /// `fieldAlreadySigned`, `fieldLocked`, `tooLate`, `invalidArgument`, `documentUnsuitable`.
  public func prepare(
    _ document: PDFDocument, _ request: SignatureRequest, tokenOctets: Int = 0, extraOctets: Int = 0
  ) throws(PAdESError) -> PreparedSignature {
    try checkCertificate(at: request.time)
    guard (-840...840).contains(request.offsetMinutes), tokenOctets >= 0, extraOctets >= 0,
      tokenOctets + extraOctets <= 1 << 22
    else { throw PAdESError(.invalidArgument, "the time offset or the room for the signature is out of range") }
    let capacity =
      signer.octetCountMax(signatureOctets: signatureOctetsMax, tokenOctets: tokenOctets) + extraOctets
    var builder = try SignatureRevision(document, request)
    let update = try builder.build(
      type: "Sig", subFilter: "ETSI.CAdES.detached", capacity: capacity)
    return try PreparedSignature(update: update, field: builder.fieldName, signer: signer)
  }

  /// Signs with a key in this process, no time-stamp, no suspension: level B-B.
  public func sign(
    _ document: PDFDocument, _ request: SignatureRequest, key: PrivateKey
  ) throws(PAdESError) -> SignedFile {
    try withCMS { () throws(CMSError) in try signer.check(key) }
    let prepared = try prepare(document, request)
    let signature = try withCMS { () throws(CMSError) in try key.signature(over: prepared.attributes.bytes) }
    return try prepared.complete(signature: signature)
  }

  /// Signs and asks `timeStamp` for a token over the signature value (L1, L2).
  ///
  /// `timeStamp` gets the SHA-256 of the signature octets and answers a token, or nil when no authority answers in
  /// time; what it throws counts as nil. Then the result says B-B with the reason: a time is never faked.
  /// A token larger than `tokenOctets` makes one more round with enough room.
  public func sign(
    _ document: PDFDocument, _ request: SignatureRequest, key: any SigningKey,
    tokenOctets: Int = PDFSigner.tokenOctetsDefault,
    timeStamp: (_ imprint: [UInt8]) async throws -> [UInt8]?
  ) async throws(PAdESError) -> SignedFile {
    try withCMS { () throws(CMSError) in try signer.check(key) }
    var room = tokenOctets
    for attempt in 0..<2 {
      let prepared = try prepare(document, request, tokenOctets: room)
      let signature: [UInt8]
      do throws(CMSError) {
        signature = try await key.sign(prepared.attributes.bytes)
      } catch {
        throw PAdESError(error)
      }
      guard signer.certificate.publicKey.isValid(signature, over: prepared.attributes.bytes[...], signer.algorithm)
      else {
        throw PAdESError(.signingFailed, "the key's signature does not verify; check the key and its format")
      }
      let answer = await Self.token(over: signature, from: timeStamp)
      if let token = answer.token, token.der.count > room, attempt == 0 {
        room = token.der.count + 1024
        continue
      }
      return try prepared.complete(signature: signature, timeStamp: answer.token, problem: answer.problem)
    }
    throw PAdESError(.placeholderTooSmall, "the time-stamp token grew between two attempts; raise tokenOctets")
  }

  /// A verified token over the signature octets, or the reason why there is none.
  private static func token(
    over signature: [UInt8], from timeStamp: (_ imprint: [UInt8]) async throws -> [UInt8]?
  ) async -> (token: TimeStampToken?, problem: PAdESError?) {
    let imprint = DigestAlgorithm.sha256.hash(signature)
    do {
      guard let der = try await timeStamp(imprint) else {
        return (nil, PAdESError(.timeStampFailed, "no time-stamping authority answered"))
      }
      let token = try TimeStampToken(der: der)
      let check = token.verify(digest: .sha256, imprint: imprint)
      guard check.indication == .passed else {
        let reason = check.subIndication?.rawValue ?? check.indication.rawValue
        return (nil, PAdESError(.timeStampFailed, "the time-stamp token does not verify: \(reason)"))
      }
      return (token, nil)
    } catch {
      return (nil, PAdESError(.timeStampFailed, "the time-stamping authority did not give a token", cause: error))
    }
  }

  /// S12: valid now and allowed to sign.
  private func checkCertificate(at time: PKITime) throws(PAdESError) {
    guard signer.certificate.isValid(at: time) else {
      throw PAdESError(.signerUnfit, "the signer's certificate is not valid at the signing time")
    }
    if let usage = signer.certificate.keyUsage, usage.isDisjoint(with: [.digitalSignature, .nonRepudiation]) {
      throw PAdESError(.signerUnfit, "the signer's certificate does not allow signing")
    }
  }
}
