internal import Crypto

/// The public half of a note key: a name, the 32-bit key id and an Ed25519 public key (C2SP signed-note).
public struct NoteVerifier: Hashable, Sendable, CustomStringConvertible {
  /// Signature type byte of Ed25519 keys (C2SP signed-note, Signature types).
  static let ed25519 = UInt8(0x01)

  /// Who signs; no spaces, no plus sign. For a log it is the origin.
  public let name: String
  /// The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key), big-endian.
  public let keyID: UInt32
  /// Ed25519 public key, 32 bytes (RFC 8032).
  public let publicKey: [UInt8]

  /// Throws `keyMalformed` for a name that a note cannot carry or a key that is not 32 bytes.
  public init(name: String, publicKey: [UInt8]) throws(MerkleLogError) {
    guard NoteVerifier.isName(name), publicKey.count == 32 else {
      throw MerkleLogError(.keyMalformed, "a note key has a name without spaces and plus signs, and 32 key bytes")
    }
    self.name = name
    self.publicKey = publicKey
    keyID = NoteVerifier.keyID(name: name, publicKey: publicKey)
  }

  /// Reads `name+<8 hex digits>+<base64>` as published by logs. Throws `keyMalformed`, also when the id is not the key's.
  public init(_ text: String) throws(MerkleLogError) {
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard text.utf8.count <= 1024, parts.count == 3, parts[1].utf8.count == 8,
      let key = Base64.decode(parts[2]), key.first == NoteVerifier.ed25519
    else { throw MerkleLogError(.keyMalformed, "a verifier key reads name+id+base64; copy it whole") }
    try self.init(name: String(parts[0]), publicKey: Array(key.dropFirst()))
    guard description == text else {
      throw MerkleLogError(
        .keyMalformed, "the key id does not belong to this name and key; copy the verifier key again")
    }
  }

  /// `name+<8 hex digits>+<base64>`, the form to publish.
  public var description: String {
    let hex = String(keyID, radix: 16)
    let padded = String(repeating: "0", count: 8 - hex.utf8.count) + hex
    return "\(name)+\(padded)+\(Base64.encode([NoteVerifier.ed25519] + publicKey))"
  }

  /// Whether `signature` (64 bytes) over `text` was made by this key.
  func isValid(_ signature: [UInt8], over text: [UInt8]) -> Bool {
    guard signature.count == 64, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else {
      return false
    }
    return key.isValidSignature(signature, for: text)
  }

  /// Non-empty, no Unicode space, no plus sign, no control character (C2SP signed-note, Format).
  static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 512
      && name.unicodeScalars.allSatisfy {
        $0 != "+" && $0.value >= 0x20 && $0.value != 0x7F && !$0.properties.isWhitespace
      }
  }

  private static func keyID(name: String, publicKey: [UInt8]) -> UInt32 {
    let digest = SHA256.hash(data: Array(name.utf8) + [0x0A, ed25519] + publicKey)
    return digest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }
}

/// The private half of a note key. The seed is a secret: store it wrapped, never log it.
public struct NoteSigner: Sendable {
  /// The public half.
  public let verifier: NoteVerifier
  private let key: Curve25519.Signing.PrivateKey

  /// `seed` is the 32-byte RFC 8032 private key. Throws `keyMalformed`.
  public init(name: String, seed: [UInt8]) throws(MerkleLogError) {
    guard seed.count == 32, let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
      throw MerkleLogError(.keyMalformed, "an Ed25519 seed has 32 bytes")
    }
    self.key = key
    verifier = try NoteVerifier(name: name, publicKey: Array(key.publicKey.rawRepresentation))
  }

  /// The signature over the whole note text. Throws `keyMalformed` when the key cannot sign.
  func signature(over text: [UInt8]) throws(MerkleLogError) -> [UInt8] {
    do { return Array(try key.signature(for: text)) } catch {
      throw MerkleLogError(.keyMalformed, "the key refused to sign; restore it from the key store")
    }
  }
}
