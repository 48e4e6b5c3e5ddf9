package import HeqiDomain
import HeqiPorts
import HeqiStorage
package import Office

/// A page image and the digest of the file it shows.
package struct PageImage: Sendable {
  package let bytes: [UInt8]
  package let mediaType: String
  package let digest: Digest
}

/// Page images of a contract's file, rendered in a worker process; what a signer is shown is noted by digest and page.
package struct ShowPage: Sendable {
  /// Widths that are rendered, in pixels; others are rounded up, so that the cache stays small.
  package static let widths = [480, 828, 1240, 1656]

  private let ledger: ContractLedger
  private let files: ContractFiles
  private let renderer: PageRenderer
  private let reading: RecordReading
  private let cache: PageImageCache

  package init(
    ledger: ContractLedger, files: ContractFiles, renderer: PageRenderer, reading: RecordReading, cache: PageImageCache
  ) {
    self.ledger = ledger
    self.files = files
    self.renderer = renderer
    self.reading = reading
    self.cache = cache
  }

  /// - Parameters:
  ///   - page: from 1.
  ///   - seen: the digest the page was opened with; nil for the place editor and previews, which are not noted.
  /// Throws `ContractError`; `.fileChanged` when `seen` is no state of the file.
  package func callAsFunction(
    _ id: ID<Contract>, page: Int, width: Int, seen: Digest?, caller: Caller
  ) async throws -> PageImage {
    let (contract, party) = try await ledger.find(id, for: caller, .view)
    let editable = party.side == .initiator ? contract.editable?.file : nil
    guard let file = editable ?? contract.round.file else { throw ContractError(.fileMissing) }
    guard (1...file.pageCount).contains(page) else { throw ContractError(.placeOutsidePage, "page \(page)") }
    let revision = seen.flatMap { seen in file.revisions.first { $0.digest == seen } } ?? file.latest
    if let seen {
      guard revision.digest == seen else { throw ContractError(.fileChanged) }
      if party.state == .awaitingSignature || party.state == .awaitingReceipt {
        try await reading(id, seen: seen, page: page, caller: caller)
      }
    }
    let width = Self.widths.first { $0 >= width } ?? Self.widths[Self.widths.count - 1]
    let key = PageImageCache.Key(digest: revision.digest, page: page, width: width)
    if let bytes = await cache.find(key) { return image(bytes, revision) }
    let pdf = try await files.read(file, number: revision.number, of: contract)
    let bytes: [UInt8]
    do {
      bytes = try await renderer.image(of: pdf, page: page, width: width)
    } catch {
      throw ContractError(.signingUnavailable, "page image: \(error.code)", cause: error)
    }
    await cache.keep(bytes, for: key)
    return image(bytes, revision)
  }

  private func image(_ bytes: [UInt8], _ revision: FileRevision) -> PageImage {
    PageImage(bytes: bytes, mediaType: "image/jpeg", digest: revision.digest)
  }
}

/// Page images of this process, least recently used first to go.
///
/// Shared state: the images and their order.
package actor PageImageCache {
  struct Key: Hashable, Sendable {
    let digest: Digest
    let page: Int
    let width: Int
  }

  private let bytesMax: Int
  private var images: [Key: (bytes: [UInt8], used: UInt64)] = [:]
  private var total = 0
  private var clock: UInt64 = 0

  /// - Parameter bytesMax: bytes of all images together.
  package init(bytesMax: Int = 48 * 1_048_576) { self.bytesMax = bytesMax }

  func find(_ key: Key) -> [UInt8]? {
    clock += 1
    images[key]?.used = clock
    return images[key]?.bytes
  }

  func keep(_ bytes: [UInt8], for key: Key) {
    clock += 1
    if let old = images[key] { total -= old.bytes.count }
    images[key] = (bytes, clock)
    total += bytes.count
    while total > bytesMax, let oldest = images.min(by: { $0.value.used < $1.value.used }) {
      images[oldest.key] = nil
      total -= oldest.value.bytes.count
    }
  }
}
