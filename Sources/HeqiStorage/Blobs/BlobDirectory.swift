import Glibc
import Synchronization

/// A folder of blobs on a local file system: `<root>/ab/<address>`, drafts in `<root>/drafts`.
package final class BlobDirectory: BlobDisk {
  package let name: String
  private let root: String
  /// Numbers drafts within this process.
  private let draftCount = Atomic<UInt64>(0)
  /// Set by a failed fsync: what the kernel then holds is unknown, so nothing more is written (fsyncgate; drill 4).
  let isBroken = Atomic<Bool>(false)

  /// Creates the folder (not its parents) and its 256 shards. Throws `.io` with the remedy.
  package init(_ root: String, name: String) throws(BlobError) {
    self.root = root
    self.name = name
    try Self.makeFolder(root)
    try Self.makeFolder(root + "/drafts")
    for shard in UInt8.min...UInt8.max { try Self.makeFolder(root + "/" + Self.shardName(shard)) }
    try Self.sync(folder: root)
  }

  package func draft() throws(BlobError) -> any BlobDraft {
    if isBroken.load(ordering: .acquiring) { throw Self.broken }
    while true {
      let number = draftCount.add(1, ordering: .relaxed).newValue
      let path = "\(root)/drafts/\(getpid())-\(number)"
      let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
      if descriptor >= 0 { return BlobDirectoryDraft(descriptor, path: path, folder: self) }
      // A process before us had the same number and left its draft.
      guard errno == EEXIST else { throw Self.failure("a blob file cannot be created") }
    }
  }

  package func source(_ address: String) throws(BlobError) -> (any BlobSource)? {
    let descriptor = open(try path(of: address), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw Self.failure("a blob file cannot be opened")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let error = Self.failure("a blob file cannot be examined")
      close(descriptor)
      throw error
    }
    return BlobDirectorySource(descriptor, length: Int64(status.st_size))
  }

  package func remove(_ address: String) throws(BlobError) {
    let path = try path(of: address)
    guard unlink(path) == 0 || errno == ENOENT else { throw Self.failure("a blob file cannot be removed") }
  }

  package func files(inShard shard: UInt8) throws(BlobError) -> [BlobFile] {
    let folder = root + "/" + Self.shardName(shard)
    return try Self.entries(of: folder).compactMap { name in
      var status = stat()
      guard name.utf8.count == 64, stat(folder + "/" + name, &status) == 0 else { return nil }
      return BlobFile(address: name, changedAt: Self.microseconds(status))
    }
  }

  package func removeDrafts(changedBefore instant: Int64) throws(BlobError) -> Int {
    let folder = root + "/drafts"
    var count = 0
    for name in try Self.entries(of: folder) {
      var status = stat()
      let path = folder + "/" + name
      guard stat(path, &status) == 0, Self.microseconds(status) < instant, unlink(path) == 0 else { continue }
      count += 1
    }
    return count
  }

  /// The committed path; the address must be 64 lower-case hex digits, so no path can leave the folder (drill 27).
  func path(of address: String) throws(BlobError) -> String {
    let isHex = address.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    guard address.utf8.count == 64, isHex else { throw BlobError(.misuse, "a blob address is 64 hex digits") }
    return "\(root)/\(address.prefix(2))/\(address)"
  }

  /// The shard folder of an address.
  func folder(of address: String) -> String { "\(root)/\(address.prefix(2))" }

  static func failure(_ message: String) -> BlobError {
    let code = errno
    if code == ENOSPC || code == EDQUOT {
      return BlobError(.diskFull, "\(message): no room is left; free space and try again", systemCode: code)
    }
    return BlobError(.io, "\(message); check the volume and its rights", systemCode: code)
  }

  static let broken = BlobError(.io, "the disk failed to sync earlier; check the volume and restart")

  static func sync(folder: String) throws(BlobError) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("a blob folder cannot be opened") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure("a blob folder cannot be synced") }
  }

  private static func makeFolder(_ path: String) throws(BlobError) {
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure("a blob folder cannot be created") }
  }

  private static func shardName(_ shard: UInt8) -> String {
    let hex = String(shard, radix: 16)
    return hex.count == 1 ? "0" + hex : hex
  }

  private static func entries(of folder: String) throws(BlobError) -> [String] {
    guard let stream = opendir(folder) else { throw failure("a blob folder cannot be listed") }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  private static func microseconds(_ status: stat) -> Int64 {
    Int64(status.st_mtim.tv_sec) * 1_000_000 + Int64(status.st_mtim.tv_nsec) / 1000
  }
}
