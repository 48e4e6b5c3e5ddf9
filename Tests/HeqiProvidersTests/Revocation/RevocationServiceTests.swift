import CMS
import HeqiDomain
import HeqiPorts
import Testing

@testable import HeqiProviders

/// Drill 18 against loopback services: OCSP first, the list when it fails, an honest "not now" when nothing answers.
@Suite("Revocation services on the network (drill 18)", .serialized)
struct RevocationServiceTests {
  enum Fault: String, CaseIterable, Sendable { case failing, closing, hanging, rubbish, empty, replayed, strange, aboutAnother }

  private struct Bench: Sendable {
    let pki: EmbeddedPKI
    let issuer: CertificateIssuer
    let responder: OCSPResponder
    let now: PKITime

    init(_ path: String, _ clock: StandingClock) async throws {
      pki = try await Sample.pki(path, clock: clock)
      issuer = try CertificateIssuer(certificate: pki.issuing.certificate, key: pki.issuing.key)
      responder = try OCSPResponder(
        certificate: pki.ocsp.certificate, issuer: pki.issuing.certificate, key: pki.ocsp.key)
      now = PKITime(secondsSince1970: clock.now.seconds)
    }

    func leaf(ocsp: String?, crl: String?) async throws -> X509Certificate {
      let key = try PrivateKey.generateP256()
      return try await issuer.issue(
        CertificateTemplate(
          .signatory, subject: DistinguishedName([.init(.commonName, "Signer")]), publicKey: key.publicKey,
          serialNumber: [0x41, 7], notBefore: now.adding(seconds: -60), notAfter: now.adding(seconds: 86_400),
          locations: .init(crlURL: crl ?? "", ocspURL: ocsp ?? "")))
    }

    func list() async throws -> [UInt8] {
      try await issuer.revocationList([], number: 1, thisUpdate: now, nextUpdate: now.adding(seconds: 3600)).der
    }

    func answer(_ fault: Fault, _ request: [UInt8]) async -> LoopbackTSA.Answer {
      switch fault {
      case .failing: return .status(500)
      case .closing: return .closed
      case .hanging: return .nothing
      case .rubbish: return .ok(Array("<html>down for maintenance</html>".utf8))
      case .empty: return .ok([])
      case .replayed:
        // An answer to somebody else's question: the same certificate, another nonce.
        guard let asked = try? OCSPRequest(der: request) else { return .nothing }
        let other = OCSPRequest(asked.certificates, nonce: [UInt8](repeating: 9, count: 16))
        return .ok(await responder.respond(to: other.der, now: now, validSeconds: 60) { _ in .good })
      case .strange: return .ok(await responder.respond(to: request, now: now, validSeconds: 60) { _ in .unknown })
      case .aboutAnother:
        // An answer about another certificate.
        let other = OCSPRequest([OCSPCertificateID(pki.platform.certificate, issuer: pki.issuing.certificate)], nonce: nil)
        return .ok(await responder.respond(to: other.der, now: now, validSeconds: 60) { _ in .good })
      }
    }
  }

  private func with(_ body: (Bench) async throws -> Void) async throws {
    try await Sample.withFolder { path in try await body(Bench(path, StandingClock())) }
  }

  /// Only what hangs needs the deadline; a long one keeps slow machines out of the others.
  private func source(_ fault: Fault?) -> HTTPRevocation {
    HTTPRevocation(deadlineSeconds: fault == .hanging ? 2 : 60, random: SystemRandom())
  }

  @Test("drill 18: the list is asked when OCSP gives nothing to rely on", arguments: Fault.allCases)
  func fallback(_ fault: Fault) async throws {
    let source = source(fault)
    try await with { bench in
      let ocsp = try await LoopbackTSA { await bench.answer(fault, $0) }
      let list = try await bench.list()
      let crl = try await LoopbackTSA { _ in .ok(list) }
      let leaf = try await bench.leaf(ocsp: ocsp.url, crl: crl.url)
      let found = try await source.evidence(leaf, bench.pki.issuing.certificate)
      #expect(found.ocspResponses.isEmpty && found.crls.map(\.der) == [list])
      #expect(ocsp.count == 1 && crl.count == 1)
      let alone = try await bench.leaf(ocsp: ocsp.url, crl: nil)
      await #expect(throws: ProviderError(.retryable, provider: "revocation", message: "")) {
        _ = try await source.evidence(alone, bench.pki.issuing.certificate)
      }
      try await ocsp.close()
      try await crl.close()
    }
  }

  @Test("drill 18: a fresh answer comes with the nonce of its question, and a certificate without addresses is told so")
  func fresh() async throws {
    let source = source(nil)
    try await with { bench in
      let ocsp = try await LoopbackTSA {
        .ok(await bench.responder.respond(to: $0, now: bench.now, validSeconds: 60) { _ in .good })
      }
      let leaf = try await bench.leaf(ocsp: ocsp.url, crl: nil)
      let found = try await source.evidence(leaf, bench.pki.issuing.certificate)
      let status = found.status(of: leaf, issuer: bench.pki.issuing.certificate, at: bench.now)
      guard case .good = status else {
        Issue.record("it says \(status)")
        return
      }
      let bare = try await bench.leaf(ocsp: nil, crl: nil)
      await #expect(throws: ProviderError(.retryable, provider: "revocation", message: "")) {
        _ = try await source.evidence(bare, bench.pki.issuing.certificate)
      }
      try await ocsp.close()
    }
  }
}
