package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Archive rows that were given up, for operators and auditors, and their retry (M-032, 50003).
package struct OperateArchives: Sendable {
  private static let pageSize = 50
  private let archive: ArchiveContracts

  package init(archive: ArchiveContracts) { self.archive = archive }

  /// Newest first, fifty at most. Throws `IdentityError` `.notPermitted`.
  package func failed(caller: Caller) async throws -> [ContractArchive] {
    guard !caller.platformRoles.isDisjoint(with: [.operator_, .auditor]) else { throw IdentityError(.notPermitted) }
    return try await archive.ledger.engine.read { try ArchiveStore().failed(before: nil, limit: Self.pageSize, in: $0) }
  }

  /// Archives a contract again with every provider that was given up. Throws `IdentityError` `.notPermitted`, `ClientError`.
  package func again(_ id: ID<Contract>, tenantID: String, caller: Caller) async throws {
    guard caller.platformRoles.contains(.operator_) else { throw IdentityError(.notPermitted) }
    _ = try await archive.again(id, tenantID: tenantID)
    let ledger = archive.ledger
    let now = ledger.clock.now
    try await ledger.engine.write { connection in
      try EventStore().append(
        [
          Event(
            id: ledger.random.id(at: now), tenantID: caller.tenantID, at: now, actor: caller.actor, scene: caller.scene,
            subject: Event.Subject(kind: "archive", id: id.description), kind: "archive.askedAgain", facts: [])
        ], in: connection)
    }
  }
}
