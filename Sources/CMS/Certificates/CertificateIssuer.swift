/// A certification authority: a certificate and its key, signing certificates, CRLs and OCSP answers.
public struct CertificateIssuer: Sendable {
  /// The authority's own certificate.
  public let certificate: X509Certificate
  let key: any SigningKey

  /// Joins a CA certificate with its key. Throws `invalidKey` when they do not belong together.
  public init(certificate: X509Certificate, key: any SigningKey) throws(CMSError) {
    guard certificate.publicKey == key.publicKey else {
      throw CMSError(.invalidKey, "the key does not belong to the CA certificate")
    }
    self.certificate = certificate
    self.key = key
  }

  /// Makes and self-signs a root certificate. Throws `invalidArgument` or `signingFailed`.
  public static func selfSignedRoot(
    subject: DistinguishedName, key: any SigningKey, serialNumber: [UInt8], notBefore: PKITime, notAfter: PKITime
  ) async throws(CMSError) -> CertificateIssuer {
    let template = CertificateTemplate(
      .root, subject: subject, publicKey: key.publicKey, serialNumber: serialNumber, notBefore: notBefore,
      notAfter: notAfter)
    let certificate = try await sign(template, issuer: subject, authorityKeyIdentifier: nil, key: key)
    return try CertificateIssuer(certificate: certificate, key: key)
  }

  /// Signs a certificate as this authority. Throws `invalidArgument` when the template outlives the authority.
  public func issue(_ template: CertificateTemplate) async throws(CMSError) -> X509Certificate {
    guard template.notAfter <= certificate.notAfter else {
      throw CMSError(.invalidArgument, "the certificate would outlive its issuer; choose an earlier notAfter")
    }
    let identifier = certificate.subjectKeyIdentifier ?? certificate.publicKey.keyIdentifier
    return try await Self.sign(
      template, issuer: certificate.subject, authorityKeyIdentifier: identifier, key: key)
  }

  private static func sign(
    _ template: CertificateTemplate, issuer: DistinguishedName, authorityKeyIdentifier: [UInt8]?, key: any SigningKey
  ) async throws(CMSError) -> X509Certificate {
    guard (1...20).contains(template.serialNumber.count), template.serialNumber.contains(where: { $0 != 0 }),
      template.serialNumber.count < 20 || template.serialNumber[0] < 0x80
    else { throw CMSError(.invalidArgument, "a serial number is a positive number of at most 20 octets") }
    guard template.notBefore < template.notAfter else {
      throw CMSError(.invalidArgument, "notBefore must come before notAfter")
    }
    var extensions = template.extensions
    extensions.append(
      CertificateExtension(
        .subjectKeyIdentifier, critical: false, value: DER.octetString(template.publicKey.keyIdentifier)))
    if let authorityKeyIdentifier {
      extensions.append(
        CertificateExtension(
          .authorityKeyIdentifier, critical: false,
          value: DER.sequence(DER.tlv(DERTag.contextPrimitive(0), authorityKeyIdentifier))))
    }
    let algorithm = try key.algorithm.algorithmIdentifier()
    let tbs = DER.sequence(
      DER.explicit(0, DER.integer(2)), DER.unsignedInteger(template.serialNumber), algorithm, issuer.der,
      DER.sequence(DER.time(template.notBefore), DER.time(template.notAfter)), template.subject.der,
      template.publicKey.der, DER.explicit(3, DER.constructed(DERTag.sequence, extensions.map(\.der))))
    let signature = try await key.sign(tbs)
    return try X509Certificate(der: DER.sequence(tbs, algorithm, DER.bitString(signature)))
  }
}
