/// A signature scheme with everything that decides its result.
public enum SignatureAlgorithm: Sendable, Hashable {
  /// ECDSA over the key's own curve (RFC 5758).
  case ecdsa(DigestAlgorithm)
  /// RSASSA-PKCS1-v1_5 (RFC 4055 §5).
  case rsaPKCS1(DigestAlgorithm)
  /// RSASSA-PSS with MGF1 over the same digest and a salt of digest length (RFC 4056).
  case rsaPSS(DigestAlgorithm)
  /// RSASSA-PSS with another mask digest or salt length; read, never produced.
  case rsaPSSVariant(PSSParameters)
  /// ECDSA whose value is r and s side by side (BSI TR-03111 §5.2.1); read, never produced.
  case ecdsaPlain(DigestAlgorithm)
  /// DSA (RFC 3279 §2.2.2, RFC 5758 §3.1); read, never produced.
  case dsa(DigestAlgorithm)
  /// Ed25519 (RFC 8419).
  case ed25519
  /// Anything else: parsing goes on, verification reports it.
  case unsupported(ObjectIdentifier, reason: String)

  /// The digest inside the scheme; nil for Ed25519, which hashes internally, and for unknown schemes.
  public var digest: DigestAlgorithm? {
    switch self {
    case .ecdsa(let digest), .rsaPKCS1(let digest), .rsaPSS(let digest), .ecdsaPlain(let digest), .dsa(let digest): digest
    case .rsaPSSVariant(let parameters): parameters.digest
    case .ed25519, .unsupported: nil
    }
  }

  /// True when the scheme rests on a digest that must not carry new signatures.
  public var isWeak: Bool { digest?.isWeak ?? false }

  /// AlgorithmIdentifier for certificates and SignerInfo (S8): ECDSA and Ed25519 without parameters,
  /// PKCS#1 v1.5 with NULL, PSS with explicit parameters. Throws `unsupportedAlgorithm`.
  func algorithmIdentifier() throws(CMSError) -> [UInt8] {
    switch self {
    case .ecdsa(let digest):
      guard digest != .md5 else { throw CMSError(.unsupportedAlgorithm, "ECDSA has no identifier for MD5") }
      return DER.sequence(DER.oid(digest.ecdsa))
    case .rsaPKCS1(let digest):
      return DER.sequence(DER.oid(digest.rsaPKCS1), DER.null)
    case .rsaPSSVariant, .ecdsaPlain, .dsa:
      throw CMSError(.unsupportedAlgorithm, "the signature scheme is read and never written")
    case .rsaPSS(let digest):
      let hash = DER.sequence(DER.oid(digest.objectIdentifier), DER.null)
      return DER.sequence(
        DER.oid(.rsaPSS),
        DER.sequence(
          DER.explicit(0, hash), DER.explicit(1, DER.sequence(DER.oid(.mgf1), hash)),
          DER.explicit(2, DER.integer(digest.octetCount))))
    case .ed25519:
      return DER.sequence(DER.oid(.ed25519))
    case .unsupported(let identifier, let reason):
      throw CMSError(.unsupportedAlgorithm, "signature algorithm \(identifier) cannot be written: \(reason)")
    }
  }

  /// Reads AlgorithmIdentifier. `digest` is SignerInfo.digestAlgorithm, which decides for identifiers that
  /// name only a key type (rsaEncryption, id-ecPublicKey). Unknown algorithms become `.unsupported`.
  init(algorithmIdentifier node: DERNode, digest: DigestAlgorithm? = nil) throws(CMSError) {
    var fields = try node.children(DERTag.sequence)
    let identifier = try fields.required(DERTag.objectIdentifier, "signature algorithm").objectIdentifier()
    let parameters = try fields.next()
    try fields.finish()
    if let match = DigestAlgorithm.allCases.first(where: { $0 != .md5 && $0.ecdsa == identifier }) {
      self = .ecdsa(match)
    } else if let match = DigestAlgorithm.allCases.first(where: { $0.rsaPKCS1 == identifier }) {
      self = .rsaPKCS1(match)
    } else if identifier == .ed25519 {
      self = parameters == nil ? .ed25519 : .unsupported(identifier, reason: "Ed25519 takes no parameters")
    } else if identifier == .rsaPSS {
      self = try Self.pss(parameters)
    } else if identifier == .rsaEncryption, let digest {
      self = .rsaPKCS1(digest)
    } else if identifier == .ecPublicKey, let digest {
      self = .ecdsa(digest)
    } else if let match = DigestAlgorithm.allCases.first(where: { $0.plainECDSA == identifier }) {
      self = .ecdsaPlain(match)
    } else if let match = DigestAlgorithm.allCases.first(where: { $0.dsa == identifier }) {
      self = .dsa(match)
    } else if identifier == .dsa, let digest {
      self = .dsa(digest)
    } else {
      self = .unsupported(identifier, reason: "unknown identifier")
    }
  }

