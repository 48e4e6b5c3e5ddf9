import Crypto
import CryptoExtras

/// A public key as SubjectPublicKeyInfo (RFC 5280 §4.1.2.7); keys of unknown kinds stay readable.
public struct PublicKey: Sendable, Hashable {
  /// The kind of key, for reports and algorithm choice.
  public enum Kind: Sendable, Hashable {
    case p256
    case p384
    case p521
    case rsa(bits: Int)
    case ed25519
    /// A key whose algorithm or curve is not implemented here, e.g. SM2.
    case unsupported(ObjectIdentifier)
  }

  private enum Material: Sendable {
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
    case p521(P521.Signing.PublicKey)
    case rsa(_RSA.Signing.PublicKey)
    case ed25519(Curve25519.Signing.PublicKey)
    case none
  }

  /// SubjectPublicKeyInfo in DER.
  public let der: [UInt8]
  /// The octets of subjectPublicKey, which key identifiers are computed over.
  public let bits: [UInt8]
  /// The kind of key.
  public let kind: Kind
  private let material: Material

  public static func == (left: PublicKey, right: PublicKey) -> Bool { left.der == right.der }
  public func hash(into hasher: inout Hasher) { hasher.combine(der) }

  /// Reads SubjectPublicKeyInfo. Throws `malformedEncoding`; an unknown or damaged key becomes `.unsupported`.
  public init(der: [UInt8]) throws(CMSError) {
    try self.init(DERNode(der))
  }

  init(_ node: DERNode) throws(CMSError) {
    var fields = try node.children(DERTag.sequence)
    var algorithm = try fields.required(DERTag.sequence, "public key algorithm").children()
    let identifier = try algorithm.required(DERTag.objectIdentifier, "public key algorithm").objectIdentifier()
    let parameters = try algorithm.next()
    bits = try fields.required(DERTag.bitString, "public key").bitStringOctets()
    try fields.finish()
    der = Array(node.encoded)
    var curve = identifier
    if identifier == .ecPublicKey, let parameters, parameters.tag == DERTag.objectIdentifier {
      curve = try parameters.objectIdentifier()
    }
    switch curve {
    case .p256:
      let key = try? P256.Signing.PublicKey(x963Representation: bits)
      material = key.map { .p256($0) } ?? .none
      kind = key == nil ? .unsupported(curve) : .p256
    case .p384:
      let key = try? P384.Signing.PublicKey(x963Representation: bits)
      material = key.map { .p384($0) } ?? .none
      kind = key == nil ? .unsupported(curve) : .p384
    case .p521:
      let key = try? P521.Signing.PublicKey(x963Representation: bits)
      material = key.map { .p521($0) } ?? .none
      kind = key == nil ? .unsupported(curve) : .p521
    case .rsaEncryption, .rsaPSS:
      let key = try? _RSA.Signing.PublicKey(unsafeDERRepresentation: bits)
      material = key.map { .rsa($0) } ?? .none
      kind = key.map { .rsa(bits: $0.keySizeInBits) } ?? .unsupported(curve)
    case .ed25519:
      let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bits)
      material = key.map { .ed25519($0) } ?? .none
      kind = key == nil ? .unsupported(curve) : .ed25519
    default:
      material = .none
      kind = .unsupported(curve)
    }
  }

  /// The key identifier of RFC 5280 §4.2.1.2 method 1: SHA-1 of the key octets, an identifier and no security claim.
  public var keyIdentifier: [UInt8] { DigestAlgorithm.sha1.hash(bits) }

  /// True for keys below today's floor: RSA under 2,048 bits (S11).
  public var isWeak: Bool {
    if case .rsa(let bits) = kind { return bits < 2048 }
    return false
  }

  /// Whether `signature` over `message` verifies. False also when key and algorithm do not fit together.
  public func isValid(_ signature: [UInt8], over message: ArraySlice<UInt8>, _ algorithm: SignatureAlgorithm) -> Bool {
    isValid(signature, overPieces: [message], algorithm)
  }

  /// Whether `signature` over the joined `pieces` verifies; pieces are hashed where they lie.
  public func isValid(
    _ signature: [UInt8], overPieces pieces: [ArraySlice<UInt8>], _ algorithm: SignatureAlgorithm
  ) -> Bool {
    if case .ed25519(let key) = material, algorithm == .ed25519 {
      return key.isValidSignature(signature, for: Array(pieces.joined()))
    }
    switch algorithm.digest {
    case .sha1: return isValid(signature, digest: Self.digest(pieces, Insecure.SHA1.self), algorithm)
    case .sha256: return isValid(signature, digest: Self.digest(pieces, SHA256.self), algorithm)
    case .sha384: return isValid(signature, digest: Self.digest(pieces, SHA384.self), algorithm)
    case .sha512: return isValid(signature, digest: Self.digest(pieces, SHA512.self), algorithm)
    case nil: return false
    }
  }

  static func digest<H: HashFunction>(_ pieces: [ArraySlice<UInt8>], _: H.Type) -> H.Digest {
    var hasher = H()
    for piece in pieces { piece.withUnsafeBytes { hasher.update(bufferPointer: $0) } }
    return hasher.finalize()
  }

  private func isValid(_ signature: [UInt8], digest: some Digest, _ algorithm: SignatureAlgorithm) -> Bool {
    switch (material, algorithm) {
    case (.p256(let key), .ecdsa):
      guard let parsed = try? P256.Signing.ECDSASignature(derRepresentation: signature) else { return false }
      return key.isValidSignature(parsed, for: digest)
    case (.p384(let key), .ecdsa):
      guard let parsed = try? P384.Signing.ECDSASignature(derRepresentation: signature) else { return false }
      return key.isValidSignature(parsed, for: digest)
    case (.p521(let key), .ecdsa):
      guard let parsed = try? P521.Signing.ECDSASignature(derRepresentation: signature) else { return false }
      return key.isValidSignature(parsed, for: digest)
    case (.rsa(let key), .rsaPKCS1):
      return key.isValidSignature(
        _RSA.Signing.RSASignature(rawRepresentation: signature), for: digest, padding: .insecurePKCS1v1_5)
    case (.rsa(let key), .rsaPSS):
      return key.isValidSignature(
        _RSA.Signing.RSASignature(rawRepresentation: signature), for: digest, padding: .PSS)
    default: return false
    }
  }
}
