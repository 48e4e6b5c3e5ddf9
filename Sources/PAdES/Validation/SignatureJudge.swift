internal import CMS
internal import PDF

/// Brings the facts about one signature together in the order of EN 319 102-1: format, cryptography, certificate,
/// time, revocation, changes, level.
struct SignatureJudge {
  /// How far the clocks of two time-stamping authorities may differ.
  static let clockToleranceSeconds: Int64 = 300

  let occurrence: SignatureOccurrence
  let material: ValidationMaterial
  /// The earliest time a document time stamp in a later revision proves.
  let laterProof: PKITime?
  var changes = SignatureReport.Changes.none
  var hasArchivalProof = false
  var findings: [String]

  private let cms: SignedDataVerifier.Result?
  /// Findings about the content that the CMS structure alone does not show.
  private let contentFindings: [SignedDataVerifier.Finding]
  private var stampProof: PKITime?
  /// A signature time stamp claims a time after the document time stamp that covers it.
  private var isOrderWrong = false
  private var hasForeignTimeStamp = false

  init(_ occurrence: SignatureOccurrence, material: ValidationMaterial, laterProof: PKITime?) {
    self.occurrence = occurrence
    self.material = material
    self.laterProof = laterProof
    findings = occurrence.coverage.findings
    (cms, contentFindings) = Self.verify(occurrence, material)
  }

  mutating func report() -> SignatureReport {
    checkTimeStamps()
    let certificate = cms?.certificate
    let proof = [stampProof, laterProof].compactMap { $0 }.min()
    let purpose: PathValidator.Purpose = occurrence.isTimeStamp ? .timeStamping : .documentSigning
    let path = certificate.map { material.path($0, at: proof ?? material.time, purpose: purpose, rule: material.revocationRule) }
    let isIntact = cms.map { $0.isContentIntact && $0.isSignatureValid && $0.indication != .failed } == true
      && !contentFindings.contains(.digestMismatch) && !hasForeignTimeStamp
    let (indication, sub) = verdict(path)
    findings += cryptoFindings.map { "signature: \($0.rawValue)" }
    if occurrence.isNationalSeal {
      findings.append("the signature value is an electronic seal of GB/T 38540, which is not read here")
    } else if cms == nil {
      findings.append("the signature value is not a CMS structure that can be read")
    }
    if let path, path.indication != .passed { findings.append(path.explanation) }
    let claimed = ClaimedTime(occurrence.signed.signature["M"]?.stringValue)?.time ?? occurrence.signedData?.signers.first?.claimedSigningTime
    let proven = occurrence.isTimeStamp ? occurrence.tokenCheck?.time : proof
    var report = SignatureReport(
      field: occurrence.signed.name, kind: kind, signer: certificate.map { $0.subject.commonName ?? $0.subject.description },
      claimedTime: (occurrence.isTimeStamp ? nil : claimed)?.description, provenTime: (proven ?? claimed)?.description,
      timeSource: proven == nil ? .claimed : .timestamp, coverage: occurrence.coverage.result,
      integrity: isIntact ? .intact : .broken, changes: changes,
      level: level(certificate, isIntact: isIntact, proof: proof), trust: trust(path), indication: indication,
      subIndication: sub, algorithm: cms?.signatureAlgorithm?.name, certificate: certificate.map { .init($0) },
      revision: occurrence.revision, revisionEnd: occurrence.revisionEnd, reason: text("Reason"), location: text("Location"),
      findings: findings, permission: nil)
    report.hasForeignTimeStamp = hasForeignTimeStamp
    report.isUnverifiable = isUnverifiable
    report.unknownMethod = isUnverifiable ? unknownMethod : nil
    report.restsOnBrokenDigest = [cms?.digest, cms?.signatureAlgorithm?.digest].contains { $0?.isBroken == true }
    return report
  }

  /// Everything that could be checked holds, but the algorithm or the certificate of the signature is not known.
  private var isUnverifiable: Bool {
    if occurrence.isNationalSeal { return true }
    guard let cms, !hasForeignTimeStamp, cms.indication == .indeterminate, !cms.isSignatureValid,
      !contentFindings.contains(.digestMismatch)
    else { return false }
    return !Set(cms.findings).isDisjoint(with: [.algorithmUnsupported, .digestUnsupported, .signingCertificateMissing])
  }

  /// What is not known here, by its name where it has one: the scheme, the key, or the digest.
  private var unknownMethod: String? {
    if occurrence.isNationalSeal { return "GB/T 38540" }
    if case .unsupported(let identifier, _)? = cms?.signatureAlgorithm { return identifier.methodName }
    if case .unsupported(let identifier)? = cms?.certificate?.publicKey.kind { return identifier.methodName }
    guard let signer = occurrence.signedData?.signers.first, signer.digest == nil else { return nil }
    return signer.digestIdentifier.methodName
  }

  private static func verify(
    _ occurrence: SignatureOccurrence, _ material: ValidationMaterial
  ) -> (SignedDataVerifier.Result?, [SignedDataVerifier.Finding]) {
    if let check = occurrence.tokenCheck { return (check.signature, check.isImprintRight ? [] : [.digestMismatch]) }
    if let bare = occurrence.bare, !occurrence.coverage.pieces.isEmpty {
      return (bare.verify(over: occurrence.coverage.pieces), [])
    }
    guard !occurrence.isTimeStamp, let data = occurrence.signedData, !occurrence.coverage.pieces.isEmpty else { return (nil, []) }
    let (pieces, others) = (occurrence.coverage.pieces, material.candidates)
    switch occurrence.signed.subFilter {
    case "ETSI.CAdES.detached":
      return (SignedDataVerifier(.pades).verify(data, content: pieces, extraCertificates: others), [])
    case "adbe.pkcs7.detached":
      return (SignedDataVerifier(.pdf).verify(data, content: pieces, extraCertificates: others), [])
    case "adbe.pkcs7.sha1":
      var hasher = DigestHasher(.sha1)
      for piece in pieces { hasher.update(piece) }
      let isRight = data.content == hasher.finalize()
      return (SignedDataVerifier(.cms).verify(data, content: nil, extraCertificates: others), isRight ? [.weakAlgorithm] : [.digestMismatch])
    default: return (nil, [])
    }
  }

