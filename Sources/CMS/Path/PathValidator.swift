/// Builds and validates certification paths to given roots at a given time (RFC 5280 §6, EN 319 102-1 §5.2.6).
public struct PathValidator: Sendable {
  /// Certificates in one path, roots included.
  static let pathCountMax = 10
  /// Signature checks spent on one question; hostile certificate sets cannot multiply work beyond this.
  static let signatureCheckMax = 200

  /// What the leaf must be fit for.
  public enum Purpose: Sendable, Hashable {
    /// Signing documents: keyUsage, when present, allows digitalSignature or nonRepudiation.
    case documentSigning
    /// Time stamping: the critical, sole purpose timeStamping.
    case timeStamping
    /// Any use.
    case any
  }

  /// How missing revocation data is judged.
  public enum RevocationRule: Sendable, Hashable {
    /// Missing data makes the result indeterminate, TRY_LATER.
    case required
    /// Missing data is reported only; known revocation still decides.
    case ifAvailable
  }

  /// The verdict and everything it rests on.
  public struct Result: Sendable {
    public let indication: Indication
    public let subIndication: SubIndication?
    /// Leaf first, root last; empty when no chain was found.
    public let path: [X509Certificate]
    /// One status for each certificate of `path`.
    public let revocation: [RevocationStatus]
    /// One sentence on the reason, for reports.
    public let explanation: String
  }

  /// Trust anchors, taken as they are.
  public let roots: [X509Certificate]
  /// Certificates that may serve as links.
  public let intermediates: [X509Certificate]
  public let evidence: RevocationEvidence
  public let revocationRule: RevocationRule

  /// Makes a validator.
  public init(
    roots: [X509Certificate], intermediates: [X509Certificate] = [],
    evidence: RevocationEvidence = RevocationEvidence(),
    revocationRule: RevocationRule = .ifAvailable
  ) {
    self.roots = roots
    self.intermediates = intermediates
    self.evidence = evidence
    self.revocationRule = revocationRule
  }

  /// Validates `leaf` at `time`. The best of all possible paths is answered.
  public func validate(_ leaf: X509Certificate, at time: PKITime, purpose: Purpose) -> Result {
    var budget = Self.signatureCheckMax
    var best: Result?
    search([leaf], &budget) { path in
      let result = check(path, at: time, purpose: purpose)
      if best == nil || rank(result) > rank(best) { best = result }
      return result.indication == .passed
    }
    return best
      ?? Result(
        indication: .indeterminate, subIndication: .noCertificateChainFound, path: [leaf], revocation: [.unknown],
        explanation: "no chain from the certificate to a trusted root")
  }

  private func rank(_ result: Result?) -> Int {
    switch result?.indication {
    case .passed: 2
    case .indeterminate: 1
    default: 0
    }
  }

  /// Depth-first over issuers by name and signature; `found` answers true to stop.
  @discardableResult
  private func search(_ path: [X509Certificate], _ budget: inout Int, _ found: ([X509Certificate]) -> Bool) -> Bool {
    guard let last = path.last else { return false }
    if roots.contains(last) { return found(path) }
    guard path.count < Self.pathCountMax else { return false }
    let named = (roots + intermediates).filter { $0.subject.matches(last.issuer) && !path.contains($0) }
    // The key identifier is a hint that orders the candidates; the signature decides.
    let wanted = last.authorityKeyIdentifier
    func isHinted(_ candidate: X509Certificate) -> Bool {
      guard let wanted, let has = candidate.subjectKeyIdentifier else { return true }
      return wanted == has
    }
    for candidate in named.filter(isHinted) + named.filter({ !isHinted($0) }) {
      guard budget > 0 else { return false }
      budget -= 1
      guard last.isSigned(by: candidate.publicKey) else { continue }
      if search(path + [candidate], &budget, found) { return true }
    }
    return false
  }

  private func status(
    of certificate: X509Certificate, in path: [X509Certificate], at index: Int, _ time: PKITime
  ) -> RevocationStatus {
    evidence.status(of: certificate, issuer: path[index + 1], at: time, others: intermediates) { candidate in
      // Another key of the same CA: known as a root, or certified by the one that certified this key.
      roots.contains(candidate) || (index + 2 < path.count && candidate.isSigned(by: path[index + 2].publicKey))
    }
  }

