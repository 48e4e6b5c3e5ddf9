import Glibc
import Synchronization

/// A draft file; state guarded because it moves between threads.
final class BlobDirectoryDraft: BlobDraft {
  private let path: String
  private let folder: BlobDirectory
  /// The open descriptor, nil once committed or discarded.
  private let descriptor: Mutex<Int32?>

  init(_ descriptor: Int32, path: String, folder: BlobDirectory) {
    self.descriptor = Mutex(descriptor)
    self.path = path
    self.folder = folder
  }

  deinit { discard() }

  func append(_ bytes: [UInt8]) throws(BlobError) {
    try descriptor.withLock { descriptor throws(BlobError) in
      guard let file = descriptor else { throw BlobError(.misuse, "a blob draft was used after its end") }
      try Self.writeAll(bytes, to: file)
    }
  }

  func commit(as address: String) throws(BlobError) {
    let target = try folder.path(of: address)
    try descriptor.withLock { descriptor throws(BlobError) in
      guard let file = descriptor else { throw BlobError(.misuse, "a blob draft was used after its end") }
      if folder.isBroken.load(ordering: .acquiring) { throw BlobDirectory.broken }
      do throws(BlobError) {
        guard fdatasync(file) == 0 else { throw BlobDirectory.failure("a blob file cannot be synced") }
        guard rename(path, target) == 0 else { throw BlobDirectory.failure("a blob file cannot be named") }
        close(file)
        descriptor = nil
        try BlobDirectory.sync(folder: folder.folder(of: address))
      } catch {
        // No room is the one failure of a sync after which the disk is still to be trusted.
        if error.code != .diskFull { folder.isBroken.store(true, ordering: .releasing) }
        throw error
      }
    }
  }

  func discard() {
    descriptor.withLock { descriptor in
      guard let file = descriptor else { return }
      close(file)
      unlink(path)
      descriptor = nil
    }
  }

  private static func writeAll(_ bytes: [UInt8], to file: Int32) throws(BlobError) {
    var offset = 0
    while offset < bytes.count {
      let written = bytes.withUnsafeBytes { write(file, $0.baseAddress?.advanced(by: offset), $0.count - offset) }
      if written < 0 {
        if errno == EINTR { continue }
        throw BlobDirectory.failure("a blob file cannot be written")
      }
      offset += written
    }
  }
}

/// An open committed file; immutable, so it may be read from any thread.
final class BlobDirectorySource: BlobSource {
  let length: Int64
  private let descriptor: Int32

  init(_ descriptor: Int32, length: Int64) {
    self.descriptor = descriptor
    self.length = length
  }

  deinit { close(descriptor) }

  func read(at offset: Int64, count: Int) throws(BlobError) -> [UInt8] {
    var failure: BlobError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = pread(descriptor, buffer.baseAddress?.advanced(by: filled), count - filled, off_t(offset) + filled)
        if got < 0, errno == EINTR { continue }
        if got < 0 { failure = BlobDirectory.failure("a blob file cannot be read") }
        if got <= 0 { break }
        filled += got
      }
    }
    if let failure { throw failure }
    return bytes
  }
}
