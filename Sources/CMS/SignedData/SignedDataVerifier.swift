/// Verifies the one SignerInfo of a SignedData against the bytes it signs (RFC 5652 §5.6, EN 319 102-1 §5.2.7).
/// Trust in the certificate is a separate question for `PathValidator`.
public struct SignedDataVerifier: Sendable {
  /// Which rules apply beyond RFC 5652.
  public enum Profile: Sendable, Hashable {
    /// Plain CMS: no ESS attribute needed.
    case cms
    /// `adbe.pkcs7.detached` in a PDF: detached, one signer, the rest as found.
    case pdf
    /// `ETSI.CAdES.detached`: DER, signed attributes, ESS binding, no signing-time (EN 319 142-1 table 1).
    case pades
    /// An RFC 3161 token: embedded TSTInfo, ESS binding.
    case timeStamp
  }

  /// One thing that verification found.
  public enum Finding: String, Sendable, Hashable, CaseIterable {
    case notDER
    case noSigner
    case severalSigners
    case contentEmbedded
    case contentMissing
    case contentTypeWrong
    case signedAttributesMissing
    case attributeRepeated
    case attributesNotSorted
    case digestNotListed
    case digestUnsupported
    case digestMismatch
    case signingCertificateMissing
    case signingCertificateAmbiguous
    case essAttributeMissing
    case essAttributeMismatch
    case algorithmProtectionMismatch
    case algorithmUnsupported
    case algorithmMismatch
    case signatureInvalid
    case weakAlgorithm
    case weakKey
    case signingTimePresent

    /// Warnings are reported and do not decide.
    public var isWarning: Bool {
      switch self {
      case .weakAlgorithm, .weakKey, .signingTimePresent, .notDER, .digestNotListed: true
      default: false
      }
    }

    /// The verdict this finding leads to; nil for warnings.
    public var verdict: (Indication, SubIndication)? {
      switch self {
      case .notDER, .digestNotListed, .weakAlgorithm, .weakKey, .signingTimePresent: nil
      case .noSigner, .severalSigners, .contentEmbedded, .contentTypeWrong, .signedAttributesMissing,
        .attributeRepeated, .attributesNotSorted:
        (.failed, .formatFailure)
      case .contentMissing: (.indeterminate, .signedDataNotFound)
      case .digestMismatch: (.failed, .hashFailure)
      case .signatureInvalid: (.failed, .signatureCryptoFailure)
      case .signingCertificateMissing, .signingCertificateAmbiguous: (.indeterminate, .noSigningCertificateFound)
      case .essAttributeMissing, .essAttributeMismatch: (.indeterminate, .noSigningCertificateFound)
      case .algorithmProtectionMismatch, .algorithmMismatch: (.indeterminate, .signatureConstraintsFailure)
      case .digestUnsupported, .algorithmUnsupported:
        (.indeterminate, .cryptoConstraintsFailureNoProofOfExistence)
      }
    }
  }

  /// The facts about one signature, kept apart so that a report can tell them apart.
  public struct Result: Sendable {
    /// The certificate that the signature is bound to; nil when none was found.
    public let certificate: X509Certificate?
    /// Every finding, warnings included, in the order of the checks.
    public let findings: [Finding]
    /// The content has the digest that was signed.
    public let isContentIntact: Bool
    /// The key of `certificate` made the signature.
    public let isSignatureValid: Bool
    public let digest: DigestAlgorithm?
    public let signatureAlgorithm: SignatureAlgorithm?

    /// Worst verdict over the findings; failures come before indeterminate results.
    public var indication: Indication {
      let verdicts = findings.compactMap { $0.verdict?.0 }
      return verdicts.contains(.failed) ? .failed : verdicts.contains(.indeterminate) ? .indeterminate : .passed
    }

    /// The reason of the verdict; nil when passed.
    public var subIndication: SubIndication? {
      let verdicts = findings.compactMap { $0.verdict }
      return (verdicts.first { $0.0 == .failed } ?? verdicts.first)?.1
    }
  }

