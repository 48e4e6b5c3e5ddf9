import HeqiStorage
import Synchronization

/// A disk that fails a chosen call, over a real folder (quality.md C1: fail the n-th call).
final class FaultyDisk: BlobDisk {
  let name: String
  private let inner: BlobDirectory
  /// Calls until the failure; nil = never.
  private let fuse = Mutex<(left: Int, error: BlobError)?>(nil)

  init(_ inner: BlobDirectory) {
    self.inner = inner
    name = inner.name
  }

  /// Fails the call after `calls` more, once.
  func fail(after calls: Int, with code: BlobError.Code) {
    fuse.withLock { $0 = (calls, BlobError(code, "planned")) }
  }

  /// True when the planned failure has happened.
  var hasFailed: Bool { fuse.withLock { $0 == nil } }

  func draft() throws(BlobError) -> any BlobDraft {
    try burn()
    return FaultyDraft(inner: try inner.draft(), disk: self)
  }
  func source(_ address: String) throws(BlobError) -> (any BlobSource)? {
    try burn()
    return try inner.source(address)
  }
  func remove(_ address: String) throws(BlobError) {
    try burn()
    try inner.remove(address)
  }
  func files(inShard shard: UInt8) throws(BlobError) -> [BlobFile] { try inner.files(inShard: shard) }
  func removeDrafts(changedBefore instant: Int64) throws(BlobError) -> Int {
    try inner.removeDrafts(changedBefore: instant)
  }

  fileprivate func burn() throws(BlobError) {
    let error: BlobError? = fuse.withLock { fuse in
      guard let current = fuse else { return nil }
      fuse = current.left > 0 ? (current.left - 1, current.error) : nil
      return current.left > 0 ? nil : current.error
    }
    if let error { throw error }
  }
}

private final class FaultyDraft: BlobDraft {
  private let inner: any BlobDraft
  private let disk: FaultyDisk

  init(inner: any BlobDraft, disk: FaultyDisk) {
    self.inner = inner
    self.disk = disk
  }

  func append(_ bytes: [UInt8]) throws(BlobError) {
    try disk.burn()
    try inner.append(bytes)
  }
  func commit(as address: String) throws(BlobError) {
    try disk.burn()
    try inner.commit(as: address)
  }
  func discard() { inner.discard() }
}