  /// RSASSA-PSS-params (RFC 4055 §3.1).
  private static func pss(_ parameters: DERNode?) throws(CMSError) -> SignatureAlgorithm {
    guard let parameters else { return .unsupported(.rsaPSS, reason: "PSS parameters are missing") }
    var fields = try parameters.children(DERTag.sequence)
    var digest = DigestAlgorithm.sha1
    var mask = DigestAlgorithm.sha1
    var salt = 20
    do {
      if let field = try fields.optional(DERTag.context(0)) {
        var inner = try field.children()
        digest = try DigestAlgorithm(algorithmIdentifier: try inner.required("PSS digest"))
      }
      if let field = try fields.optional(DERTag.context(1)) {
        var inner = try field.children()
        var generator = try inner.required(DERTag.sequence, "PSS mask generator").children()
        guard try generator.required("PSS mask generator").objectIdentifier() == .mgf1 else {
          return .unsupported(.rsaPSS, reason: "the mask generator is not MGF1")
        }
        mask = try DigestAlgorithm(algorithmIdentifier: try generator.required("MGF1 digest"))
      }
    } catch let error where error.code == .unsupportedAlgorithm {
      return .unsupported(.rsaPSS, reason: error.message)
    }
    if let field = try fields.optional(DERTag.context(2)) {
      var inner = try field.children()
      salt = try inner.required("PSS salt length").smallInteger()
    }
    if let field = try fields.optional(DERTag.context(3)) {
      var inner = try field.children()
      guard try inner.required("PSS trailer").smallInteger() == 1 else {
        return .unsupported(.rsaPSS, reason: "the trailer field is not 1")
      }
    }
    try fields.finish()
    guard salt >= 0, salt <= 2048 else { return .unsupported(.rsaPSS, reason: "a salt of \(salt) octets is impossible") }
    if mask == digest, salt == digest.octetCount { return .rsaPSS(digest) }
    return .rsaPSSVariant(PSSParameters(digest: digest, mask: mask, saltOctets: salt))
  }
}

extension DigestAlgorithm {
  /// ECDSA with this digest; there is none for MD5, which answers SHA-1's.
  var ecdsa: ObjectIdentifier {
    switch self {
    case .md5, .sha1: .ecdsaSHA1
    case .sha224: .ecdsaSHA224
    case .sha256: .ecdsaSHA256
    case .sha384: .ecdsaSHA384
    case .sha512: .ecdsaSHA512
    case .sha3x224: .nistSignature(9)
    case .sha3x256: .nistSignature(10)
    case .sha3x384: .nistSignature(11)
    case .sha3x512: .nistSignature(12)
    }
  }

  var rsaPKCS1: ObjectIdentifier {
    switch self {
    case .md5: .md5WithRSA
    case .sha1: .sha1WithRSA
    case .sha224: .sha224WithRSA
    case .sha256: .sha256WithRSA
    case .sha384: .sha384WithRSA
    case .sha512: .sha512WithRSA
    case .sha3x224: .nistSignature(13)
    case .sha3x256: .nistSignature(14)
    case .sha3x384: .nistSignature(15)
    case .sha3x512: .nistSignature(16)
    }
  }

  var dsa: ObjectIdentifier? {
    switch self {
    case .md5: nil
    case .sha1: .dsaSHA1
    case .sha224: .nistSignature(1)
    case .sha256: .nistSignature(2)
    case .sha384: .nistSignature(3)
    case .sha512: .nistSignature(4)
    case .sha3x224: .nistSignature(5)
    case .sha3x256: .nistSignature(6)
    case .sha3x384: .nistSignature(7)
    case .sha3x512: .nistSignature(8)
    }
  }

  var plainECDSA: ObjectIdentifier? {
    switch self {
    case .md5: nil
    case .sha1: .plainECDSA(1)
    case .sha224: .plainECDSA(2)
    case .sha256: .plainECDSA(3)
    case .sha384: .plainECDSA(4)
    case .sha512: .plainECDSA(5)
    case .sha3x224: .plainECDSA(8)
    case .sha3x256: .plainECDSA(9)
    case .sha3x384: .plainECDSA(10)
    case .sha3x512: .plainECDSA(11)
    }
  }
}