  /// The rules to apply.
  public let profile: Profile

  /// Makes a verifier.
  public init(_ profile: Profile) { self.profile = profile }

  /// Verifies `signedData` over the joined `pieces`, or over its embedded content when `pieces` is nil.
  /// `extraCertificates` may hold the signer's certificate when the structure does not.
  public func verify(
    _ signedData: SignedData, content pieces: [ArraySlice<UInt8>]?, extraCertificates: [X509Certificate] = []
  ) -> Result {
    var findings: [Finding] = []
    if !signedData.isDER { findings.append(.notDER) }
    guard let signer = signedData.signers.first else { return .empty(findings + [.noSigner]) }
    if signedData.signers.count > 1 { findings.append(.severalSigners) }
    let message: [ArraySlice<UInt8>]
    if let pieces {
      if signedData.content != nil { findings.append(.contentEmbedded) }
      message = pieces
    } else if let content = signedData.content {
      message = [content[...]]
    } else {
      return .empty(findings + [.contentMissing])
    }
    let expectedType: ObjectIdentifier = profile == .timeStamp ? .timeStampInfo : .data
    let isNational = profile == .pdf && signedData.contentType == .gmData
    if profile != .cms, signedData.contentType != expectedType, !isNational { findings.append(.contentTypeWrong) }
    if !signedData.digestAlgorithms.contains(signer.digestIdentifier) { findings.append(.digestNotListed) }

    let isIntact = checkAttributes(signer, of: signedData, message: message, &findings)
    let carriesOwn = signedData.certificates.contains { signer.names($0) }
    let certificate = findCertificate(
      signer, in: carriesOwn ? signedData.certificates : extraCertificates, &findings)
    checkAlgorithms(signer, certificate, &findings)

    var isValid = false
    if let certificate {
      let signed = signer.signedAttributeBytes.map { [$0[...]] } ?? message
      isValid = certificate.publicKey.isValid(signer.signature, overPieces: signed, signer.signatureAlgorithm)
      let unsupported = findings.contains(.algorithmUnsupported) || findings.contains(.algorithmMismatch)
      if !isValid, !unsupported { findings.append(.signatureInvalid) }
    }
    return Result(
      certificate: certificate, findings: findings,
      isContentIntact: signer.signedAttributeBytes == nil ? isValid : isIntact, isSignatureValid: isValid,
      digest: signer.digest, signatureAlgorithm: signer.signatureAlgorithm)
  }

  /// content-type, message-digest, order and repetition; the answer says whether the content digest matches.
  private func checkAttributes(
    _ signer: SignerInfo, of signedData: SignedData, message: [ArraySlice<UInt8>], _ findings: inout [Finding]
  ) -> Bool {
    guard let attributes = signer.signedAttributes else {
      if profile == .pades || profile == .timeStamp || ![.data, .gmData].contains(signedData.contentType) {
        findings.append(.signedAttributesMissing)
      }
      return false
    }
    let single: [ObjectIdentifier] = [
      .contentType, .messageDigest, .signingTime, .signingCertificate, .signingCertificateV2, .algorithmProtection,
    ]
    for identifier in single {
      let found = attributes.filter { $0.identifier == identifier }
      if found.count > 1 || found.contains(where: { $0.values.count != 1 }) { findings.append(.attributeRepeated) }
    }
    if profile == .pades, !signer.isAttributeOrderDER { findings.append(.attributesNotSorted) }
    if profile == .pades, !signer.signed(.signingTime).isEmpty { findings.append(.signingTimePresent) }
    if let type = signer.signed(.contentType).first?.values.first {
      if type != DER.oid(signedData.contentType) { findings.append(.contentTypeWrong) }
    } else {
      findings.append(.signedAttributesMissing)
    }
    guard let value = signer.signed(.messageDigest).first?.values.first, let node = try? DERNode(value),
      let claimed = try? node.octets()
    else {
      findings.append(.signedAttributesMissing)
      return false
    }
    guard let digest = signer.digest else {
      findings.append(.digestUnsupported)
      return false
    }
    var hasher = DigestHasher(digest)
    for piece in message { hasher.update(piece) }
    guard hasher.finalize() == claimed else {
      findings.append(.digestMismatch)
      return false
    }
    return true
  }

