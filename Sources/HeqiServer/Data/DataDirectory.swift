internal import Foundation
internal import HeqiDomain

/// The data folder: where it keeps what, made with rights for its owner only.
package struct DataDirectory: Sendable {
  package let path: String
  package let replica: String

  package init(path: String, replica: String) {
    self.path = path
    self.replica = replica
  }

  package var database: String { path + "/heqi.sqlite" }
  package var files: String { path + "/files" }
  package var keys: String { path + "/keys" }
  /// The platform's certificates; made by their provider, which wants to find no folder on first start.
  package var pki: String { keys + "/pki" }
  /// Page images and other things that can be made anew at any time.
  package var cache: String { path + "/cache" }
  /// Marks the folder as ours, so that nothing else is ever deleted by mistake.
  package var marker: String { path + "/heqi.data" }

  /// Makes what is missing. - Throws: `DataDirectoryError` naming the folder and the remedy.
  package func prepare() throws(DataDirectoryError) {
    for folder in [path, files, keys, cache, replica] { try Self.make(folder) }
    if !FileManager.default.fileExists(atPath: marker) {
      try Self.write(Array("Data of 合契 Heqi. Back it up with `heqi backup`.\n".utf8), to: marker)
    }
  }

  /// Free space where the files are, bytes; `nil` when the system does not say.
  package var freeBytes: Int64? {
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
    return (attributes?[.systemFreeSize] as? NSNumber)?.int64Value
  }

  /// Reads the 32-byte master key (64 hex digits), or makes it on first start.
  /// - Parameter random: source of 32 unpredictable bytes.
  package static func masterKey(file: String, random: (Int) -> [UInt8]) throws(DataDirectoryError) -> [UInt8] {
    if let text = try? String(contentsOfFile: file, encoding: .utf8) {
      guard let key = Hex.decode(text.trimmingCharacters(in: .whitespacesAndNewlines)), key.count == 32 else {
        throw DataDirectoryError("\(file) does not hold 64 hex digits. Restore it from your backup; without it no stored file can be read.")
      }
      return key
    }
    if FileManager.default.fileExists(atPath: file) {
      throw DataDirectoryError("\(file) cannot be read. Give this user the right to read it.")
    }
    let key = random(32)
    try write(Array((Hex.encode(key) + "\n").utf8), to: file)
    return key
  }

  private static func make(_ folder: String) throws(DataDirectoryError) {
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw DataDirectoryError("The folder \(folder) cannot be made. Choose another with --data, or give this user the right to write there.")
    }
  }

  private static func write(_ bytes: [UInt8], to file: String) throws(DataDirectoryError) {
    let made = FileManager.default.createFile(
      atPath: file, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
    guard made else { throw DataDirectoryError("\(file) cannot be written. Check rights and free space.") }
  }
}

/// A data folder that cannot be used, and the remedy.
package struct DataDirectoryError: Error, CustomStringConvertible, Equatable, Sendable {
  package let description: String
  package init(_ description: String) { self.description = description }
}
