package import HeqiDomain
package import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Archives signed contracts with their providers: tries again by a schedule, finds contracts without rows, and takes up
/// what was given up when somebody asks (M-022, M-027, M-032, M-033, 50003).
package struct ArchiveContracts: Sendable {
  /// How one attempt ended, for the log.
  package struct Outcome: Sendable {
    package let archive: ContractArchive
    package let reason: String?
  }

  /// Longer than any provider may take.
  private static let lease = Duration.seconds(60)
  private static let batch = 16

  let ledger: ContractLedger
  private let services: [ArchiveProvider: any ArchiveService]

  package init(ledger: ContractLedger, services: [any ArchiveService]) {
    self.ledger = ledger
    self.services = Dictionary(services.map { ($0.provider, $0) }) { first, _ in first }
  }

  /// Attempts what is due now.
  package func callAsFunction() async throws -> [Outcome] {
    let now = ledger.clock.now
    let due = try await ledger.engine.read { try ArchiveStore().due(limit: Self.batch, at: now, in: $0) }
    guard !due.isEmpty else { return [] }
    let taken = try await ledger.engine.write { connection in
      try due.compactMap { try ArchiveStore().lease($0, until: now.adding(Self.lease), in: connection) }
    }
    return try await withThrowingTaskGroup(of: Outcome?.self) { group in
      for archive in taken { group.addTask { try await attempt(archive) } }
      var outcomes: [Outcome] = []
      for try await outcome in group { if let outcome { outcomes.append(outcome) } }
      return outcomes
    }
  }

  /// Writes the rows of signed contracts that have none; how many contracts.
  package func compensate(limit: Int = 100) async throws -> Int {
    let missing = try await ledger.engine.read { try ArchiveStore().missing(limit: limit, in: $0) }
    for (tenantID, id) in missing { try await plan(id, tenantID: tenantID) }
    return missing.count
  }

  /// Takes up what was given up, and writes what is missing. Throws `ClientError` `.notFound`, or `.wrongState` before the
  /// contract is signed.
  package func again(_ id: ID<Contract>, client: APIClient) async throws -> [ContractArchive] {
    try await again(id, tenantID: client.tenantID)
  }

  func again(_ id: ID<Contract>, tenantID: String) async throws -> [ContractArchive] {
    try await plan(id, tenantID: tenantID)
    let now = ledger.clock.now
    return try await ledger.engine.write { connection in
      try ArchiveStore().retry(id, tenantID: tenantID, at: now, in: connection)
      return try ArchiveStore().list(of: id, tenantID: tenantID, in: connection)
    }
  }

  /// How many wait and how many were given up, for `/metrics`.
  package func counts() async throws -> [ArchiveState: Int] { try await ledger.engine.read { try ArchiveStore().counts(in: $0) } }

  private func plan(_ id: ID<Contract>, tenantID: String) async throws {
    let store = try await ledger.store(tenantID)
    let now = ledger.clock.now
    let random = ledger.random
    try await ledger.engine.write { connection in
      let view = try ClientLedger.find(id, vault: store.vault, in: connection)
      guard view.contract.apiStatus == .signed else { throw ClientError(.wrongState) }
      try PlanArchives.write(of: view.order, view.contract, random: random, at: now, in: connection)
    }
  }

  // MARK: one attempt

  private func attempt(_ archive: ContractArchive) async throws -> Outcome? {
    let result: Result<ArchiveReceipt, ProviderError>
    do throws(ProviderError) {
      guard let service = services[archive.provider] else {
        throw ProviderError(.unavailable, provider: "archive", message: "no service is set for \(archive.provider.rawValue)")
      }
      result = .success(
        try await service.archive(
          ArchiveRequest(
            archiveID: archive.archiveID, tenantID: archive.tenantID, digest: archive.digest, eventID: archive.eventID)))
    } catch {
      result = .failure(error)
    }
    let now = ledger.clock.now
    let settled: ContractArchive
    switch result {
    case .success(let receipt): settled = archive.with(state: .archived, nextAt: now, receipt: receipt)
    case .failure(let error):
      let wait = error.kind == .retryable ? ArchiveSchedule.wait(after: archive.attempts) : nil
      settled = archive.with(state: wait == nil ? .failed : .pending, nextAt: now.adding(wait ?? .zero), lastError: error.message)
    }
    let store = try await ledger.store(archive.tenantID)
    let random = ledger.random
    let isMine = try await ledger.engine.write { connection in
      guard try ArchiveStore().settle(settled, in: connection) else { return false }
      if settled.state != .pending { try announce(settled, vault: store.vault, random: random, at: now, in: connection) }
      if settled.state == .failed {
        try OperationNoticeStore().note(
          .archiveFailed, at: settled.provider.rawValue, reason: settled.lastError ?? "", at: now, in: connection)
      }
      return true
    }
    return isMine ? Outcome(archive: settled, reason: settled.lastError) : nil
  }

  /// `ContractArchivedEvent`, and an event of our own, in the transaction of the change (M-011).
  private func announce(
    _ archive: ContractArchive, vault: TenantVault, random: any RandomSource, at now: Instant, in connection: any SQLConnection
  ) throws {
    var facts = [Event.Fact("status", archive.state.rawValue), Event.Fact("documentHash", archive.digest.description)]
    if let receipt = archive.receipt { facts.append(Event.Fact("transactionNo", receipt.transactionNo)) }
    try EventStore().append(
      [
        Event(
          id: random.id(at: now), tenantID: archive.tenantID, at: now, actor: .system, scene: .system,
          subject: Event.Subject(kind: "archive", id: archive.archiveID), kind: "archive.settled", facts: facts)
      ], in: connection)
    guard let order = try ClientContractStore(vault: vault).find(archive.contractID, in: connection) else { return }
    try AnnounceCallback.write(
      .contractArchived, about: .contract(archive.contractID), of: order.clientID, to: order.callbackURL, vault: vault,
      random: random, at: now, in: connection
    ) { sequence in
      ArchiveCallback(
        archiveId: archive.archiveID, contractId: archive.contractID.description, transactionNo: archive.receipt?.transactionNo,
        bizId: order.bizID, bizType: order.bizType, provider: archive.provider.rawValue, status: archive.state.rawValue,
        archiveTime: archive.receipt?.at.utcText, documentHash: archive.digest.description,
        code: archive.state == .failed ? ClientError.Code.archiveFailed.rawValue : nil, sequence: sequence)
    }
  }
}
