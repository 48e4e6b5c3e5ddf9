import CMS
package import HeqiDomain
package import HeqiPorts

/// Issues certificates to people and tells which are revoked, with the platform's own CA (F-011, E-04).
package struct EmbeddedCertificateAuthority: CertificateAuthority, CertificateStatusAuthority {
  /// How long a person's certificate is valid.
  package static let validityYears: Int64 = 3
  /// A revocation list names the next one this much later.
  static let listValidity: Int64 = 24 * 3600
  static let answerValidity: Int64 = 3600

  private let pki: EmbeddedPKI
  private let issuer: CertificateIssuer
  private let rootIssuer: CertificateIssuer
  private let responder: OCSPResponder
  private let random: any RandomSource

  /// - Throws: `ProviderError` `.unavailable` when keys and certificates do not belong together.
  package init(pki: EmbeddedPKI, random: any RandomSource) throws(ProviderError) {
    self.pki = pki
    self.random = random
    do throws(CMSError) {
      issuer = try CertificateIssuer(certificate: pki.issuing.certificate, key: pki.issuing.key)
      rootIssuer = try CertificateIssuer(certificate: pki.root, key: pki.rootKey)
      responder = try OCSPResponder(
        certificate: pki.ocsp.certificate, issuer: pki.issuing.certificate, key: pki.ocsp.key)
    } catch {
      throw ProviderError(.unavailable, provider: "ca", message: "\(error)")
    }
  }

  package var statement: Bilingual {
    Bilingual(
      "证书由平台自建证书机构签发，不是持牌的电子认证服务机构。",
      "Certificates are issued by the platform's own authority, which is not a licensed electronic certification service.")
  }

  package var issuerCertificate: [UInt8] { pki.issuing.certificate.der }
  package var rootCertificate: [UInt8] { pki.root.der }

  package func issue(
    subject: CertificateSubject, publicKey: [UInt8], validSeconds: Int64?, at instant: Instant
  ) async throws(ProviderError) -> IssuedCertificate {
    do throws(CMSError) {
      let end = PKITime(secondsSince1970: instant.seconds + (validSeconds ?? Self.validityYears * 365 * 86_400))
      var name: [DistinguishedName.Attribute] = [.init(.country, "CN")]
      if let organization = subject.organization { name.append(.init(.organization, organization)) }
      if let identifier = subject.organizationIdentifier { name.append(.init(.organizationIdentifier, identifier)) }
      name += [.init(.commonName, subject.commonName), .init(.serialNumber, subject.serialNumber)]
      let leaf = try await issuer.issue(
        CertificateTemplate(
          .signatory, subject: DistinguishedName(name), publicKey: try PublicKey(der: publicKey),
          serialNumber: CertificateSerial.fresh(random), notBefore: PKITime(secondsSince1970: instant.seconds - 60),
          notAfter: min(end, pki.issuing.certificate.notAfter), locations: pki.locations))
      return IssuedCertificate(
        chain: [leaf.der, pki.issuing.certificate.der], serial: leaf.serialNumberText.lowercased(),
        notBefore: Instant(microseconds: leaf.notBefore.microsecondsSince1970),
        notAfter: Instant(microseconds: leaf.notAfter.microsecondsSince1970))
    } catch {
      throw ProviderError(.refused, provider: "ca", message: "the certificate could not be issued: \(error)")
    }
  }

  package func revocationList(
    _ revoked: [HeqiDomain.RevokedCertificate], number: Int64, at now: Instant
  ) async throws(ProviderError) -> [UInt8] {
    let entries = revoked.compactMap { entry -> CMS.RevokedCertificate? in
      guard let serial = Hex.decode(entry.serial) else { return nil }
      return CMS.RevokedCertificate(
        serialNumber: serial, time: PKITime(microsecondsSince1970: entry.revokedAt.microseconds), reason: Self.reason(entry.reason))
    }
    return try await list(issuer, entries, number, now)
  }

  package func rootRevocationList(number: Int64, at now: Instant) async throws(ProviderError) -> [UInt8] {
    try await list(rootIssuer, [], number, now)
  }

  private func list(
    _ issuer: CertificateIssuer, _ entries: [CMS.RevokedCertificate], _ number: Int64, _ now: Instant
  ) async throws(ProviderError) -> [UInt8] {
    do throws(CMSError) {
      return try await issuer.revocationList(
        entries, number: Int(number), thisUpdate: PKITime(secondsSince1970: now.seconds),
        nextUpdate: PKITime(secondsSince1970: now.seconds + Self.listValidity)
      ).der
    } catch {
      throw ProviderError(.unavailable, provider: "ca", message: "the revocation list could not be signed: \(error)")
    }
  }

  package func answer(
    ocspRequest: [UInt8], at now: Instant, status: @escaping @Sendable (_ serial: String) async -> CertificateStatus
  ) async -> [UInt8] {
    let own = Set([pki.timeStamping, pki.platform].map { $0.certificate.serialNumberText.lowercased() })
    return await responder.respond(
      to: ocspRequest, now: PKITime(microsecondsSince1970: now.microseconds), validSeconds: Self.answerValidity
    ) { number in
      let serial = Hex.encode(number.count > 1 && number[0] == 0 ? Array(number.dropFirst()) : number)
      if own.contains(serial) { return .good }
      switch await status(serial) {
      case .good: return .good
      case .unknown: return .unknown
      case .revoked(let at, let reason):
        return .revoked(time: PKITime(microsecondsSince1970: at.microseconds), reason: Self.reason(reason))
      }
    }
  }

  private static func reason(_ reason: HeqiDomain.RevocationReason) -> CMS.RevocationReason {
    UInt8(exactly: reason.rawValue).flatMap(CMS.RevocationReason.init(rawValue:)) ?? .unspecified
  }
}
