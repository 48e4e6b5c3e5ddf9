internal import Crypto

/// Keys for one purpose each, derived from the master key (HKDF-SHA-256, RFC 5869); losing none of them needs a backup
/// of its own.
enum DerivedKey {
  static func bytes(_ masterKey: [UInt8], for purpose: String) -> [UInt8] {
    HKDF<SHA256>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: masterKey), info: Array("heqi-\(purpose)-1".utf8), outputByteCount: 32
    ).withUnsafeBytes { Array($0) }
  }
}
