internal import CMS
package import HeqiDomain
package import HeqiPorts

/// Issues certificates of persons and organizations from the platform's issuing CA (F-011, E-04).
package struct EmbeddedCertificateAuthority: CertificateAuthority {
  private let pki: EmbeddedPKI
  private let random: any RandomSource
  /// Life of a person's certificate.
  package static let validity: Duration = .seconds(3 * 31_557_600)

  package init(pki: EmbeddedPKI, random: any RandomSource) {
    self.pki = pki
    self.random = random
  }

  package var statement: Bilingual {
    Bilingual(
      "证书由合契平台自建 CA 签发，用于验证签名的完整性与签署人在本平台的实名结果；该 CA 不是依法取得许可的电子认证服务机构。",
      "Certificates are issued by the platform's own CA. They prove integrity and the identity checks made on this "
        + "platform; the CA is not a licensed electronic certification service.")
  }

  package func issue(
    subject: CertificateSubject, publicKey: [UInt8], at instant: Instant
  ) async throws(ProviderError) -> IssuedCertificate {
    do {
      let issuer = try CertificateIssuer(certificate: pki.issuing.certificate, key: pki.issuing.key)
      let now = PKITime(microsecondsSince1970: instant.microseconds)
      var name = [DistinguishedName.Attribute(.country, "CN")]
      if let organization = subject.organization { name.append(.init(.organization, organization)) }
      name += [.init(.commonName, subject.commonName), .init(.serialNumber, subject.serialNumber)]
      let notBefore = now.adding(seconds: -60).truncatedToSeconds
      let template = CertificateTemplate(
        .signatory, subject: DistinguishedName(name), publicKey: try PublicKey(der: publicKey),
        serialNumber: EmbeddedPKI.serial(random), notBefore: notBefore,
        notAfter: notBefore.adding(seconds: Self.validity.components.seconds), locations: pki.locations)
      let certificate = try await issuer.issue(template)
      return IssuedCertificate(
        chain: [certificate.der] + pki.chain.map(\.der), serial: certificate.serialNumberText.lowercased(),
        notBefore: Instant(microseconds: certificate.notBefore.microsecondsSince1970),
        notAfter: Instant(microseconds: certificate.notAfter.microsecondsSince1970))
    } catch {
      throw ProviderError(.refused, provider: "ca", message: "the certificate was not issued: \(error)")
    }
  }
}
