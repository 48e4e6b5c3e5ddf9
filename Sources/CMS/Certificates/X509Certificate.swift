/// An X.509 certificate (RFC 5280) whose received octets are kept.
///
/// Reading never fails because of a key kind, an algorithm or a critical extension that is unknown here; path
/// validation decides about those. That is why this view is ours and not a stricter certificate library's.
public struct X509Certificate: Sendable, Hashable {
  /// Octets of one certificate that are read; certificates with pictures stay below 100 kB.
  public static let octetCountMax = 1 << 20
  /// Extensions of one certificate that are read.
  static let extensionCountMax = 100

  /// The whole certificate in DER, as received.
  public let der: [UInt8]
  let tbsRange: Range<Int>
  /// 1, 2 or 3.
  public let version: Int
  /// INTEGER octets of the serial number.
  public let serialNumber: [UInt8]
  public let issuer: DistinguishedName
  public let subject: DistinguishedName
  /// First and last second of validity, both inclusive.
  public let notBefore: PKITime
  public let notAfter: PKITime
  public let publicKey: PublicKey
  /// The scheme of the issuer's signature.
  public let signatureAlgorithm: SignatureAlgorithm
  /// The issuer's signature.
  public let signature: [UInt8]
  /// All extensions in order.
  public let extensions: [CertificateExtension]

  public static func == (left: X509Certificate, right: X509Certificate) -> Bool { left.der == right.der }
  public func hash(into hasher: inout Hasher) { hasher.combine(der) }

  /// Reads one DER certificate. Throws `malformedEncoding` or `invalidStructure`.
  public init(der: [UInt8]) throws(CMSError) {
    guard der.count <= Self.octetCountMax else { throw CMSError(.invalidStructure, "the certificate is too large") }
    let root = try DERNode(der)
    var outer = try root.children(DERTag.sequence)
    let tbs = try outer.required(DERTag.sequence, "tbsCertificate")
    let outerAlgorithm = try outer.required(DERTag.sequence, "signatureAlgorithm")
    signature = try outer.required(DERTag.bitString, "signature").bitStringOctets()
    try outer.finish()

    var fields = try tbs.children()
    var version = 0
    if let tagged = try fields.optional(DERTag.context(0)) {
      var inner = try tagged.children()
      version = try inner.required("version").smallInteger()
    }
    guard (0...2).contains(version) else { throw CMSError(.invalidStructure, "unknown certificate version") }
    serialNumber = try fields.required(DERTag.integer, "serialNumber").integerBytes()
    let innerAlgorithm = try fields.required(DERTag.sequence, "signature algorithm")
    guard innerAlgorithm.encoded == outerAlgorithm.encoded else {
      throw CMSError(.invalidStructure, "the two signature algorithms of the certificate differ")
    }
    issuer = try DistinguishedName(fields.required(DERTag.sequence, "issuer"))
    var validity = try fields.required(DERTag.sequence, "validity").children()
    notBefore = try PKITime(validity.required("notBefore"))
    notAfter = try PKITime(validity.required("notAfter"))
    subject = try DistinguishedName(fields.required(DERTag.sequence, "subject"))
    publicKey = try PublicKey(fields.required(DERTag.sequence, "subjectPublicKeyInfo"))
    _ = try fields.optional(DERTag.contextPrimitive(1))
    _ = try fields.optional(DERTag.contextPrimitive(2))
    var extensions: [CertificateExtension] = []
    if let tagged = try fields.optional(DERTag.context(3)) {
      var wrapper = try tagged.children()
      extensions = try CertificateExtension.list(wrapper.required(DERTag.sequence, "extensions"))
    }
    try fields.finish()
    self.version = version + 1
    self.der = der
    self.extensions = extensions
    tbsRange = tbs.range
    signatureAlgorithm = try SignatureAlgorithm(algorithmIdentifier: outerAlgorithm)
  }

  /// Reads every "CERTIFICATE" block of a PEM text. Throws `malformedEncoding` or `invalidStructure`.
  public static func certificates(pem: String) throws(CMSError) -> [X509Certificate] {
    var found: [X509Certificate] = []
    for block in try PEM.blocks(in: pem) where block.label == "CERTIFICATE" {
      found.append(try X509Certificate(der: block.bytes))
    }
    return found
  }

  /// The certificate as PEM text.
  public var pem: String { PEM(label: "CERTIFICATE", bytes: der).text }

  /// SHA-256 over the DER, the certificate's usual fingerprint.
  public var fingerprint: [UInt8] { DigestAlgorithm.sha256.hash(der) }

  /// The serial number in upper-case hexadecimal without a leading sign octet.
  public var serialNumberText: String {
    let octets = serialNumber.count > 1 && serialNumber[0] == 0 ? Array(serialNumber.dropFirst()) : serialNumber
    let digits = Array("0123456789ABCDEF".utf8)
    return String(decoding: octets.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// The octets that the issuer signed.
  var tbs: ArraySlice<UInt8> { der[tbsRange] }

  /// Whether this certificate's signature verifies under `key`.
  public func isSigned(by key: PublicKey) -> Bool { key.isValid(signature, over: tbs, signatureAlgorithm) }

  /// True when subject and issuer are the same name and the own key made the signature.
  public var isSelfSigned: Bool { subject.matches(issuer) && isSigned(by: publicKey) }

  /// True when `time` lies within notBefore ... notAfter.
  public func isValid(at time: PKITime) -> Bool {
    notBefore <= time && time.truncatedToSeconds <= notAfter
  }

  /// IssuerAndSerialNumber (RFC 5652 §10.2.4).
  var issuerAndSerialNumber: [UInt8] { DER.sequence(issuer.der, DER.tlv(DERTag.integer, serialNumber)) }
}