  private func check(_ path: [X509Certificate], at time: PKITime, purpose: Purpose) -> Result {
    var statuses: [RevocationStatus] = []
    for (index, certificate) in path.enumerated() {
      statuses.append(
        index + 1 < path.count
          ? status(of: certificate, in: path, at: index, time) : .notNeeded)
    }
    func result(_ indication: Indication, _ sub: SubIndication?, _ why: String) -> Result {
      Result(indication: indication, subIndication: sub, path: path, revocation: statuses, explanation: why)
    }
    if let why = constraintFailure(path, purpose: purpose) {
      return result(.indeterminate, .chainConstraintsFailure, why)
    }
    // A root is trusted by decision, so its own dates and signature do not decide.
    let checked = path.count > 1 ? Array(path.dropLast()) : path
    for certificate in checked where certificate.signatureAlgorithm.isWeak || certificate.publicKey.isWeak {
      return result(
        .indeterminate, .cryptoConstraintsFailureNoProofOfExistence, "a certificate uses a weak algorithm or key")
    }
    for (index, status) in statuses.enumerated() {
      guard case .revoked(let moment, let reason, _) = status, moment <= time else { continue }
      let sub: SubIndication = index == 0 ? .revokedNoProofOfExistence : .revokedCANoProofOfExistence
      return result(.indeterminate, sub, "certificate \(index) of the path was revoked at \(moment) (\(reason))")
    }
    for certificate in checked where !certificate.isValid(at: time) {
      return result(
        .indeterminate, .outOfBoundsNoProofOfExistence,
        "a certificate is valid from \(certificate.notBefore) to \(certificate.notAfter), not at \(time)")
    }
    if revocationRule == .required, let index = statuses.firstIndex(of: .unknown), !path[index].hasOCSPNoCheck {
      return result(.indeterminate, .tryLater, "no usable revocation data for certificate \(index) of the path")
    }
    return result(.passed, nil, "a valid path to a trusted root")
  }

  /// The first broken rule about what the certificates may do; nil when all hold.
  private func constraintFailure(_ path: [X509Certificate], purpose: Purpose) -> String? {
    guard let leaf = path.first else { return "the path is empty" }
    switch purpose {
    case .documentSigning:
      if let usage = leaf.keyUsage, usage.isDisjoint(with: [.digitalSignature, .nonRepudiation]) {
        return "the signer's key usage does not allow signing"
      }
      if let purposes = leaf.extendedKeyUsage, !purposes.isEmpty, Self.otherPurposes.isSuperset(of: purposes) {
        return "the signer's certificate is for other purposes than signing documents"
      }
    case .timeStamping:
      if !leaf.isTimeStamping { return "the certificate lacks the critical, sole purpose timeStamping" }
    case .any: break
    }
    for (index, certificate) in path.enumerated() {
      if let why = unknownCritical(certificate) { return why }
      guard index > 0, index < path.count - 1 || certificate.version == 3 else { continue }
      guard let constraints = certificate.basicConstraints, constraints.isCA else {
        return "an issuing certificate is not a CA"
      }
      if let usage = certificate.keyUsage, !usage.contains(.keyCertSign) {
        return "an issuing certificate may not sign certificates"
      }
      // Self-issued certificates between do not count (RFC 5280 §4.2.1.9).
      let below = path[1..<index].filter { !$0.subject.matches($0.issuer) }.count
      if let limit = constraints.pathLength, below > limit { return "the path is longer than a CA allows" }
      if let found = certificate.value(.nameConstraints) {
        guard let limits = try? NameConstraints(found.value) else { return "the name constraints of a CA cannot be read" }
        // Self-issued certificates between are exempt, the leaf never is (RFC 5280 §6.1.3 b).
        for (place, lower) in path[..<index].enumerated() where place == 0 || !lower.subject.matches(lower.issuer) {
          if !limits.allow(lower) { return "a name lies outside what a CA may certify" }
        }
      }
    }
    if !PolicyProcessing.holds(path) { return "the certificate policies of the path do not fit together" }
    return nil
  }

  /// A certificate that names nothing but these is no signer of documents; any other purpose leaves the question to
  /// keyUsage, because national schemes use many.
  private static let otherPurposes: Set<ObjectIdentifier> = [
    .purposeServerAuthentication, .purposeTimeStamping, .purposeOCSPSigning,
  ]

  private func unknownCritical(_ certificate: X509Certificate) -> String? {
    for found in certificate.extensions where found.isCritical {
      switch found.identifier {
      case .basicConstraints, .keyUsage, .extendedKeyUsage, .subjectAlternativeName, .certificatePolicies,
        .policyMappings, .inhibitAnyPolicy, .crlDistributionPoints, .subjectKeyIdentifier, .authorityKeyIdentifier,
        .ocspNoCheck, .authorityInformationAccess, .nameConstraints, .policyConstraints, .qualifiedStatements,
        .issuerAlternativeName:
        continue
      default: return "a certificate has the critical extension \(found.identifier), which is not processed here"
      }
    }
    return nil
  }
}
