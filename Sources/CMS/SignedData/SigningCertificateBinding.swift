/// The first ESSCertID of signing-certificate (RFC 2634 §5.4) or signing-certificate-v2 (RFC 5035 §3), which binds
/// a signature to one certificate.
struct SigningCertificateBinding: Sendable {
  let digest: DigestAlgorithm
  let certificateHash: [UInt8]
  /// directoryName of issuerSerial, and the serial number; nil when issuerSerial is absent.
  let issuer: DistinguishedName?
  let serialNumber: [UInt8]?

  /// Nil when the attribute cannot be read; then it binds nothing.
  init?(_ attribute: SignerInfo.Attribute) {
    guard attribute.values.count == 1, let value = attribute.values.first,
      let parsed = try? Self.parse(value, isV2: attribute.identifier == .signingCertificateV2)
    else { return nil }
    self = parsed
  }

  private init(digest: DigestAlgorithm, hash: [UInt8], issuer: DistinguishedName?, serialNumber: [UInt8]?) {
    self.digest = digest
    certificateHash = hash
    self.issuer = issuer
    self.serialNumber = serialNumber
  }

  private static func parse(_ value: [UInt8], isV2: Bool) throws(CMSError) -> SigningCertificateBinding {
    var outer = try DERNode(value, rules: .ber).children(DERTag.sequence)
    var identifiers = try outer.required(DERTag.sequence, "certs").children()
    var fields = try identifiers.required(DERTag.sequence, "ESSCertID").children()
    var digest: DigestAlgorithm = isV2 ? .sha256 : .sha1
    if isV2, let algorithm = try fields.optional(DERTag.sequence) {
      digest = try DigestAlgorithm(algorithmIdentifier: algorithm)
    }
    let hash = try fields.required(DERTag.octetString, "certHash").octets()
    guard let issuerSerial = try fields.optional(DERTag.sequence) else {
      return SigningCertificateBinding(digest: digest, hash: hash, issuer: nil, serialNumber: nil)
    }
    var parts = try issuerSerial.children()
    var names = try parts.required(DERTag.sequence, "issuer").children()
    let serial = try parts.required(DERTag.integer, "serialNumber").integerBytes()
    var directory: DistinguishedName?
    while let name = try names.next() {
      guard name.tag == DERTag.context(4), directory == nil else { continue }
      var inner = try name.children()
      directory = try DistinguishedName(inner.required(DERTag.sequence, "directoryName"))
    }
    guard let directory else { throw .malformed("issuerSerial names no directoryName") }
    return SigningCertificateBinding(digest: digest, hash: hash, issuer: directory, serialNumber: serial)
  }

  /// True when hash and, if present, issuer and serial number are the certificate's own.
  func binds(_ certificate: X509Certificate) -> Bool {
    guard digest.hash(certificate.der) == certificateHash else { return false }
    if let issuer, !issuer.matches(certificate.issuer) { return false }
    if let serialNumber, serialNumber != certificate.serialNumber { return false }
    return true
  }
}