  /// Everything found about the cryptography, CMS first.
  private var cryptoFindings: [SignedDataVerifier.Finding] { (cms?.findings ?? []) + contentFindings }

  /// Finds a signature-time-stamp that holds: right imprint, right purpose, a path at the time a later stamp proves.
  private mutating func checkTimeStamps() {
    for stamp in occurrence.stamps {
      if stamp.isUnsupported {
        findings.append("a signature time stamp uses an algorithm that is not known here")
        continue
      }
      guard let check = stamp.check else {
        findings.append("a signature time stamp cannot be read")
        hasForeignTimeStamp = true
        continue
      }
      guard check.indication == .passed, let certificate = check.signature.certificate else {
        findings.append("a signature time stamp does not hold (\(check.subIndication?.rawValue ?? "unknown"))")
        if check.indication == .failed { hasForeignTimeStamp = true }
        continue
      }
      guard !check.isWeak else {
        findings.append("a signature time stamp proves nothing, because it rests on a weak algorithm or key")
        continue
      }
      let path = material.path(certificate, at: laterProof ?? material.time, purpose: .timeStamping, rule: material.revocationRule)
      guard path.indication == .passed else {
        findings.append("a signature time stamp is not trusted: \(path.explanation)")
        continue
      }
      if let laterProof, check.time > laterProof.adding(seconds: Self.clockToleranceSeconds) {
        findings.append("a signature time stamp is younger than the document time stamp over it")
        isOrderWrong = true
        continue
      }
      stampProof = min(stampProof ?? check.time, check.time)
    }
  }

  private func verdict(_ path: PathValidator.Result?) -> (Indication, SubIndication?) {
    if occurrence.coverage.result == .invalid { return (.failed, .formatFailure) }
    if occurrence.isNationalSeal {
      return changes == .forbidden ? (.failed, .formatFailure) : (.indeterminate, .signatureConstraintsFailure)
    }
    guard let cms else { return (.failed, .formatFailure) }
    if contentFindings.contains(.digestMismatch) || hasForeignTimeStamp { return (.failed, .hashFailure) }
    if cms.indication == .failed { return (.failed, cms.subIndication) }
    if changes == .forbidden { return (.failed, .formatFailure) }
    if cms.indication == .indeterminate { return (.indeterminate, cms.subIndication) }
    if cryptoFindings.contains(.weakAlgorithm) || cryptoFindings.contains(.weakKey) {
      return (.indeterminate, .cryptoConstraintsFailureNoProofOfExistence)
    }
    if isOrderWrong { return (.indeterminate, .timestampOrderFailure) }
    guard material.judgesTrust else { return (.passed, nil) }
    guard let path else { return (.indeterminate, .noSigningCertificateFound) }
    // EN 319 102-1 §5.5.4: a proven time before the certificate was issued has a name of its own.
    if path.subIndication == .outOfBoundsNoProofOfExistence, let proof = [stampProof, laterProof].compactMap({ $0 }).min(),
      let certificate = cms.certificate, proof < certificate.notBefore
    {
      return (.indeterminate, .notYetValid)
    }
    return (path.indication, path.subIndication)
  }

  private func trust(_ path: PathValidator.Result?) -> SignatureReport.Trust {
    guard material.judgesTrust, let path else { return .unknown }
    return path.indication == .passed ? .trusted : .untrusted
  }

  private func level(_ certificate: X509Certificate?, isIntact: Bool, proof: PKITime?) -> SignatureReport.Level {
    guard isIntact, occurrence.coverage.result != .invalid, let certificate, !occurrence.isTimeStamp else { return .none }
    guard occurrence.signed.subFilter == "ETSI.CAdES.detached", cms?.indication == .passed,
      cms?.findings.contains(.signingTimePresent) == false, occurrence.signed.signature["M"] != nil
    else { return .cms }
    guard let proof else { return .basic }
    let isComplete = material.path(certificate, at: proof, purpose: .documentSigning, rule: .required).indication == .passed
    guard isComplete, hasLongTermStamps else { return .timestamped }
    return hasArchivalProof ? .archival : .longTerm
  }

  /// Whether the path of each signature time stamp is complete with revocation data too, as of the stamp (L4).
  private var hasLongTermStamps: Bool {
    occurrence.stamps.allSatisfy { stamp in
      guard let check = stamp.check, let certificate = check.signature.certificate else { return false }
      return material.path(certificate, at: check.time, purpose: .timeStamping, rule: .required).indication == .passed
    }
  }

  private var kind: SignatureReport.Kind {
    if occurrence.isTimeStamp { return .docTimeStamp }
    return occurrence.isCertifying ? .certification : .approval
  }

  private func text(_ key: PDFName) -> String? { occurrence.signed.signature[key]?.stringValue?.text }
}

extension SignatureReport.Certificate {
  init(_ certificate: X509Certificate) {
    self.init(
      subject: certificate.subject.description, issuer: certificate.issuer.description,
      serial: certificate.serialNumberText.lowercased(), notBefore: certificate.notBefore.description,
      notAfter: certificate.notAfter.description)
  }
}
