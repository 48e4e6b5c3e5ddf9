internal import CMS
internal import HeqiServer

/// A private key with its certificate and what leads from it to a root.
struct SigningIdentity {
  let key: PrivateKey
  let certificate: X509Certificate
  /// Issuer of the certificate first.
  let chain: [X509Certificate]

  /// Puts together what belongs together. - Throws: `CommandRefusal` when no certificate is the key's.
  init(key: PrivateKey, certificates: [X509Certificate], source: String) throws(CommandRefusal) {
    guard !certificates.isEmpty else {
      throw CommandRefusal("\(source): holds no certificate. Give the signer's certificate with --cert.")
    }
    guard let own = certificates.first(where: { $0.publicKey.bits == key.publicKey.bits }) else {
      throw CommandRefusal("\(source): no certificate belongs to the private key. Give the pair that was issued together.")
    }
    self.key = key
    certificate = own
    chain = Self.ordered(own, certificates)
  }

  /// Leaf's issuer first, then its issuer; what has no place in the row comes last.
  private static func ordered(_ leaf: X509Certificate, _ all: [X509Certificate]) -> [X509Certificate] {
    var rest = all.filter { $0 != leaf }
    var row: [X509Certificate] = []
    var link = leaf
    while let index = rest.firstIndex(where: { $0.subject.matches(link.issuer) }) {
      link = rest.remove(at: index)
      row.append(link)
    }
    return row + rest
  }

  /// From a PKCS#12 file.
  static func pkcs12(_ path: String, password: String, chain: [String]) async throws(CommandRefusal) -> Self {
    _ = try readable(path)
    let text = try await OpenSSLTool.openPKCS12(path, password: password)
    do {
      let key = try PrivateKey(pem: text)
      let certificates = try X509Certificate.certificates(pem: text)
      return try Self(key: key, certificates: certificates + extra(chain), source: path)
    } catch {
      throw (error as? CommandRefusal) ?? CommandRefusal(error, file: path)
    }
  }

  /// From a key file and certificate files, PEM or DER; the key may be encrypted.
  static func files(
    key path: String, certificate: String, chain: [String], password: String?
  ) async throws(CommandRefusal) -> Self {
    let key = try await key(path, password: password)
    let certificates = try extra([certificate])
    guard !certificates.isEmpty else { throw CommandRefusal("\(certificate): holds no certificate in PEM or DER.") }
    return try Self(key: key, certificates: certificates + extra(chain), source: certificate)
  }

  private static func key(_ path: String, password: String?) async throws(CommandRefusal) -> PrivateKey {
    let bytes = try readable(path)
    do {
      guard bytes.starts(with: Array("-----".utf8)) || !isDER(bytes) else { return try derKey(bytes) }
      let text = String(decoding: bytes, as: UTF8.self)
      let isEncrypted = text.contains("ENCRYPTED")
      guard isEncrypted else { return try PrivateKey(pem: text) }
      guard let password else {
        throw CommandRefusal("\(path): the private key is encrypted. Give a file with its password: --password-file.")
      }
      return try PrivateKey(pem: try await OpenSSLTool.openKey(path, password: password))
    } catch {
      if let refusal = error as? CommandRefusal { throw refusal }
      guard let password, isDER(bytes) else { throw CommandRefusal(error, file: path) }
      let text = try await OpenSSLTool.openKey(path, password: password)
      return try await CommandRefusal.naming(path) { try PrivateKey(pem: text) }
    }
  }

  private static func derKey(_ bytes: [UInt8]) throws -> PrivateKey { try PrivateKey(der: bytes) }
  private static func isDER(_ bytes: [UInt8]) -> Bool { bytes.first == 0x30 }

  private static func readable(_ path: String) throws(CommandRefusal) -> [UInt8] {
    do throws(FileError) {
      return try FileBytes.read(path, octetCountMax: 16 << 20)
    } catch {
      throw CommandRefusal(error, file: path)
    }
  }

  private static func extra(_ paths: [String]) throws(CommandRefusal) -> [X509Certificate] {
    do throws(FileError) {
      return try paths.isEmpty ? [] : TrustedRoots.read(paths)
    } catch {
      throw CommandRefusal(error.message)
    }
  }
}
