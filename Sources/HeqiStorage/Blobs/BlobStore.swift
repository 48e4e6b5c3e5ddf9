package import HeqiDomain
package import HeqiSQL

/// Content in two encrypted copies, durable before the answer, verified on every read, repaired from the other copy
/// (F-081, F-082; drills 3, 4, 12).
///
/// A caller puts the content, then calls `record` in the transaction that refers to it. Content whose transaction did
/// not commit is an orphan and is collected later.
package struct BlobStore: Sendable {
  let engine: any SQLEngine
  let keys: DataKeyRing
  let copies: [BlobCopy]
  private let onFinding: @Sendable (BlobFinding) -> Void

  /// - Parameter onFinding: told of every damaged, missing or repaired copy, for logs and alarms.
  package init(
    engine: any SQLEngine, keys: DataKeyRing, primary: any BlobDisk, replica: any BlobDisk,
    onFinding: @escaping @Sendable (BlobFinding) -> Void = { _ in }
  ) {
    self.engine = engine
    self.keys = keys
    copies = [BlobCopy(disk: primary), BlobCopy(disk: replica)]
    self.onFinding = onFinding
  }

  /// Stores content and returns after both copies are on disk. Putting the same content again is harmless.
  ///
  /// Throws `BlobError` `.diskFull` or `.io`; then nothing refers to what may have been written.
  package func put(
    _ bytes: [UInt8], owner: DataKeyOwner, purpose: String, at now: Instant
  ) async throws -> BlobReference {
    let upload = try await upload(owner: owner, purpose: purpose, at: now)
    return try await upload.putAll(bytes)
  }

  /// Starts storing content that arrives in pieces.
  package func upload(owner: DataKeyOwner, purpose: String, at now: Instant) async throws -> BlobUpload {
    BlobUpload(owner: owner, purpose: purpose, key: try await keys.key(for: owner, at: now), copies: copies)
  }

  /// The whole content, or the prefix that was an earlier revision of the file.
  ///
  /// A bad copy is repaired from the good one. Throws `.notFound` or `.damaged` when no copy serves, and `.misuse`
  /// when the prefix is longer than the blob; `VaultError.missingKey` when the owner's key is gone.
  package func read(_ reference: BlobReference, prefix: BlobPrefix? = nil) async throws -> [UInt8] {
    let key = try await requiredKey(reference)
    let extent = try BlobExtent(reference, prefix)
    var failures: [BlobError] = []
    for copy in copies {
      do {
        let bytes = try await copy.pool.run { try copy.read(reference, extent, key: key) }
        if !failures.isEmpty { _ = try? await repair(reference) }
        return bytes
      } catch let error as BlobError where error.code != .misuse {
        failures.append(error)
      }
    }
    onFinding(BlobFinding(address: reference.address, copy: "all", kind: .lost))
    throw failures.first { $0.code == .damaged } ?? failures.first { $0.code == .io }
      ?? BlobError(.notFound, "no copy of the blob exists; restore it from a backup")
  }

  /// The content frame by frame (64 KiB), for long downloads; see `BlobStream`.
  package func stream(_ reference: BlobReference, prefix: BlobPrefix? = nil) async throws -> BlobStream {
    let extent = try BlobExtent(reference, prefix)
    return BlobStream(store: self, reference: reference, extent: extent, key: try await requiredKey(reference))
  }

  /// Notes that a blob is in use; call it in the transaction that refers to it.
  package func record(_ reference: BlobReference, at now: Instant, in connection: any SQLConnection) throws {
    try connection.execute(
      BlobSQL.insert,
      [
        .text(reference.address), .text(reference.owner.tenantID), .text(reference.owner.kind),
        .text(reference.owner.id), .text(reference.purpose), .blob(reference.hash.bytes), .integer(reference.length),
        .integer(now.microseconds),
      ])
  }

  /// Notes that nothing refers to a blob any more, for example because a later revision holds it as its prefix.
  /// The files go with the next collection of orphans.
  package func forget(_ reference: BlobReference, in connection: any SQLConnection) throws {
    try connection.execute(BlobSQL.delete, [.text(reference.address)])
  }

  func report(_ finding: BlobFinding) { onFinding(finding) }

  func requiredKey(_ reference: BlobReference) async throws -> BlobKey {
    guard let key = try await keys.existingKey(for: reference.owner) else {
      throw VaultError(.missingKey, "the owner of the blob has no data key; it was destroyed")
    }
    return BlobKey(key)
  }
}

/// One thing that a read or a scrub found.
package struct BlobFinding: Sendable, Hashable {
  package enum Kind: String, Sendable { case missing, damaged, repaired, lost }

  package let address: String
  /// `primary`, `replica` or `all`.
  package let copy: String
  package let kind: Kind

  package init(address: String, copy: String, kind: Kind) {
    self.address = address
    self.copy = copy
    self.kind = kind
  }
}
