package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
import PDF

/// Adds what proof a contract's file lacks: a document time stamp where a signature was made while no authority answered
/// (house decision 3), archive proof where it could not be had at completion, and a new archive time stamp before the
/// certificate behind the old one ends. No time is invented.
package struct RenewSignatures: Sendable {
  /// Pause before the next look when a new stamp would last no longer than the old one.
  static let pauseWithoutGain = Duration.seconds(86_400)

  private let ledger: ContractLedger
  private let files: ContractFiles
  private let proof: ProlongProof

  package init(ledger: ContractLedger, files: ContractFiles, proof: ProlongProof) {
    self.ledger = ledger
    self.files = files
    self.proof = proof
  }

  /// What one look at a contract did.
  package struct Outcome: Equatable, Sendable {
    /// Whether the file has one revision more.
    package let isExtended: Bool
    /// When to look again; nil when nothing can be owed any more.
    package let nextLook: Instant?

    static let nothing = Outcome(isExtended: false, nextLook: nil)
  }

  /// Throws while no authority answers or revocation data cannot be had; then try later.
  @discardableResult
  package func callAsFunction(_ id: ID<Contract>, tenantID: String) async throws -> Outcome {
    let store = try await ledger.store(tenantID)
    let found = try await ledger.engine.read { try store.find(id, in: $0) }
    guard let contract = found, let latest = contract.round.file?.latest, contract.round.hasSignature else {
      return .nothing
    }
    let now = ledger.clock.now
    if contract.stage.name == .completed { return try await prolong(contract, over: latest, at: now) }
    guard contract.stage.isLive, latest.kind != .renewal else { return .nothing }
    let document = try PDFDocument(try await files.read(contract))
    try await save(try await proof.stamp(document, at: now), of: contract, over: latest, at: now)
    return Outcome(isExtended: true, nextLook: nil)
  }

  /// A completed contract proves itself for as long as it is kept.
  private func prolong(
    _ contract: Contract, over latest: FileRevision, at now: Instant
  ) async throws -> Outcome {
    let bytes = try await files.read(contract)
    let end = try proof.end(of: bytes)
    if let end, end > now.adding(ProlongProof.margin) {
      return Outcome(isExtended: false, nextLook: ProlongProof.nextLook(end, after: now))
    }
    let longer = try await proof(bytes, at: now)
    if let end, longer.end <= end {
      return Outcome(isExtended: false, nextLook: now.adding(Self.pauseWithoutGain))
    }
    try await save(longer.bytes, of: contract, over: latest, at: now)
    return Outcome(isExtended: true, nextLook: ProlongProof.nextLook(longer.end, after: now))
  }

  private func save(
    _ bytes: [UInt8], of contract: Contract, over latest: FileRevision, at now: Instant
  ) async throws {
    let blob = try await files.put(bytes, of: contract, at: now)
    let revision = FileRevision(
      number: latest.number + 1, kind: .renewal, digest: blob.hash, length: bytes.count, at: now)
    _ = try await ledger.performAsSystem(contract.id, tenantID: contract.tenantID) { saved, connection in
      try files.record(blob, over: latest, of: saved, at: now, in: connection)
    } _: { current in
      guard current.round.file?.latest == latest else { throw ContractError(.staleRevision) }
      return .renew(revision)
    }
  }
}
