/// A signature scheme with everything that decides its result.
public enum SignatureAlgorithm: Sendable, Hashable {
  /// ECDSA over the key's own curve (RFC 5758).
  case ecdsa(DigestAlgorithm)
  /// RSASSA-PKCS1-v1_5 (RFC 4055 §5).
  case rsaPKCS1(DigestAlgorithm)
  /// RSASSA-PSS with MGF1 over the same digest and a salt of digest length (RFC 4056).
  case rsaPSS(DigestAlgorithm)
  /// Ed25519 (RFC 8419).
  case ed25519
  /// Anything else: parsing goes on, verification reports it.
  case unsupported(ObjectIdentifier, reason: String)

  /// The digest inside the scheme; nil for Ed25519, which hashes internally, and for unknown schemes.
  public var digest: DigestAlgorithm? {
    switch self {
    case .ecdsa(let digest), .rsaPKCS1(let digest), .rsaPSS(let digest): digest
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
      return DER.sequence(DER.oid(digest.ecdsa))
    case .rsaPKCS1(let digest):
      return DER.sequence(DER.oid(digest.rsaPKCS1), DER.null)
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
    if let match = DigestAlgorithm.allCases.first(where: { $0.ecdsa == identifier }) {
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
    } else {
      self = .unsupported(identifier, reason: "unknown identifier")
    }
  }

  /// RSASSA-PSS-params (RFC 4055 §3.1); a mask digest or salt that differs from the digest is not accepted.
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
    guard mask == digest else { return .unsupported(.rsaPSS, reason: "MGF1 uses another digest than the signature") }
    guard salt == digest.octetCount else {
      return .unsupported(.rsaPSS, reason: "the salt is \(salt) octets, not the digest length")
    }
    return .rsaPSS(digest)
  }
}

extension DigestAlgorithm {
  var ecdsa: ObjectIdentifier {
    switch self {
    case .sha1: .ecdsaSHA1
    case .sha256: .ecdsaSHA256
    case .sha384: .ecdsaSHA384
    case .sha512: .ecdsaSHA512
    }
  }

  var rsaPKCS1: ObjectIdentifier {
    switch self {
    case .sha1: .sha1WithRSA
    case .sha256: .sha256WithRSA
    case .sha384: .sha384WithRSA
    case .sha512: .sha512WithRSA
    }
  }
}
