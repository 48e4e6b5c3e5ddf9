import Crypto

/// Digest functions that signatures use. New signatures carry SHA-256, SHA-384 or SHA-512; the others are read, and the
/// weak ones reported as such.
public enum DigestAlgorithm: String, Sendable, Hashable, CaseIterable {
  case md5
  case sha1
  case sha224
  case sha256
  case sha384
  case sha512
  case sha3x224 = "sha3-224"
  case sha3x256 = "sha3-256"
  case sha3x384 = "sha3-384"
  case sha3x512 = "sha3-512"

  /// Digest length in octets.
  public var octetCount: Int {
    switch self {
    case .md5: 16
    case .sha1: 20
    case .sha224, .sha3x224: 28
    case .sha256, .sha3x256: 32
    case .sha384, .sha3x384: 48
    case .sha512, .sha3x512: 64
    }
  }

  /// True for digests that must not carry new signatures (ETSI TS 119 312).
  public var isWeak: Bool { self == .sha1 || self == .md5 }

  /// True when anybody can make two documents with one digest, so that an intact signature proves nothing.
  public var isBroken: Bool { self == .md5 }

  /// True for the digests of new signatures (S11).
  public var isProduced: Bool { self == .sha256 || self == .sha384 || self == .sha512 }

  /// The digest of `bytes`.
  public func hash(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var hasher = DigestHasher(self)
    hasher.update(bytes)
    return hasher.finalize()
  }

  /// The object identifier (RFC 3370, RFC 5754, NIST CSOR).
  public var objectIdentifier: ObjectIdentifier {
    switch self {
    case .md5: .md5
    case .sha1: .sha1
    case .sha224: .sha224
    case .sha256: .sha256
    case .sha384: .sha384
    case .sha512: .sha512
    case .sha3x224: .sha3x224
    case .sha3x256: .sha3x256
    case .sha3x384: .sha3x384
    case .sha3x512: .sha3x512
    }
  }

  init?(_ identifier: ObjectIdentifier) {
    guard let match = Self.allCases.first(where: { $0.objectIdentifier == identifier }) else { return nil }
    self = match
  }

  /// AlgorithmIdentifier without parameters (RFC 5754 §2).
  var algorithmIdentifier: [UInt8] { DER.sequence(DER.oid(objectIdentifier)) }

  /// Reads AlgorithmIdentifier; NULL or absent parameters are both accepted (RFC 5754 §2).
  init(algorithmIdentifier node: DERNode) throws(CMSError) {
    var fields = try node.children(DERTag.sequence)
    let identifier = try fields.required(DERTag.objectIdentifier, "digest algorithm").objectIdentifier()
    guard let match = DigestAlgorithm(identifier) else {
      throw CMSError(.unsupportedAlgorithm, "digest \(identifier) is not supported; use SHA-256, SHA-384 or SHA-512")
    }
    if let parameters = try fields.next() { try parameters.expect(DERTag.null) }
    try fields.finish()
    self = match
  }
}

/// A digest fed in pieces, so that a large file is hashed where it lies.
public struct DigestHasher: Sendable {
  private enum State: Sendable {
    case md5(Insecure.MD5)
    case sha1(Insecure.SHA1)
    case short(ShortDigest)
    case sha256(SHA256)
    case sha384(SHA384)
    case sha512(SHA512)
    case sha3x256(SHA3_256)
    case sha3x384(SHA3_384)
    case sha3x512(SHA3_512)
  }
  private var state: State

  /// Starts an empty digest.
  public init(_ algorithm: DigestAlgorithm) {
    switch algorithm {
    case .md5: state = .md5(Insecure.MD5())
    case .sha1: state = .sha1(Insecure.SHA1())
    case .sha224: state = .short(ShortDigest(.sha224))
    case .sha256: state = .sha256(SHA256())
    case .sha384: state = .sha384(SHA384())
    case .sha512: state = .sha512(SHA512())
    case .sha3x224: state = .short(ShortDigest(.sha3))
    case .sha3x256: state = .sha3x256(SHA3_256())
    case .sha3x384: state = .sha3x384(SHA3_384())
    case .sha3x512: state = .sha3x512(SHA3_512())
    }
  }

  /// Feeds `bytes`; contiguous collections are not copied.
  public mutating func update(_ bytes: some Collection<UInt8>) {
    let done: Void? = bytes.withContiguousStorageIfAvailable { feed(UnsafeRawBufferPointer($0)) }
    if done == nil { Array(bytes).withUnsafeBytes { feed($0) } }
  }

  private mutating func feed(_ bytes: UnsafeRawBufferPointer) {
    switch state {
    case .md5(var hash):
      hash.update(bufferPointer: bytes)
      state = .md5(hash)
    case .sha1(var hash):
      hash.update(bufferPointer: bytes)
      state = .sha1(hash)
    case .short(var hash):
      hash.update(bufferPointer: bytes)
      state = .short(hash)
    case .sha256(var hash):
      hash.update(bufferPointer: bytes)
      state = .sha256(hash)
    case .sha384(var hash):
      hash.update(bufferPointer: bytes)
      state = .sha384(hash)
    case .sha512(var hash):
      hash.update(bufferPointer: bytes)
      state = .sha512(hash)
    case .sha3x256(var hash):
      hash.update(bufferPointer: bytes)
      state = .sha3x256(hash)
    case .sha3x384(var hash):
      hash.update(bufferPointer: bytes)
      state = .sha3x384(hash)
    case .sha3x512(var hash):
      hash.update(bufferPointer: bytes)
      state = .sha3x512(hash)
    }
  }

  /// The digest of everything fed so far.
  public func finalize() -> [UInt8] {
    switch state {
    case .md5(let hash): Array(hash.finalize())
    case .sha1(let hash): Array(hash.finalize())
    case .short(let hash): hash.finalize()
    case .sha256(let hash): Array(hash.finalize())
    case .sha384(let hash): Array(hash.finalize())
    case .sha512(let hash): Array(hash.finalize())
    case .sha3x256(let hash): Array(hash.finalize())
    case .sha3x384(let hash): Array(hash.finalize())
    case .sha3x512(let hash): Array(hash.finalize())
    }
  }
}
