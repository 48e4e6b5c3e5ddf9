import HeqiDomain
package import Office

/// Turns an uploaded picture into one that our own encoder made, in a worker process (house decision 5).
package protocol PhotoCleaner: Sendable {
  /// JPEG without metadata, upright. Throws `IdentityError` `.imageUnreadable`.
  func clean(_ bytes: [UInt8]) async throws -> [UInt8]
}

/// The worker-process cleaner.
package struct WorkerPhotoCleaner: PhotoCleaner {
  /// H-06: at most 10 MB.
  package static let bytesMax = 10 << 20
  static let sideMax = 2000

  private let reencoder: ImageReencoder

  package init(workers: OfficeWorkers) { reencoder = ImageReencoder(workers: workers) }

  package func clean(_ bytes: [UInt8]) async throws -> [UInt8] {
    guard !bytes.isEmpty, bytes.count <= Self.bytesMax else { throw IdentityError(.imageUnreadable) }
    do {
      return try await reencoder.reencode(bytes, as: .jpeg, sideMax: Self.sideMax).bytes
    } catch {
      switch error.code {
      case .toolMissing, .busy: throw IdentityError(.busy)
      default: throw IdentityError(.imageUnreadable)
      }
    }
  }
}