  /// The certificate that both the signer identifier and the ESS attribute name (S7).
  private func findCertificate(
    _ signer: SignerInfo, in candidates: [X509Certificate], _ findings: inout [Finding]
  ) -> X509Certificate? {
    let named = candidates.filter { signer.names($0) }
    guard let first = named.first else {
      findings.append(.signingCertificateMissing)
      return nil
    }
    let v2 = signer.signed(.signingCertificateV2)
    let v1 = signer.signed(.signingCertificate)
    guard !v1.isEmpty || !v2.isEmpty else {
      if profile == .pades || profile == .timeStamp { findings.append(.essAttributeMissing) }
      if named.contains(where: { $0 != first }) { findings.append(.signingCertificateAmbiguous) }
      return first
    }
    let bindings = (v2 + v1).map { SigningCertificateBinding($0) }
    let bound = named.first { certificate in bindings.allSatisfy { $0?.binds(certificate) == true } }
    if bound == nil { findings.append(.essAttributeMismatch) }
    return bound ?? first
  }

  private func checkAlgorithms(_ signer: SignerInfo, _ certificate: X509Certificate?, _ findings: inout [Finding]) {
    if case .unsupported = signer.signatureAlgorithm { findings.append(.algorithmUnsupported) }
    if signer.digest?.isWeak == true || signer.signatureAlgorithm.isWeak { findings.append(.weakAlgorithm) }
    if let certificate {
      if certificate.publicKey.isWeak { findings.append(.weakKey) }
      if case .unsupported = certificate.publicKey.kind, !findings.contains(.algorithmUnsupported) {
        findings.append(.algorithmUnsupported)
      }
    }
    // Without signed attributes one digest covers both steps; with them RFC 5652 lets the two differ in theory,
    // but no producer does so on purpose and RFC 5754 expects equality.
    if let inner = signer.signatureAlgorithm.digest, let outer = signer.digest, inner != outer {
      findings.append(.algorithmMismatch)
    }
    for attribute in signer.signed(.algorithmProtection) {
      if !protects(signer, attribute) { findings.append(.algorithmProtectionMismatch) }
    }
  }

  /// CMSAlgorithmProtection equals the outer fields (RFC 6211 §2).
  private func protects(_ signer: SignerInfo, _ attribute: SignerInfo.Attribute) -> Bool {
    guard let value = attribute.values.first, let node = try? DERNode(value),
      var fields = try? node.children(DERTag.sequence), let digest = try? fields.required("digestAlgorithm"),
      let signature = try? fields.optional(DERTag.context(1))
    else { return false }
    var patched = Array(signature.encoded)
    patched[0] = DERTag.sequence
    guard let inner = try? DERNode(patched), let digestNode = try? DERNode(signer.digestAlgorithmBytes),
      let claimedDigest = try? DigestAlgorithm(algorithmIdentifier: digest),
      let outerDigest = try? DigestAlgorithm(algorithmIdentifier: digestNode),
      let claimed = try? SignatureAlgorithm(algorithmIdentifier: inner, digest: claimedDigest)
    else { return false }
    return claimedDigest == outerDigest
      && (patched == signer.signatureAlgorithmBytes || claimed == signer.signatureAlgorithm)
  }
}

extension SignedDataVerifier.Result {
  static func empty(_ findings: [SignedDataVerifier.Finding]) -> SignedDataVerifier.Result {
    SignedDataVerifier.Result(
      certificate: nil, findings: findings, isContentIntact: false, isSignatureValid: false, digest: nil,
      signatureAlgorithm: nil)
  }
}
