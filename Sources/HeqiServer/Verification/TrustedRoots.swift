package import CMS
internal import Foundation

/// Certificates that a person trusts, from files and folders in PEM or DER.
package enum TrustedRoots {
  /// Files of one folder that are read.
  static let fileCountMax = 10_000

  /// The certificates of all `paths`; a folder's other files are passed over, a named file must hold one.
  /// - Throws: `FileError` naming the path and the remedy.
  package static func read(_ paths: [String]) throws(FileError) -> [X509Certificate] {
    var roots: [X509Certificate] = []
    for path in paths {
      let found = try isFolder(path) ? folder(path) : file(path)
      guard !found.isEmpty else {
        throw FileError(.unreadable, "\(path) holds no certificate in PEM or DER.")
      }
      for certificate in found where !roots.contains(certificate) { roots.append(certificate) }
    }
    return roots
  }

  /// The root that the platform in `dataDirectory` made for itself; none when there is no such folder.
  package static func platform(dataDirectory: String) -> [X509Certificate] {
    (try? file(dataDirectory + "/keys/pki/root.pem")) ?? []
  }

  /// Every certificate of a file, PEM or DER; empty when it holds none. - Throws: `FileError`.
  package static func file(_ path: String) throws(FileError) -> [X509Certificate] {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileBytes.read(path, octetCountMax: 16 << 20)
    } catch {
      throw FileError(error.code, "\(path): \(error.message)")
    }
    if let certificate = try? X509Certificate(der: bytes) { return [certificate] }
    return (try? X509Certificate.certificates(pem: String(decoding: bytes, as: UTF8.self))) ?? []
  }

  private static func isFolder(_ path: String) throws(FileError) -> Bool {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw FileError(.missing, "\(path): there is no such file or folder.")
    }
    return isFolder.boolValue
  }

  private static func folder(_ path: String) throws(FileError) -> [X509Certificate] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    } catch {
      throw FileError(.unreadable, "\(path): the folder cannot be listed. Check your rights to it.")
    }
    return names.prefix(fileCountMax).flatMap { (try? file(path + "/" + $0)) ?? [] }
  }
}
