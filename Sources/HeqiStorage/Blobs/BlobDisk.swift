/// One copy of all blobs: a folder, later an object store. Calls block; `BlobStore` keeps them off the task threads.
package protocol BlobDisk: Sendable {
  /// `primary` or `replica`, for findings.
  var name: String { get }
  /// A new file that nobody can see before `BlobDraft.commit`.
  func draft() throws(BlobError) -> any BlobDraft
  /// Opens a committed file; nil when there is none.
  func source(_ address: String) throws(BlobError) -> (any BlobSource)?
  /// Removes a committed file if there is one.
  func remove(_ address: String) throws(BlobError)
  /// The committed files whose address begins with this byte (0…255), with the time of their last change.
  func files(inShard shard: UInt8) throws(BlobError) -> [BlobFile]
  /// Removes drafts that a crash left behind, last changed before `instant` (µs since 1970 UTC); returns how many.
  func removeDrafts(changedBefore instant: Int64) throws(BlobError) -> Int
}

/// A file being written. One caller at a time; dropping it uncommitted removes it.
package protocol BlobDraft: AnyObject, Sendable {
  func append(_ bytes: [UInt8]) throws(BlobError)
  /// Makes the content durable (fsync), names it, and makes the name durable (fsync of the folder).
  func commit(as address: String) throws(BlobError)
  func discard()
}

/// An open committed file.
package protocol BlobSource: AnyObject, Sendable {
  /// Bytes on disk.
  var length: Int64 { get }
  /// Exactly `count` bytes; fewer only at the end of the file.
  func read(at offset: Int64, count: Int) throws(BlobError) -> [UInt8]
}

/// A committed file found on disk.
package struct BlobFile: Sendable, Equatable {
  package let address: String
  /// µs since 1970 UTC.
  package let changedAt: Int64

  package init(address: String, changedAt: Int64) {
    self.address = address
    self.changedAt = changedAt
  }
}
