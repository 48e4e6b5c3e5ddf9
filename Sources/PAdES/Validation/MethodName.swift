internal import CMS

extension SignatureAlgorithm {
  /// The scheme as RFC 5758, RFC 8017 and RFC 8410 write it; a well-known name for one that is not verified here.
  var name: String {
    switch self {
    case .ecdsa(let digest), .ecdsaPlain(let digest): "ecdsa-with-\(digest.rawValue.uppercased())"
    case .rsaPKCS1(let digest): "\(digest.rawValue.lowercased())WithRSAEncryption"
    case .rsaPSS(let digest): "RSASSA-PSS with \(digest.rawValue.uppercased())"
    case .rsaPSSVariant(let parameters): "RSASSA-PSS with \(parameters.digest.rawValue.uppercased())"
    case .dsa(let digest): "dsa-with-\(digest.rawValue.uppercased())"
    case .ed25519: "Ed25519"
    case .unsupported(let identifier, _): identifier.methodName
    }
  }
}

extension ObjectIdentifier {
  /// What people call a scheme, key or digest that is not verified here; the number itself when it has no name here.
  var methodName: String { Self.methodNames[description] ?? description }

  /// GM/T 0006, RFC 8419, RFC 8692, RFC 9881, RFC 9215.
  private static let methodNames = [
    "1.3.101.113": "Ed448", "1.3.101.111": "X448", "1.3.101.110": "X25519",
    "1.2.156.10197.1.501": "SM2 with SM3", "1.2.156.10197.1.301.1": "SM2 with SM3", "1.2.156.10197.1.301": "SM2",
    "1.2.156.10197.1.504": "RSA with SM3", "1.2.156.10197.1.401": "SM3",
    "1.2.643.7.1.1.3.2": "GOST R 34.10-2012", "1.2.643.7.1.1.3.3": "GOST R 34.10-2012",
    "2.16.840.1.101.3.4.2.11": "SHAKE128", "2.16.840.1.101.3.4.2.12": "SHAKE256",
    "2.16.840.1.101.3.4.3.17": "ML-DSA-44", "2.16.840.1.101.3.4.3.18": "ML-DSA-65",
    "2.16.840.1.101.3.4.3.19": "ML-DSA-87", "1.3.36.3.3.1.2": "RSA with RIPEMD-160",
  ]
}
