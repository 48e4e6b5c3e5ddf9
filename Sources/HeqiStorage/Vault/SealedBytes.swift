import Crypto
import FoundationEssentials

/// AES-256-GCM (NIST SP 800-38D) over short secrets: 12-byte random nonce, ciphertext, 16-byte tag in one array.
///
/// A random nonce allows 2³² uses of one key; data keys are per tenant or contract, far below that.
enum SealedBytes {
  static func seal(_ plain: [UInt8], key: SymmetricKey, context: [UInt8]) throws(VaultError) -> [UInt8] {
    do {
      let box = try AES.GCM.seal(plain, using: key, authenticating: context)
      var out: [UInt8] = []
      out.reserveCapacity(plain.count + 28)
      out += box.nonce
      out += box.ciphertext
      out += box.tag
      return out
    } catch {
      throw VaultError(.damaged, "a secret could not be encrypted")
    }
  }

  static func open(_ sealed: some Collection<UInt8>, key: SymmetricKey, context: [UInt8]) throws(VaultError) -> [UInt8] {
    let bytes = Array(sealed)
    guard bytes.count >= 28 else { throw VaultError(.damaged, "a secret is shorter than its nonce and tag") }
    do {
      let box = try AES.GCM.SealedBox(
        nonce: AES.GCM.Nonce(data: bytes[..<12]), ciphertext: bytes[12..<(bytes.count - 16)], tag: bytes[(bytes.count - 16)...])
      return Array(try AES.GCM.open(box, using: key, authenticating: context))
    } catch {
      throw VaultError(.damaged, "a secret was altered, moved, or belongs to another key")
    }
  }

  /// Parts with their lengths before them, so that no two lists of parts give the same bytes.
  static func context(_ parts: [String]) -> [UInt8] {
    var bytes: [UInt8] = []
    for part in parts {
      let count = UInt32(truncatingIfNeeded: part.utf8.count)
      bytes += [UInt8(count >> 24), UInt8(count >> 16 & 255), UInt8(count >> 8 & 255), UInt8(count & 255)]
      bytes += part.utf8
    }
    return bytes
  }
}
