import Crypto
import HeqiDomain
import HeqiSQL

/// A blob's content as pieces of at most 64 KiB, each authenticated before it is handed out.
///
/// When a copy turns out bad in the middle, the other one continues. The hash of the whole is compared before the last
/// piece is handed out, so a receiver that counts bytes never completes wrong content.
package struct BlobStream: AsyncSequence, Sendable {
  package typealias Element = [UInt8]

  let store: BlobStore
  let reference: BlobReference
  let extent: BlobExtent
  let key: BlobKey

  /// Bytes that the stream will deliver.
  package var length: Int64 { extent.length }

  package func makeAsyncIterator() -> Iterator { Iterator(stream: self) }

  /// Reads one frame at a time off the task threads.
  package struct Iterator: AsyncIteratorProtocol {
    let stream: BlobStream
    private var frame = 0
    private var delivered: Int64 = 0
    private var hasher = SHA256()
    private var copyIndex = 0
    private var reader: BlobReader?

    init(stream: BlobStream) { self.stream = stream }

    /// Throws `BlobError`.
    package mutating func next() async throws -> [UInt8]? {
      guard delivered < stream.extent.length else { return nil }
      var bytes = try await content()
      let wanted = stream.extent.length - delivered
      if Int64(bytes.count) > wanted { bytes.removeLast(bytes.count - Int(wanted)) }
      hasher.update(data: bytes)
      delivered += Int64(bytes.count)
      frame += 1
      if delivered == stream.extent.length, Array(hasher.finalize()) != stream.extent.hash.bytes {
        throw BlobError(.damaged, "a blob's content does not have its hash")
      }
      return bytes
    }

    private mutating func content() async throws -> [UInt8] {
      while true {
        let copy = stream.store.copies[copyIndex]
        let (frame, known, reference, key) = (frame, reader, stream.reference, stream.key)
        do {
          let (bytes, opened) = try await copy.pool.run {
            let reader = try known ?? copy.open(reference, key: key)
            return (try reader.content(of: frame), reader)
          }
          reader = opened
          return bytes
        } catch let error as BlobError {
          reader = nil
          copyIndex += 1
          guard copyIndex < stream.store.copies.count else { throw error }
          _ = try? await stream.store.repair(reference)
        }
      }
    }
  }
}
