/// An object identifier kept in its encoded form; comparison is by octets (X.690 §8.19).
public struct ObjectIdentifier: Sendable, Hashable, CustomStringConvertible {
  /// Octets of one identifier that are accepted; the longest in use are below 30.
  static let octetCountMax = 64

  let encoded: [UInt8]

  init(encoded content: ArraySlice<UInt8>) throws(CMSError) {
    guard let last = content.last, last < 0x80, content.count <= Self.octetCountMax else {
      throw .malformed("an OBJECT IDENTIFIER is empty, cut off or too long")
    }
    encoded = Array(content)
  }

  /// From dotted decimal, e.g. "1.2.840.113549"; nil when the text is not an object identifier.
  public init?(_ dotted: String) {
    let parts = dotted.split(separator: ".", omittingEmptySubsequences: false).map { UInt64($0) }
    guard parts.count >= 2, let first = parts[0], let second = parts[1], first <= 2, first == 2 || second < 40,
      second < 1 << 32
    else { return nil }
    var octets: [UInt8] = []
    for part in [first * 40 + second] + parts.dropFirst(2) {
      guard let part else { return nil }
      var group = [UInt8(part & 0x7F)]
      var rest = part >> 7
      while rest > 0 {
        group.insert(UInt8(rest & 0x7F) | 0x80, at: 0)
        rest >>= 7
      }
      octets += group
    }
    guard octets.count <= Self.octetCountMax else { return nil }
    encoded = octets
  }

  /// Dotted decimal.
  public var description: String {
    var numbers: [UInt64] = []
    var value: UInt64 = 0
    for octet in encoded {
      value = value << 7 | UInt64(octet & 0x7F)
      if octet < 0x80 {
        if numbers.isEmpty {
          let first = min(value / 40, 2)
          numbers = [first, value - first * 40]
        } else {
          numbers.append(value)
        }
        value = 0
      }
    }
    return numbers.map { String($0) }.joined(separator: ".")
  }

  /// For identifiers written in this source; the octets come from the registry of the standard named beside them.
  init(octets: [UInt8]) { encoded = octets }
}

