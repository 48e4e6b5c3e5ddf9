import Crypto
import CryptoExtras

/// Whoever holds a private key: this process, an HSM or a remote signing service.
public protocol SigningKey: Sendable {
  /// The public half.
  var publicKey: PublicKey { get }
  /// The scheme of the signatures this key makes.
  var algorithm: SignatureAlgorithm { get }
  /// Signs `message` (not its digest); ECDSA answers are DER (RFC 3279 §2.2.3). Throws `signingFailed`.
  func sign(_ message: [UInt8]) async throws(CMSError) -> [UInt8]
}

/// A private key in this process: P-256, P-384, RSA (2,048 bits and more) or Ed25519.
public struct PrivateKey: SigningKey {
  /// How an RSA key signs.
  public enum RSAScheme: Sendable, Hashable {
    case pkcs1
    case pss
  }

  private enum Material: Sendable {
    case p256(P256.Signing.PrivateKey)
    case p384(P384.Signing.PrivateKey)
    case rsa(_RSA.Signing.PrivateKey, RSAPrivateOperation)
    case ed25519(Curve25519.Signing.PrivateKey)
  }

  private let material: Material
  public let publicKey: PublicKey
  public let algorithm: SignatureAlgorithm

  private init(_ material: Material, scheme: RSAScheme, digest: DigestAlgorithm?) throws(CMSError) {
    self.material = material
    switch material {
    case .p256(let key):
      publicKey = try PublicKey(der: Array(key.publicKey.derRepresentation))
      algorithm = .ecdsa(digest ?? .sha256)
    case .p384(let key):
      publicKey = try PublicKey(der: Array(key.publicKey.derRepresentation))
      algorithm = .ecdsa(digest ?? .sha384)
    case .rsa(let key, _):
      publicKey = try PublicKey(
        DERNode(
          DER.sequence(
            DER.sequence(DER.oid(.rsaEncryption), DER.null), DER.bitString(Array(key.publicKey.pkcs1DERRepresentation)))
        ))
      algorithm = scheme == .pss ? .rsaPSS(digest ?? .sha256) : .rsaPKCS1(digest ?? .sha256)
    case .ed25519(let key):
      publicKey = try PublicKey(
        DERNode(DER.sequence(DER.sequence(DER.oid(.ed25519)), DER.bitString(Array(key.publicKey.rawRepresentation)))))
      algorithm = .ed25519
    }
    if let digest, !digest.isProduced {
      throw CMSError(.invalidArgument, "new signatures need SHA-256 or better")
    }
  }

  /// A fresh P-256 key from the system's random source.
  public static func generateP256() throws(CMSError) -> PrivateKey {
    try PrivateKey(.p256(P256.Signing.PrivateKey()), scheme: .pkcs1, digest: nil)
  }

  /// A fresh P-384 key from the system's random source.
  public static func generateP384() throws(CMSError) -> PrivateKey {
    try PrivateKey(.p384(P384.Signing.PrivateKey()), scheme: .pkcs1, digest: nil)
  }

  /// A fresh Ed25519 key from the system's random source.
  public static func generateEd25519() throws(CMSError) -> PrivateKey {
    try PrivateKey(.ed25519(Curve25519.Signing.PrivateKey()), scheme: .pkcs1, digest: nil)
  }

  /// A fresh RSA key; `bits` 2,048 ... 8,192. Throws `invalidArgument`.
  public static func generateRSA(bits: Int = 3072, scheme: RSAScheme = .pkcs1) throws(CMSError) -> PrivateKey {
    guard (2048...8192).contains(bits), bits % 8 == 0 else {
      throw CMSError(.invalidArgument, "an RSA key has 2048 to 8192 bits")
    }
    do {
      let key = try _RSA.Signing.PrivateKey(keySize: .init(bitCount: bits))
      return try PrivateKey(Self.rsa(key), scheme: scheme, digest: nil)
    } catch {
      throw CMSError(.invalidKey, "the RSA key could not be generated", cause: error)
    }
  }

  /// Loads "PRIVATE KEY" (PKCS#8), "EC PRIVATE KEY" (SEC 1) or "RSA PRIVATE KEY" (PKCS#1) armour; other blocks in
  /// the text, such as EC PARAMETERS, are passed over. Throws `invalidKey`.
  public init(pem: String, rsaScheme: RSAScheme = .pkcs1, digest: DigestAlgorithm? = nil) throws(CMSError) {
    let blocks = try PEM.blocks(in: pem)
    guard let block = blocks.first(where: { $0.label.hasSuffix("PRIVATE KEY") }) else {
      throw CMSError(.invalidKey, "the text holds no private key")
    }
    guard block.label != "ENCRYPTED PRIVATE KEY" else {
      throw CMSError(.invalidKey, "the private key is encrypted; decrypt it first, e.g. with openssl pkcs8")
    }
    try self.init(der: block.bytes, rsaScheme: rsaScheme, digest: digest)
  }

  /// Loads PKCS#8, SEC 1 or PKCS#1 DER. RSA keys below 2,048 bits are refused. Throws `invalidKey`.
  public init(der: [UInt8], rsaScheme: RSAScheme = .pkcs1, digest: DigestAlgorithm? = nil) throws(CMSError) {
    let material: Material
    do {
      material = try Self.load(der)
    } catch let error as CMSError {
      throw error
    } catch {
      throw CMSError(.invalidKey, "the private key is damaged or of a kind that is not supported", cause: error)
    }
    try self.init(material, scheme: rsaScheme, digest: digest)
  }

