/// What a certificate is to say, before an issuer signs it (RFC 5280 §4.1.2).
public struct CertificateTemplate: Sendable {
  public var subject: DistinguishedName
  public var publicKey: PublicKey
  /// Positive magnitude octets, at most 20 and at least 8 from a random source (CA/B BR §7.1).
  public var serialNumber: [UInt8]
  public var notBefore: PKITime
  public var notAfter: PKITime
  /// Extensions beside the key identifiers, which the issuer adds.
  public var extensions: [CertificateExtension]

  /// Makes a template; `extensions` without subject and authority key identifiers.
  public init(
    subject: DistinguishedName, publicKey: PublicKey, serialNumber: [UInt8], notBefore: PKITime, notAfter: PKITime,
    extensions: [CertificateExtension]
  ) {
    self.subject = subject
    self.publicKey = publicKey
    self.serialNumber = serialNumber
    self.notBefore = notBefore
    self.notAfter = notAfter
    self.extensions = extensions
  }

  /// Where relying parties find revocation data and the issuer's certificate; empty fields are left out.
  public struct Locations: Sendable, Hashable {
    public var crlURL: String
    public var ocspURL: String
    public var issuerURL: String

    /// Makes a set of URLs, each ASCII.
    public init(crlURL: String = "", ocspURL: String = "", issuerURL: String = "") {
      self.crlURL = crlURL
      self.ocspURL = ocspURL
      self.issuerURL = issuerURL
    }
  }

  /// What the key of the certificate is for.
  public enum Role: Sendable, Hashable {
    /// A trust anchor that signs issuing CAs.
    case root
    /// A CA that issues end-entity certificates only (path length 0).
    case issuingCA
    /// A person's or an organization's signing key: digitalSignature and nonRepudiation.
    case signatory
    /// A time-stamping unit: critical extended key usage timeStamping alone (RFC 3161 §2.3).
    case timeStampingUnit
    /// A delegated OCSP responder, exempt from checking itself (RFC 6960 §4.2.2.2.1).
    case ocspResponder
  }

  /// A template with the extensions of a role.
  public init(
    _ role: Role, subject: DistinguishedName, publicKey: PublicKey, serialNumber: [UInt8], notBefore: PKITime,
    notAfter: PKITime, locations: Locations = Locations()
  ) {
    var list: [CertificateExtension] = []
    switch role {
    case .root:
      list = [.basicConstraints(BasicConstraints(isCA: true)), .keyUsage([.keyCertSign, .crlSign])]
    case .issuingCA:
      list = [.basicConstraints(BasicConstraints(isCA: true, pathLength: 0)), .keyUsage([.keyCertSign, .crlSign])]
    case .signatory:
      list = [.basicConstraints(BasicConstraints(isCA: false)), .keyUsage([.digitalSignature, .nonRepudiation])]
    case .timeStampingUnit:
      list = [
        .basicConstraints(BasicConstraints(isCA: false)), .keyUsage([.digitalSignature]),
        .extendedKeyUsage([.purposeTimeStamping], critical: true),
      ]
    case .ocspResponder:
      list = [
        .basicConstraints(BasicConstraints(isCA: false)), .keyUsage([.digitalSignature]),
        .extendedKeyUsage([.purposeOCSPSigning], critical: false),
        CertificateExtension(.ocspNoCheck, critical: false, value: DER.null),
      ]
    }
    if role != .root, role != .ocspResponder, !locations.crlURL.isEmpty {
      list.append(.crlDistributionPoint(locations.crlURL))
    }
    if role != .root, let access = CertificateExtension.authorityInformationAccess(locations) { list.append(access) }
    self.init(
      subject: subject, publicKey: publicKey, serialNumber: serialNumber, notBefore: notBefore, notAfter: notAfter,
      extensions: list)
  }
}

extension CertificateExtension {
  /// Critical basicConstraints.
  public static func basicConstraints(_ value: BasicConstraints) -> CertificateExtension {
    var fields: [[UInt8]] = value.isCA ? [DER.booleanTrue] : []
    if let length = value.pathLength { fields.append(DER.integer(length)) }
    return CertificateExtension(.basicConstraints, critical: true, value: DER.constructed(DERTag.sequence, fields))
  }

  /// Critical keyUsage.
  public static func keyUsage(_ value: KeyUsage) -> CertificateExtension {
    CertificateExtension(.keyUsage, critical: true, value: DER.namedBits(value.rawValue))
  }

  /// extendedKeyUsage.
  public static func extendedKeyUsage(_ purposes: [ObjectIdentifier], critical: Bool) -> CertificateExtension {
    CertificateExtension(
      .extendedKeyUsage, critical: critical, value: DER.constructed(DERTag.sequence, purposes.map { DER.oid($0) }))
  }

  /// cRLDistributionPoints with one full name.
  public static func crlDistributionPoint(_ url: String) -> CertificateExtension {
    let name = DER.tlv(DERTag.contextPrimitive(6), Array(url.utf8))
    return CertificateExtension(
      .crlDistributionPoints, critical: false,
      value: DER.sequence(DER.sequence(DER.explicit(0, DER.explicit(0, name)))))
  }

  static func authorityInformationAccess(_ locations: CertificateTemplate.Locations) -> CertificateExtension? {
    let entries = [(ObjectIdentifier.accessOCSP, locations.ocspURL), (.accessCAIssuers, locations.issuerURL)]
      .filter { !$0.1.isEmpty }
      .map { DER.sequence(DER.oid($0.0), DER.tlv(DERTag.contextPrimitive(6), Array($0.1.utf8))) }
    guard !entries.isEmpty else { return nil }
    return CertificateExtension(
      .authorityInformationAccess, critical: false, value: DER.constructed(DERTag.sequence, entries))
  }
}