extension ObjectIdentifier {
  private static let pkcs1: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1]
  private static let pkcs7: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7]
  private static let pkcs9: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9]
  private static let nistHash: [UInt8] = [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2]
  private static let pkix: [UInt8] = [0x2B, 6, 1, 5, 5, 7]

  // RFC 5652 content types
  static let data = ObjectIdentifier(octets: pkcs7 + [1])
  static let signedData = ObjectIdentifier(octets: pkcs7 + [2])
  static let timeStampInfo = ObjectIdentifier(octets: pkcs9 + [16, 1, 4])  // RFC 3161 §2.4.2

  // RFC 5652 §11, RFC 5035, RFC 6211, RFC 3161 appendix A attributes
  static let contentType = ObjectIdentifier(octets: pkcs9 + [3])
  static let messageDigest = ObjectIdentifier(octets: pkcs9 + [4])
  static let signingTime = ObjectIdentifier(octets: pkcs9 + [5])
  static let signingCertificate = ObjectIdentifier(octets: pkcs9 + [16, 2, 12])
  static let signingCertificateV2 = ObjectIdentifier(octets: pkcs9 + [16, 2, 47])
  static let signatureTimeStamp = ObjectIdentifier(octets: pkcs9 + [16, 2, 14])
  static let algorithmProtection = ObjectIdentifier(octets: pkcs9 + [52])

  // digests: RFC 5754, RFC 3370
  static let sha1 = ObjectIdentifier(octets: [0x2B, 0x0E, 3, 2, 0x1A])
  static let sha256 = ObjectIdentifier(octets: nistHash + [1])
  static let sha384 = ObjectIdentifier(octets: nistHash + [2])
  static let sha512 = ObjectIdentifier(octets: nistHash + [3])
  static let md5 = ObjectIdentifier(octets: [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 2, 5])
  static let sha224 = ObjectIdentifier(octets: nistHash + [4])
  static let sha3x224 = ObjectIdentifier(octets: nistHash + [7])
  static let sha3x256 = ObjectIdentifier(octets: nistHash + [8])
  static let sha3x384 = ObjectIdentifier(octets: nistHash + [9])
  static let sha3x512 = ObjectIdentifier(octets: nistHash + [10])

  // GB/T 35275: names of its own for id-data and id-signedData
  static let gmData = ObjectIdentifier(octets: [0x2A, 0x81, 0x1C, 0xCF, 0x55, 6, 1, 4, 2, 1])
  static let gmSignedData = ObjectIdentifier(octets: [0x2A, 0x81, 0x1C, 0xCF, 0x55, 6, 1, 4, 2, 2])

  // keys and signatures: RFC 3279, 4055, 5480, 5758, 8410
  static let rsaEncryption = ObjectIdentifier(octets: pkcs1 + [1])
  static let mgf1 = ObjectIdentifier(octets: pkcs1 + [8])
  static let rsaPSS = ObjectIdentifier(octets: pkcs1 + [10])
  static let sha1WithRSA = ObjectIdentifier(octets: pkcs1 + [5])
  static let sha256WithRSA = ObjectIdentifier(octets: pkcs1 + [11])
  static let sha384WithRSA = ObjectIdentifier(octets: pkcs1 + [12])
  static let sha512WithRSA = ObjectIdentifier(octets: pkcs1 + [13])
  static let md5WithRSA = ObjectIdentifier(octets: pkcs1 + [4])
  static let sha224WithRSA = ObjectIdentifier(octets: pkcs1 + [14])
  /// NIST sigAlgs: DSA 1…8, ECDSA with SHA-3 9…12, RSA with SHA-3 13…16.
  static func nistSignature(_ number: UInt8) -> ObjectIdentifier {
    ObjectIdentifier(octets: nistHash.dropLast() + [3, number])
  }
  static let dsa = ObjectIdentifier(octets: [0x2A, 0x86, 0x48, 0xCE, 0x38, 4, 1])
  static let dsaSHA1 = ObjectIdentifier(octets: [0x2A, 0x86, 0x48, 0xCE, 0x38, 4, 3])
  /// Plain ECDSA (BSI TR-03111 §5.2.1), by the last number: SHA-1 … SHA-512, SHA3-224 … SHA3-512.
  static func plainECDSA(_ number: UInt8) -> ObjectIdentifier {
    ObjectIdentifier(octets: [4, 0, 0x7F, 0, 7, 1, 1, 4, 1, number])
  }
  static let brainpoolP256 = ObjectIdentifier(octets: [0x2B, 0x24, 3, 3, 2, 8, 1, 1, 7])
  static let brainpoolP384 = ObjectIdentifier(octets: [0x2B, 0x24, 3, 3, 2, 8, 1, 1, 11])
  static let brainpoolP512 = ObjectIdentifier(octets: [0x2B, 0x24, 3, 3, 2, 8, 1, 1, 13])
  static let secp256k1 = ObjectIdentifier(octets: [0x2B, 0x81, 4, 0, 10])
  static let ecPublicKey = ObjectIdentifier(octets: [0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1])
  static let p256 = ObjectIdentifier(octets: [0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7])
  static let p384 = ObjectIdentifier(octets: [0x2B, 0x81, 4, 0, 0x22])
  static let p521 = ObjectIdentifier(octets: [0x2B, 0x81, 4, 0, 0x23])
  static let ecdsaSHA1 = ObjectIdentifier(octets: [0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 1])
  static let ecdsaSHA224 = ObjectIdentifier(octets: [0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 1])
  static let ecdsaSHA256 = ObjectIdentifier(octets: [0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2])
  static let ecdsaSHA384 = ObjectIdentifier(octets: [0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 3])
  static let ecdsaSHA512 = ObjectIdentifier(octets: [0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 4])
  static let ed25519 = ObjectIdentifier(octets: [0x2B, 0x65, 0x70])

  // certificate extensions and purposes: RFC 5280 §4.2, RFC 6960 §4.2
  static let subjectKeyIdentifier = ObjectIdentifier(octets: [0x55, 0x1D, 14])
  static let keyUsage = ObjectIdentifier(octets: [0x55, 0x1D, 15])
  static let subjectAlternativeName = ObjectIdentifier(octets: [0x55, 0x1D, 17])
  static let basicConstraints = ObjectIdentifier(octets: [0x55, 0x1D, 19])
  static let crlNumber = ObjectIdentifier(octets: [0x55, 0x1D, 20])
  static let crlReason = ObjectIdentifier(octets: [0x55, 0x1D, 21])
  static let invalidityDate = ObjectIdentifier(octets: [0x55, 0x1D, 24])
  static let deltaCRLIndicator = ObjectIdentifier(octets: [0x55, 0x1D, 27])
  static let issuingDistributionPoint = ObjectIdentifier(octets: [0x55, 0x1D, 28])
  static let nameConstraints = ObjectIdentifier(octets: [0x55, 0x1D, 30])
  static let crlDistributionPoints = ObjectIdentifier(octets: [0x55, 0x1D, 31])
  static let certificatePolicies = ObjectIdentifier(octets: [0x55, 0x1D, 32])
  static let policyMappings = ObjectIdentifier(octets: [0x55, 0x1D, 33])
  static let authorityKeyIdentifier = ObjectIdentifier(octets: [0x55, 0x1D, 35])
  static let policyConstraints = ObjectIdentifier(octets: [0x55, 0x1D, 36])
  static let extendedKeyUsage = ObjectIdentifier(octets: [0x55, 0x1D, 37])
  static let inhibitAnyPolicy = ObjectIdentifier(octets: [0x55, 0x1D, 54])
  static let authorityInformationAccess = ObjectIdentifier(octets: pkix + [1, 1])
  static let accessOCSP = ObjectIdentifier(octets: pkix + [0x30, 1])
  static let accessCAIssuers = ObjectIdentifier(octets: pkix + [0x30, 2])
  static let ocspBasic = ObjectIdentifier(octets: pkix + [0x30, 1, 1])
  static let ocspNonce = ObjectIdentifier(octets: pkix + [0x30, 1, 2])
  static let ocspNoCheck = ObjectIdentifier(octets: pkix + [0x30, 1, 5])

  static let anyPolicy = ObjectIdentifier(octets: [0x55, 0x1D, 32, 0])
  static let issuerAlternativeName = ObjectIdentifier(octets: [0x55, 0x1D, 18])
  static let qualifiedStatements = ObjectIdentifier(octets: pkix + [1, 3])
  static let anyPurpose = ObjectIdentifier(octets: [0x55, 0x1D, 37, 0])
  static let purposeServerAuthentication = ObjectIdentifier(octets: pkix + [3, 1])
  static let emailAddress = ObjectIdentifier(octets: pkcs9 + [1])

  /// Extended key usage for time stamping (RFC 3161 §2.3).
  public static let purposeTimeStamping = ObjectIdentifier(octets: pkix + [3, 8])
  /// Extended key usage for OCSP responders (RFC 6960 §4.2.2.2).
  public static let purposeOCSPSigning = ObjectIdentifier(octets: pkix + [3, 9])
  /// Extended key usage for signing documents (RFC 9336).
  public static let purposeDocumentSigning = ObjectIdentifier(octets: pkix + [3, 36])

  // name attributes: X.520
  public static let commonName = ObjectIdentifier(octets: [0x55, 4, 3])
  public static let serialNumber = ObjectIdentifier(octets: [0x55, 4, 5])
  public static let country = ObjectIdentifier(octets: [0x55, 4, 6])
  public static let locality = ObjectIdentifier(octets: [0x55, 4, 7])
  public static let stateOrProvince = ObjectIdentifier(octets: [0x55, 4, 8])
  public static let organization = ObjectIdentifier(octets: [0x55, 4, 10])
  public static let organizationalUnit = ObjectIdentifier(octets: [0x55, 4, 11])
  /// The organization's registered identifier, e.g. a unified social credit code (ETSI EN 319 412-1 §5.1.4).
  public static let organizationIdentifier = ObjectIdentifier(octets: [0x55, 4, 97])
}
