import CMS
import Crypto
import Foundation
import HeqiPorts

/// The files of an `EmbeddedPKI`: `<name>.pem` certificates, `<name>.key` encrypted PKCS#8.
struct PKIFolder {
  private let directory: String
  private let key: SymmetricKey

  init(directory: String, masterKey: [UInt8]) throws(ProviderError) {
    guard masterKey.count == 32 else { throw Self.fault("the master key must have 32 bytes") }
    self.directory = directory
    key = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: masterKey), info: Array("heqi-pki-1".utf8), outputByteCount: 32)
  }

  var exists: Bool { FileManager.default.fileExists(atPath: directory + "/root.pem") }

  /// Writes all files beside the folder and renames, so that a crash leaves no half of it.
  func create(_ made: [EmbeddedPKIMaker.Made]) throws(ProviderError) {
    let files = FileManager.default
    let draft = directory + ".new-\(ProcessInfo.processInfo.processIdentifier)"
    do {
      try files.createDirectory(atPath: draft, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      for item in made {
        try Data(item.certificate.pem.utf8).write(to: URL(fileURLWithPath: "\(draft)/\(item.name).pem"))
        let path = "\(draft)/\(item.name).key"
        let box = try AES.GCM.seal(item.key.pkcs8, using: key, authenticating: Array(item.name.utf8))
        guard let bytes = box.combined,
          files.createFile(atPath: path, contents: bytes, attributes: [.posixPermissions: 0o600])
        else { throw Self.fault("\(path) cannot be written") }
      }
      if rename(draft, directory) != 0 {
        // Another process was first (its folder is not empty), or the folder cannot be used.
        try? files.removeItem(atPath: draft)
        if !exists { throw Self.fault("\(directory) cannot be made; it must not exist or be empty") }
      }
    } catch let error as ProviderError {
      throw error
    } catch {
      try? files.removeItem(atPath: draft)
      throw Self.fault("\(directory) cannot be written: \(error.localizedDescription)")
    }
  }

  func certificate(_ name: String) throws(ProviderError) -> X509Certificate {
    let path = "\(directory)/\(name).pem"
    guard let bytes = FileManager.default.contents(atPath: path) else { throw Self.fault("\(path) is missing") }
    do {
      guard let first = try X509Certificate.certificates(pem: String(decoding: bytes, as: UTF8.self)).first else {
        throw Self.fault("\(path) holds no certificate")
      }
      return first
    } catch let error as ProviderError {
      throw error
    } catch {
      throw Self.fault("\(path) cannot be read as a certificate")
    }
  }

  func key(_ name: String) throws(ProviderError) -> PrivateKey {
    let path = "\(directory)/\(name).key"
    guard let bytes = FileManager.default.contents(atPath: path) else { throw Self.fault("\(path) is missing") }
    do {
      let plain = try AES.GCM.open(AES.GCM.SealedBox(combined: bytes), using: key, authenticating: Array(name.utf8))
      return try PrivateKey(der: Array(plain))
    } catch {
      throw Self.fault("\(path) does not open; is this the master key it was made with?")
    }
  }

  private static func fault(_ message: String) -> ProviderError {
    ProviderError(.unavailable, provider: "ca", message: message)
  }
}
