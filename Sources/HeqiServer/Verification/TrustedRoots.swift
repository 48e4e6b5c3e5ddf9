package import CMS
internal import Foundation

/// Certificates that a person trusts, from files and folders: PEM or DER, one or many in a file, bundles of PKCS#7.
package enum TrustedRoots {
  /// Files of one folder that are read.
  static let fileCountMax = 10_000
  /// Endings by which people name certificate files; such a file is expected to hold one.
  private static let endings = [".pem", ".crt", ".cer", ".der", ".p7b", ".p7c"]

  /// What one file holds.
  struct Content {
    var certificates: [X509Certificate] = []
    /// Parts that look like certificates and cannot be read.
    var damagedCount = 0
  }

  /// The certificates of all `paths`; a folder's other files are passed over, a named file must hold one.
  /// - Parameter damaged: told of each file of which some part, or all, cannot be read; the rest is still used.
  /// - Throws: `FileError` naming the path and the remedy.
  package static func read(
    _ paths: [String], damaged: (_ sentence: String) -> Void = { _ in }
  ) throws(FileError) -> [X509Certificate] {
    var roots: [X509Certificate] = []
    var known: Set<X509Certificate> = []
    for path in paths {
      let isFolder = try isFolder(path)
      let found = isFolder ? try folder(path, damaged: damaged) : try content(path)
      if !isFolder, found.damagedCount > 0, !found.certificates.isEmpty { damaged(sentence(path, found)) }
      guard !found.certificates.isEmpty else {
        throw FileError(.unreadable, "\(path) holds no certificate in PEM or DER.")
      }
      for certificate in found.certificates where known.insert(certificate).inserted { roots.append(certificate) }
    }
    return roots
  }

  /// The root that the platform in `dataDirectory` made for itself; none when there is no such folder.
  package static func platform(dataDirectory: String) -> [X509Certificate] {
    (try? file(dataDirectory + "/keys/pki/root.pem")) ?? []
  }

  /// Every certificate of a file; empty when it holds none. - Throws: `FileError`.
  package static func file(_ path: String) throws(FileError) -> [X509Certificate] { try content(path).certificates }

  private static func content(_ path: String) throws(FileError) -> Content {
    do throws(FileError) {
      return parse(try FileBytes.read(path, octetCountMax: 16 << 20))
    } catch {
      throw FileError(error.code, "\(path): \(error.message)")
    }
  }

  /// Certificates in whatever form `bytes` has.
  static func parse(_ bytes: [UInt8]) -> Content {
    var content = Content()
    if bytes.first == 0x30 {
      content.certificates = der(bytes)
      content.damagedCount = content.certificates.isEmpty ? 1 : 0
      return content
    }
    // Block by block, so that one damaged block does not take the others along.
    for part in String(decoding: bytes, as: UTF8.self).components(separatedBy: "-----BEGIN ").dropFirst() {
      let label = part.prefix { $0 != "-" }
      guard label.hasSuffix("CERTIFICATE") || label == "PKCS7" || label == "CMS" else { continue }
      let blocks = (try? PEM.blocks(in: "-----BEGIN " + part)) ?? []
      let found = blocks.first.map { der($0.bytes) } ?? []
      content.certificates += found
      if found.isEmpty { content.damagedCount += 1 }
    }
    return content
  }

  /// One certificate, or those of a PKCS#7 bundle. What openssl adds after a "trusted" certificate is left out.
  private static func der(_ bytes: [UInt8]) -> [X509Certificate] {
    if let certificate = try? X509Certificate(der: bytes) { return [certificate] }
    if let bundle = try? SignedData(bytes) { return bundle.certificates }
    guard let node = try? DERNode(prefixOf: bytes), let certificate = try? X509Certificate(der: Array(node.encoded)) else {
      return []
    }
    return [certificate]
  }

  private static func isFolder(_ path: String) throws(FileError) -> Bool {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw FileError(.missing, "\(path): there is no such file or folder.")
    }
    return isFolder.boolValue
  }

  private static func folder(_ path: String, damaged: (String) -> Void) throws(FileError) -> Content {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    } catch {
      throw FileError(.unreadable, "\(path): the folder cannot be listed. Check your rights to it.")
    }
    var all = Content()
    for name in names.prefix(fileCountMax) {
      let file = path + "/" + name
      guard let found = try? content(file) else { continue }
      all.certificates += found.certificates
      let isExpected = endings.contains { name.lowercased().hasSuffix($0) }
      if found.damagedCount > 0, isExpected || !found.certificates.isEmpty { damaged(sentence(file, found)) }
    }
    return all
  }

  private static func sentence(_ path: String, _ content: Content) -> String {
    content.certificates.isEmpty
      ? "\(path) is damaged: no certificate can be read from it; it is left out."
      : "\(path) is damaged in part: \(content.damagedCount) certificate(s) cannot be read; the others are used."
  }
}
