import Crypto
import CryptoExtras

/// AES-CBC and the digests of the security handlers, as plain byte functions.
enum BlockCipher {
  /// Decrypts data that begins with its initialisation vector and ends with PKCS#7 padding (§7.6.3.1).
  static func decryptAES(_ data: ArraySlice<UInt8>, key: [UInt8]) throws(PDFError) -> [UInt8] {
    if data.isEmpty { return [] }
    guard data.count >= 16, data.count % 16 == 0 else { throw damaged }
    if data.count == 16 { return [] }
    var output = try cbc(data.dropFirst(16), key: key, vector: data.prefix(16))
    guard let padding = output.last, padding >= 1, padding <= 16 else { throw damaged }
    output.removeLast(Int(padding))
    return output
  }

  /// Encrypts data: initialisation vector first, PKCS#7 padding last (§7.6.3.1).
  static func encryptAES(_ data: ArraySlice<UInt8>, key: [UInt8], vector: [UInt8]) throws(PDFError) -> [UInt8] {
    let padding = 16 - data.count % 16
    let padded = Array(data) + [UInt8](repeating: UInt8(padding), count: padding)
    return vector + (try cbcEncrypt(padded, key: key[...], vector: vector[...]))
  }

  /// Decrypts whole blocks without padding.
  static func cbc(_ data: ArraySlice<UInt8>, key: [UInt8], vector: ArraySlice<UInt8>) throws(PDFError) -> [UInt8] {
    do {
      return Array(
        try AES._CBC.decrypt(
          data, using: SymmetricKey(data: key), iv: AES._CBC.IV(ivBytes: vector), noPadding: true))
    } catch {
      throw damaged
    }
  }

  /// Encrypts whole blocks without padding.
  static func cbcEncrypt(_ data: [UInt8], key: ArraySlice<UInt8>, vector: ArraySlice<UInt8>) throws(PDFError) -> [UInt8]
  {
    do {
      return Array(
        try AES._CBC.encrypt(
          data, using: SymmetricKey(data: key), iv: AES._CBC.IV(ivBytes: vector), noPadding: true))
    } catch {
      throw damaged
    }
  }

  static func md5(_ data: [UInt8]) -> [UInt8] { Array(Insecure.MD5.hash(data: data)) }
  static func sha256(_ data: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: data)) }
  static func sha384(_ data: [UInt8]) -> [UInt8] { Array(SHA384.hash(data: data)) }
  static func sha512(_ data: [UInt8]) -> [UInt8] { Array(SHA512.hash(data: data)) }

  private static var damaged: PDFError { PDFError(.filterDataInvalid, "Encrypted data is damaged.") }
}
