import CMS
import HeqiDomain
import HeqiPorts
import HeqiProviders
import Testing

@Suite("Embedded PKI and certificate authority")
struct EmbeddedCertificateAuthorityTests {
  private func issued(_ authority: EmbeddedCertificateAuthority, _ clock: StandingClock) async throws -> IssuedCertificate {
    let key = try await SoftwareKeyStore(masterKey: Sample.master).makeKey(owner: "a")
    return try await authority.issue(
      subject: CertificateSubject(commonName: "叶小三", serialNumber: "HEQI-1"), publicKey: key.publicKey, at: clock.now)
  }

  @Test("the second start loads what the first made; another master key opens nothing")
  func bootstrap() async throws {
    try await Sample.withFolder { path in
      let clock = StandingClock()
      let first = try await Sample.pki(path, clock: clock)
      let second = try await Sample.pki(path, clock: clock)
      #expect(first.root == second.root && first.platform.certificate == second.platform.certificate)
      #expect(second.timeStamping.certificate.isTimeStamping)
      #expect(first.root.subject.description.contains("not a licensed CA"))
      await #expect(throws: ProviderError.self) {
        _ = try await Sample.pki(path, clock: clock, master: [UInt8](repeating: 1, count: 32))
      }
    }
  }

  @Test("a person's certificate leads to the root, names CRL and OCSP, and ends before its issuer")
  func issue() async throws {
    try await Sample.withFolder { path in
      let clock = StandingClock()
      let pki = try await Sample.pki(path, clock: clock)
      let authority = try EmbeddedCertificateAuthority(pki: pki, random: SystemRandom())
      let issued = try await issued(authority, clock)
      let chain = try issued.chain.map { try X509Certificate(der: $0) }
      let now = PKITime(secondsSince1970: clock.now.seconds)
      let result = PathValidator(roots: [pki.root], intermediates: chain).validate(chain[0], at: now, purpose: .documentSigning)
      #expect(result.indication == .passed, "\(result.explanation)")
      #expect(result.path.count == 3)
      #expect(chain[0].notAfter <= chain[1].notAfter)
      #expect(issued.serial == chain[0].serialNumberText.lowercased())
      #expect(String(decoding: chain[0].der, as: UTF8.self).contains("http://localhost:8080/pki/issuing.crl"))
    }
  }

  @Test("a revoked certificate stands on the CRL and OCSP says so; unknown numbers are unknown")
  func revocation() async throws {
    try await Sample.withFolder { path in
      let clock = StandingClock()
      let pki = try await Sample.pki(path, clock: clock)
      let authority = try EmbeddedCertificateAuthority(pki: pki, random: SystemRandom())
      let revoked = try X509Certificate(der: try await issued(authority, clock).chain[0])
      let good = try X509Certificate(der: try await issued(authority, clock).chain[0])
      let at = clock.now
      let entry = HeqiDomain.RevokedCertificate(
        serial: revoked.serialNumberText.lowercased(), revokedAt: at, reason: .affiliationChanged)
      let list = try CertificateRevocationList(der: try await authority.revocationList([entry], number: 7, at: at))
      #expect(list.isSigned(by: pki.issuing.certificate.publicKey))
      #expect(try list.entry(serialNumber: revoked.serialNumber)?.reason == .affiliationChanged)
      #expect(try list.entry(serialNumber: good.serialNumber) == nil)
      let rootList = try CertificateRevocationList(der: try await authority.rootRevocationList(number: 7, at: at))
      #expect(rootList.isSigned(by: pki.root.publicKey))

      let issuer = pki.issuing.certificate
      let request = OCSPRequest(
        [revoked, good, pki.platform.certificate].map { OCSPCertificateID($0, issuer: issuer) }, nonce: [1, 2, 3, 4, 5, 6, 7, 8])
      let answer = await authority.answer(ocspRequest: request.der, at: at) { serial in
        switch serial {
        case entry.serial: .revoked(at: at, reason: .affiliationChanged)
        case good.serialNumberText.lowercased(): .good
        default: .unknown
        }
      }
      let response = try OCSPResponse(der: answer)
      #expect(response.authorizedResponder(for: issuer) != nil)
      #expect(response.answer(for: good, issuer: issuer)?.status == .good)
      #expect(response.answer(for: pki.platform.certificate, issuer: issuer)?.status == .good)
      if case .revoked? = response.answer(for: revoked, issuer: issuer)?.status {} else { Issue.record("not revoked") }
      await #expect(throws: CMSError(.refused, "")) {
        _ = try OCSPResponse(der: await authority.answer(ocspRequest: [0, 1], at: at) { _ in .good })
      }
    }
  }
}
