internal import FoundationEssentials
internal import Glibc

/// A private folder (mode 0700) for the files of one job; gone after the job, whatever happened.
struct Workspace: Sendable {
  private static let removalsMax = 20
  /// Microseconds.
  private static let removalPause: UInt32 = 5_000

  let path: String

  /// Makes the folder under `root`.
  /// - Throws: `workspaceFailed`.
  init(under root: String) throws(OfficeError) {
    var template = Array("\(root)/heqi-office-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw OfficeError(.workspaceFailed, "No temporary folder could be made; is the disk full or read-only?")
    }
    path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Writes `bytes` to a new file that only this user can read; `name` is chosen by this module, never by a user.
  /// - Throws: `workspaceFailed`.
  func write(_ bytes: [UInt8], name: String) throws(OfficeError) -> String {
    let target = "\(path)/\(name)"
    let failure = OfficeError(.workspaceFailed, "A temporary file could not be written; is the disk full?")
    let file = open(target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure }
    defer { close(file) }
    var offset = 0
    while offset < bytes.count {
      let written = bytes.withUnsafeBytes { buffer in
        Glibc.write(file, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw failure }
      offset += written
    }
    return target
  }

  /// Makes a folder below; `name` is chosen by this module.
  /// - Throws: `workspaceFailed`.
  func makeFolder(_ name: String) throws(OfficeError) -> String {
    let folder = "\(path)/\(name)"
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      return folder
    } catch {
      throw OfficeError(.workspaceFailed, "A temporary folder could not be made; is the disk full?")
    }
  }

  /// The bytes of a file that a program has made; nil where there is none.
  func read(_ name: String) -> [UInt8]? { FileManager.default.contents(atPath: "\(path)/\(name)").map(Array.init) }

  /// A killed program may be at its last system call, which can make a file anew; so the folder is looked after again.
  func remove() {
    for _ in 0..<Self.removalsMax {
      try? FileManager.default.removeItem(atPath: path)
      guard FileManager.default.fileExists(atPath: path) else { return }
      usleep(Self.removalPause)
    }
  }
}