  private static func load(_ der: [UInt8]) throws -> Material {
    var fields = try DERNode(der).children(DERTag.sequence)
    _ = try fields.required(DERTag.integer, "key version")
    if let algorithm = try fields.optional(DERTag.sequence) {
      var algorithmFields = try algorithm.children()
      let kind = try algorithmFields.required("key algorithm").objectIdentifier()
      let inner = try fields.required(DERTag.octetString, "private key").octets()
      switch kind {
      case .rsaEncryption, .rsaPSS: return try rsa(try _RSA.Signing.PrivateKey(derRepresentation: inner))
      case .ed25519:
        return .ed25519(try Curve25519.Signing.PrivateKey(rawRepresentation: try DERNode(inner).octets()))
      case .ecPublicKey:
        let curve = try algorithmFields.required("curve").objectIdentifier()
        return try elliptic(curve, sec1: inner)
      default: throw CMSError(.unsupportedAlgorithm, "keys of kind \(kind) are not supported")
      }
    }
    guard try fields.optional(DERTag.octetString) != nil else {
      return try rsa(try _RSA.Signing.PrivateKey(derRepresentation: der))
    }
    guard let parameters = try fields.optional(DERTag.context(0)) else {
      throw CMSError(.invalidKey, "the elliptic-curve key does not name its curve")
    }
    var inner = try parameters.children()
    return try elliptic(try inner.required("curve").objectIdentifier(), sec1: der)
  }

  private static func rsa(_ key: _RSA.Signing.PrivateKey) throws(CMSError) -> Material {
    .rsa(key, try RSAPrivateOperation(der: Array(key.derRepresentation)))
  }

  /// The scalar of an ECPrivateKey (RFC 5915), left-padded to the curve's width.
  private static func elliptic(_ curve: ObjectIdentifier, sec1: [UInt8]) throws -> Material {
    var fields = try DERNode(sec1).children(DERTag.sequence)
    _ = try fields.required(DERTag.integer, "key version")
    let scalar = Array(try fields.required(DERTag.octetString, "private key").octets().drop { $0 == 0 })
    func padded(_ width: Int) -> [UInt8] { [UInt8](repeating: 0, count: max(0, width - scalar.count)) + scalar }
    switch curve {
    case .p256: return .p256(try P256.Signing.PrivateKey(rawRepresentation: padded(32)))
    case .p384: return .p384(try P384.Signing.PrivateKey(rawRepresentation: padded(48)))
    default: throw CMSError(.unsupportedAlgorithm, "curve \(curve) is not supported for signing")
    }
  }

  /// PKCS#8 DER (RFC 5958), secret: wrap it before it is stored.
  public var pkcs8: [UInt8] {
    func wrap(_ algorithm: [UInt8], _ key: [UInt8]) -> [UInt8] {
      DER.sequence(DER.integer(0), algorithm, DER.octetString(key))
    }
    func sec1(_ scalar: some Collection<UInt8>, _ point: some Collection<UInt8>) -> [UInt8] {
      DER.sequence(DER.integer(1), DER.octetString(scalar), DER.explicit(1, DER.bitString(point)))
    }
    switch material {
    case .p256(let key):
      return wrap(
        DER.sequence(DER.oid(.ecPublicKey), DER.oid(.p256)),
        sec1(key.rawRepresentation, key.publicKey.x963Representation))
    case .p384(let key):
      return wrap(
        DER.sequence(DER.oid(.ecPublicKey), DER.oid(.p384)),
        sec1(key.rawRepresentation, key.publicKey.x963Representation))
    case .rsa(let key, _): return wrap(DER.sequence(DER.oid(.rsaEncryption), DER.null), Array(key.derRepresentation))
    case .ed25519(let key):
      return wrap(DER.sequence(DER.oid(.ed25519)), DER.octetString(Array(key.rawRepresentation)))
    }
  }

  public func sign(_ message: [UInt8]) async throws(CMSError) -> [UInt8] { try signature(over: message) }

  /// Signs `message` without suspension. Throws `signingFailed`.
  public func signature(over message: [UInt8]) throws(CMSError) -> [UInt8] {
    if case .rsa(_, let operation) = material, let digest = algorithm.digest {
      if case .rsaPSS = algorithm { return try operation.sign(digest.hash(message), digest, isPSS: true) }
      return try operation.sign(digest.hash(message), digest, isPSS: false)
    }
    do {
      if case .ed25519(let key) = material { return Array(try key.signature(for: message)) }
      switch algorithm.digest {
      case .sha384: return try signature(PublicKey.digest([message[...]], SHA384.self))
      case .sha512: return try signature(PublicKey.digest([message[...]], SHA512.self))
      default: return try signature(PublicKey.digest([message[...]], SHA256.self))
      }
    } catch {
      throw CMSError(.signingFailed, "the key could not sign", cause: error)
    }
  }

  private func signature(_ digest: some Digest) throws -> [UInt8] {
    switch material {
    case .p256(let key): return Array(try key.signature(for: digest).derRepresentation)
    case .p384(let key): return Array(try key.signature(for: digest).derRepresentation)
    case .rsa, .ed25519:
      throw CMSError(.signingFailed, "the key does not sign digests here")
    }
  }
}
