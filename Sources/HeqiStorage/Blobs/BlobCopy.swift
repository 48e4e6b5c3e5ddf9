import Crypto
import HeqiDomain
import HeqiSQL

/// A data key on its way to a blob; keeps `Crypto` out of the files that speak of digests.
package struct BlobKey: Sendable {
  let value: SymmetricKey
  init(_ value: SymmetricKey) { self.value = value }
}

/// How much of a blob is wanted, and its hash.
struct BlobExtent: Sendable {
  let length: Int64
  let hash: HeqiDomain.Digest

  /// Throws `.misuse` when the prefix is longer than the blob.
  init(_ reference: BlobReference, _ prefix: BlobPrefix?) throws(BlobError) {
    guard let prefix else {
      length = reference.length
      hash = reference.hash
      return
    }
    guard prefix.length >= 0, prefix.length <= reference.length else {
      throw BlobError(.misuse, "the prefix of \(prefix.length) bytes is longer than its blob of \(reference.length)")
    }
    length = prefix.length
    hash = prefix.hash
  }
}

/// One disk with its threads.
struct BlobCopy: Sendable {
  let disk: any BlobDisk
  let pool: BlockingPool

  init(disk: any BlobDisk) {
    self.disk = disk
    pool = BlockingPool(label: "heqi.blobs.\(disk.name)", width: 4)
  }

  /// The wanted bytes, every frame authenticated and the hash compared. Blocks.
  func read(_ reference: BlobReference, _ extent: BlobExtent, key: BlobKey) throws(BlobError) -> [UInt8] {
    let reader = try open(reference, key: key)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(extent.length))
    var frame = 0
    while Int64(bytes.count) < extent.length {
      bytes += try reader.content(of: frame)
      frame += 1
    }
    if Int64(bytes.count) > extent.length { bytes.removeLast(bytes.count - Int(extent.length)) }
    if extent.length == 0 { _ = try reader.content(of: 0) }
    guard ContentHash.sha256(bytes) == extent.hash else {
      throw BlobError(.damaged, "a blob's content does not have its hash")
    }
    return bytes
  }

  /// Reads everything and keeps nothing. Blocks.
  func verify(_ reference: BlobReference, key: BlobKey) throws(BlobError) {
    let reader = try open(reference, key: key)
    var hasher = SHA256()
    for frame in 0..<reader.frameCount { hasher.update(data: try reader.content(of: frame)) }
    guard Array(hasher.finalize()) == reference.hash.bytes else {
      throw BlobError(.damaged, "a blob's content does not have its hash")
    }
  }

  /// Opens a copy. Throws `.notFound` when there is no file, `.damaged` when its length is not the blob's.
  func open(_ reference: BlobReference, key: BlobKey) throws(BlobError) -> BlobReader {
    guard let source = try disk.source(reference.address) else {
      throw BlobError(.notFound, "the \(disk.name) copy of the blob is missing")
    }
    let header = try source.read(at: 0, count: BlobFormat.headerLength)
    let opener = try BlobOpener(
      header: header, sealedLength: source.length, key: key.value, context: reference.context)
    guard opener.length == reference.length else { throw BlobError(.damaged, "a blob file has the wrong length") }
    return BlobReader(source: source, opener: opener)
  }
}

/// An open copy.
struct BlobReader: Sendable {
  let source: any BlobSource
  let opener: BlobOpener

  var frameCount: Int { opener.frameCount }

  func content(of frame: Int) throws(BlobError) -> [UInt8] {
    let range = opener.sealedRange(of: frame)
    return try opener.open(try source.read(at: range.offset, count: range.count), frame: frame)
  }
}
