import CMS
import PDF

/// Gathers, certificate by certificate, what proves that none of a path was revoked at the proven time (L4).
struct EvidenceCollector {
  private let extender: LongTermExtender
  private(set) var certificates: [X509Certificate]
  private var evidence: RevocationEvidence
  private var asked = 0

  init(_ extender: LongTermExtender, store: DocumentSecurityStore) {
    self.extender = extender
    certificates = extender.intermediates + extender.roots + store.certificates
    evidence = store.evidence
  }

  mutating func addCertificates(of signature: SignatureContents) {
    certificates += signature.signedData.certificates
    for token in signature.tokens { certificates += token.signedData.certificates }
  }

  /// Adds path and revocation data of `leaf` to `result`, asking `supply` for what is missing.
  mutating func collect(
    _ leaf: X509Certificate, at time: PKITime, into result: inout SignatureEvidence,
    supply: LongTermExtender.RevocationSupply
  ) async throws(PAdESError) {
    // Pairs still to be proven; a delegated responder adds itself, so the list can grow, within its limit.
    var open = try path(of: leaf, at: time)
    var done: [X509Certificate] = []
    while let (certificate, issuer) = open.popLast() {
      result.add(certificate)
      guard let issuer else { continue }
      result.add(issuer)
      if done.contains(certificate) { continue }
      done.append(certificate)
      let source = try await source(for: certificate, issuer: issuer, at: time, supply: supply)
      result.add(source)
      if case .ocsp(_, let responder) = source, responder != issuer {
        result.add(responder)
        if !responder.hasOCSPNoCheck { open.append((responder, issuer)) }
      }
    }
  }

  /// Each certificate of the path with its issuer; the root has none.
  private func path(
    of leaf: X509Certificate, at time: PKITime
  ) throws(PAdESError) -> [(X509Certificate, X509Certificate?)] {
    let result = PathValidator(roots: extender.roots, intermediates: certificates, evidence: evidence)
      .validate(leaf, at: time, purpose: .any)
    guard result.indication == .passed else {
      throw PAdESError(
        .revocationDataMissing, "a certificate has no valid path to a trusted root: \(result.explanation)")
    }
    return result.path.enumerated().map { index, certificate in
      (certificate, index + 1 < result.path.count ? result.path[index + 1] : nil)
    }
  }

  private mutating func source(
    for certificate: X509Certificate, issuer: X509Certificate, at time: PKITime,
    supply: LongTermExtender.RevocationSupply
  ) async throws(PAdESError) -> RevocationSource {
    // Data made after the proven time proves most; older data counts only when nobody has newer.
    if let known = try usable(evidence, certificate, issuer, time, madeAfter: true) { return known }
    guard asked < LongTermExtender.certificateCountMax else {
      throw PAdESError(.revocationDataMissing, "too many certificates need revocation data")
    }
    asked += 1
    var failure: (any Error)?
    do {
      let supplied = try await supply(certificate, issuer)
      evidence.crls += supplied.crls
      evidence.ocspResponses += supplied.ocspResponses
    } catch {
      failure = error
    }
    if let found = try usable(evidence, certificate, issuer, time, madeAfter: true) { return found }
    if !extender.demandsDataAfterSigning,
      let older = try usable(evidence, certificate, issuer, time, madeAfter: false)
    {
      return older
    }
    guard failure == nil else {
      throw PAdESError(.revocationDataMissing, "revocation data could not be fetched; try again later", cause: failure)
    }
    throw PAdESError(
      .revocationDataMissing,
      "no usable revocation data for certificate \(certificate.serialNumberText); try again after the next update")
  }

  /// A source that says good at `time`. Throws `revocationDataMissing` when the certificate is revoked by then.
  private func usable(
    _ evidence: RevocationEvidence, _ certificate: X509Certificate, _ issuer: X509Certificate, _ time: PKITime,
    madeAfter: Bool
  ) throws(PAdESError) -> RevocationSource? {
    var candidates = evidence
    if madeAfter {
      let limit = time.truncatedToSeconds
      candidates.crls.removeAll { $0.thisUpdate < limit }
      candidates.ocspResponses.removeAll { response in
        (response.answer(for: certificate, issuer: issuer)?.thisUpdate).map { $0 < limit } ?? true
      }
    }
    switch candidates.status(of: certificate, issuer: issuer, at: time) {
    case .good(let source): return source
    case .revoked(let moment, _, let source):
      if moment > time { return source }
      throw PAdESError(.revocationDataMissing, "a certificate was revoked before the signature's proven time")
    case .notNeeded, .unknown: return nil
    }
  }
}
