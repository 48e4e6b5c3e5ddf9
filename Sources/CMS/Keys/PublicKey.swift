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
    /// A curve of RFC 5639 or SEC 2, by name; verified here, never produced.
    case otherCurve(String)
    case dsa(bits: Int)
    /// A key whose algorithm or curve is not implemented here, e.g. SM2.
    case unsupported(ObjectIdentifier)
  }

  private enum Material: Sendable {
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
    case p521(P521.Signing.PublicKey)
    case rsa(_RSA.Signing.PublicKey)
    case ed25519(Curve25519.Signing.PublicKey)
    case weierstrass(WeierstrassCurve, WeierstrassCurve.Point)
    case dsa(DSAVerification)
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
      let key = (try? P256.Signing.PublicKey(x963Representation: bits)) ?? (try? .init(compressedRepresentation: bits))
      material = key.map { .p256($0) } ?? .none
      kind = key == nil ? .unsupported(curve) : .p256
    case .p384:
      let key = (try? P384.Signing.PublicKey(x963Representation: bits)) ?? (try? .init(compressedRepresentation: bits))
      material = key.map { .p384($0) } ?? .none
      kind = key == nil ? .unsupported(curve) : .p384
    case .p521:
      let key = (try? P521.Signing.PublicKey(x963Representation: bits)) ?? (try? .init(compressedRepresentation: bits))
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
    case .dsa:
      let key = DSAVerification(parameters: parameters, publicKey: bits)
      material = key.map { .dsa($0) } ?? .none
      kind = key.map { .dsa(bits: $0.bitCount) } ?? .unsupported(curve)
    case .brainpoolP256, .brainpoolP384, .brainpoolP512, .secp256k1:
      let known = WeierstrassCurve.named(curve)
      let point = known?.point(bits)
      if let known, let point {
        material = .weierstrass(known, point)
        kind = .otherCurve(known.name)
      } else {
        material = .none
        kind = .unsupported(curve)
      }
    default:
      material = .none
      kind = .unsupported(curve)
    }
  }

  /// The key identifier of RFC 5280 §4.2.1.2 method 1: SHA-1 of the key octets, an identifier and no security claim.
  public var keyIdentifier: [UInt8] { DigestAlgorithm.sha1.hash(bits) }

  /// True for keys below today's floor: RSA and DSA under 2,048 bits (S11).
  public var isWeak: Bool {
    switch kind {
    case .rsa(let bits), .dsa(let bits): bits < 2048
    default: false
    }
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
    guard let function = algorithm.digest else { return false }
    if case .rsa = material {
      switch function {
      case .sha1: return isValid(signature, digest: Self.digest(pieces, Insecure.SHA1.self), algorithm)
      case .sha256: return isValid(signature, digest: Self.digest(pieces, SHA256.self), algorithm)
      case .sha384: return isValid(signature, digest: Self.digest(pieces, SHA384.self), algorithm)
      case .sha512: return isValid(signature, digest: Self.digest(pieces, SHA512.self), algorithm)
      default: break
      }
    }
    var hasher = DigestHasher(function)
    for piece in pieces { hasher.update(piece) }
    return isValid(signature, digest: PlainDigest(hasher.finalize()), algorithm)
  }

  static func digest<H: HashFunction>(_ pieces: [ArraySlice<UInt8>], _: H.Type) -> H.Digest {
    var hasher = H()
    for piece in pieces { piece.withUnsafeBytes { hasher.update(bufferPointer: $0) } }
    return hasher.finalize()
  }

  private func isValid(_ signature: [UInt8], digest: some Digest, _ algorithm: SignatureAlgorithm) -> Bool {
    if case .ecdsaPlain(let function) = algorithm {
      guard let numbers = SignatureNumbers(plain: signature) else { return false }
      return isValid(numbers.der, digest: digest, .ecdsa(function))
    }
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
    case (.weierstrass(let curve, let key), .ecdsa):
      guard let numbers = SignatureNumbers(der: signature) else { return false }
      return curve.isValid(r: numbers.r, s: numbers.s, digest: Array(digest), key: key)
    case (.dsa(let key), .dsa):
      guard let numbers = SignatureNumbers(der: signature) else { return false }
      return key.isValid(r: numbers.r, s: numbers.s, digest: Array(digest))
    case (.rsa, .rsaPSSVariant(let parameters)):
      return RSAVerification(publicKey: bits)?.isValid(signature, digest: Array(digest), parameters) ?? false
    case (.rsa, .rsaPKCS1(let function)) where digest is PlainDigest:
      return RSAVerification(publicKey: bits)?.isValid(signature, digest: Array(digest), function) ?? false
    case (.rsa, .rsaPSS(let function)) where digest is PlainDigest:
      let parameters = PSSParameters(digest: function, mask: function, saltOctets: function.octetCount)
      return RSAVerification(publicKey: bits)?.isValid(signature, digest: Array(digest), parameters) ?? false
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

/// A digest whose function the crypto library does not name; it only reads the octets.
private struct PlainDigest: Digest {
  static let byteCount = 0
  let octets: [UInt8]

  init(_ octets: [UInt8]) { self.octets = octets }

  func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try octets.withUnsafeBytes(body)
  }
  func makeIterator() -> Array<UInt8>.Iterator { octets.makeIterator() }
  static func == (left: PlainDigest, right: PlainDigest) -> Bool { left.octets == right.octets }
  func hash(into hasher: inout Hasher) { hasher.combine(octets) }
  var description: String { "digest of \(octets.count) octets" }
}
