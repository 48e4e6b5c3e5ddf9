/// Revocation data at hand: nothing is fetched here.
public struct RevocationEvidence: Sendable {
  public var crls: [CertificateRevocationList]
  public var ocspResponses: [OCSPResponse]

  /// Collects data.
  public init(crls: [CertificateRevocationList] = [], ocspResponses: [OCSPResponse] = []) {
    self.crls = crls
    self.ocspResponses = ocspResponses
  }
}

/// What the evidence says about one certificate.
public enum RevocationStatus: Sendable, Hashable {
  /// Not revoked, by a source that was valid at the time in question.
  case good(source: RevocationSource)
  /// Revoked at `time`.
  case revoked(time: PKITime, reason: RevocationReason, source: RevocationSource)
  /// Nobody needs to say: a trust anchor, or a responder with no-check.
  case notNeeded
  /// No usable source.
  case unknown

  /// The source used, if any.
  public var source: RevocationSource? {
    switch self {
    case .good(let source), .revoked(_, _, let source): source
    case .notNeeded, .unknown: nil
    }
  }
}

/// The piece of evidence that answered.
public enum RevocationSource: Sendable, Hashable {
  case crl(CertificateRevocationList)
  /// An OCSP response and the responder certificate, which may be the issuer's.
  case ocsp(OCSPResponse, responder: X509Certificate)
}

extension RevocationEvidence {
  /// The status of `certificate` at `time`. Sources count when `issuer` (or its delegated responder) signed them and
  /// their thisUpdate ... nextUpdate window, widened by `toleranceSeconds`, holds `time` or begins after it: data
  /// gathered later speaks about earlier moments, because a revocation keeps its date (L4). Data made after the
  /// certificate expired says nothing, because sources may forget expired certificates.
  /// `others` may hold responder certificates that a response does not bring along, and further keys of the same CA
  /// that signed its lists after a change of key (RFC 5280 §6.3.3 f); each must be issued by `issuer`, or be vouched for
  /// by `isSameAuthority`.
  public func status(
    of certificate: X509Certificate, issuer: X509Certificate, at time: PKITime, toleranceSeconds: Int64 = 300,
    others: [X509Certificate] = [], isSameAuthority: (X509Certificate) -> Bool = { _ in false }
  ) -> RevocationStatus {
    var best: RevocationStatus = .unknown
    for response in ocspResponses {
      guard let answer = response.answer(for: certificate, issuer: issuer),
        answer.thisUpdate <= certificate.notAfter,
        isCurrent(answer.thisUpdate, answer.nextUpdate, at: time, toleranceSeconds),
        let responder = response.authorizedResponder(for: issuer, others: others),
        responder == issuer || responder.isValid(at: response.producedAt)
      else { continue }
      let source = RevocationSource.ocsp(response, responder: responder)
      switch answer.status {
      case .good: if case .unknown = best { best = .good(source: source) }
      case .revoked(let moment, let reason): return .revoked(time: moment, reason: reason, source: source)
      case .unknown: continue
      }
    }
    for crl in crls {
      guard crl.issuer.matches(issuer.subject), crl.covers(certificate), crl.thisUpdate <= certificate.notAfter,
        isCurrent(crl.thisUpdate, crl.nextUpdate, at: time, toleranceSeconds),
        isAuthentic(crl, issuer, others, isSameAuthority)
      else { continue }
      let found: RevokedCertificate?
      do {
        found = try crl.entry(serialNumber: certificate.serialNumber)
      } catch {
        continue  // A list with a damaged entry proves nothing.
      }
      if let found, found.reason != .removeFromCRL {
        return .revoked(time: found.time, reason: found.reason, source: .crl(crl))
      }
      if case .unknown = best { best = .good(source: .crl(crl)) }
    }
    return best
  }

  private func isAuthentic(
    _ crl: CertificateRevocationList, _ issuer: X509Certificate, _ others: [X509Certificate],
    _ isSameAuthority: (X509Certificate) -> Bool
  ) -> Bool {
    func signs(_ candidate: X509Certificate) -> Bool {
      candidate.keyUsage?.contains(.crlSign) != false && crl.isSigned(by: candidate.publicKey)
    }
    if signs(issuer) { return true }
    return others.contains { $0.subject.matches(issuer.subject) && $0 != issuer && signs($0) && isSameAuthority($0) }
  }

  private func isCurrent(_ start: PKITime, _ end: PKITime?, at time: PKITime, _ tolerance: Int64) -> Bool {
    if start >= time { return true }
    // Without an end, newer data is always at hand (RFC 6960 §4.2.2.1); a day is what such responders cache.
    let end = end ?? start.adding(seconds: 86_400)
    return time <= end.adding(seconds: tolerance)
  }
}
