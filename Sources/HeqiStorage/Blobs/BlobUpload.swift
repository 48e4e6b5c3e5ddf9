import Crypto
import HeqiSQL
import Synchronization

/// Content arriving in pieces, written to both copies as it comes. Dropped unfinished, it leaves nothing visible.
///
/// Shared state: the sealer, guarded because pieces are sealed on disk threads; one call at a time.
package final class BlobUpload: Sendable {
  private let owner: DataKeyOwner
  private let purpose: String
  private let copies: [BlobCopy]
  private let state: Mutex<State>

  private struct State {
    var sealer: BlobSealer
    var drafts: [any BlobDraft] = []
    var isFinished = false
  }

  init(owner: DataKeyOwner, purpose: String, key: SymmetricKey, copies: [BlobCopy]) {
    self.owner = owner
    self.purpose = purpose
    self.copies = copies
    let context = SealedBytes.context([owner.tenantID, owner.kind, owner.id, purpose])
    state = Mutex(State(sealer: BlobSealer(key: key, context: context)))
  }

  /// Adds a piece. Throws `.diskFull`, `.io`, or `.misuse` after `finish`.
  package func append(_ bytes: [UInt8]) async throws {
    try await copies[0].pool.run {
      let (sealed, drafts) = try self.seal(bytes)
      for draft in drafts { try draft.append(sealed) }
    }
  }

  /// Ends the content and returns after both copies are durable.
  package func finish() async throws -> BlobReference {
    let (last, reference, drafts) = try await copies[0].pool.run { try self.sealLast() }
    try await commit(last, reference, drafts)
    return reference
  }

  /// Forgets what was written.
  package func cancel() {
    state.withLock { state in
      for draft in state.drafts { draft.discard() }
      state.drafts = []
      state.isFinished = true
    }
  }

  /// The whole content at once: sealed in memory, then written to both disks at the same time.
  func putAll(_ bytes: [UInt8]) async throws -> BlobReference {
    let (sealed, reference, drafts) = try await copies[0].pool.run {
      let (first, _) = try self.seal(bytes)
      let (last, reference, drafts) = try self.sealLast()
      return (first + last, reference, drafts)
    }
    try await commit(sealed, reference, drafts)
    return reference
  }

  private func commit(_ bytes: [UInt8], _ reference: BlobReference, _ drafts: [any BlobDraft]) async throws {
    let address = reference.address
    async let primary: Void = copies[0].pool.run {
      try drafts[0].append(bytes)
      try drafts[0].commit(as: address)
    }
    async let replica: Void = copies[1].pool.run {
      try drafts[1].append(bytes)
      try drafts[1].commit(as: address)
    }
    do {
      _ = try await (primary, replica)
    } catch {
      for draft in drafts { draft.discard() }
      throw error
    }
  }

  private func seal(_ bytes: [UInt8]) throws(BlobError) -> ([UInt8], [any BlobDraft]) {
    try state.withLock { state throws(BlobError) in
      guard !state.isFinished else { throw BlobError(.misuse, "an upload was used after its end") }
      if state.drafts.isEmpty {
        for copy in copies { state.drafts.append(try copy.disk.draft()) }
      }
      return (try state.sealer.append(bytes), state.drafts)
    }
  }

  private func sealLast() throws(BlobError) -> ([UInt8], BlobReference, [any BlobDraft]) {
    let (first, drafts) = try seal([])
    return try state.withLock { state throws(BlobError) in
      state.isFinished = true
      let (last, hash) = try state.sealer.finish()
      let reference = BlobReference(
        owner: owner, purpose: purpose, hash: ContentHash.digest(hash), length: state.sealer.length)
      return (first + last, reference, drafts)
    }
  }
}
