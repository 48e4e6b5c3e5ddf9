package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Everything the page of a seal shows: state, PIN, uses, powers and its log (F-060: every use recorded and shown).
package struct SealSheet: Sendable {
  package let seal: Seal
  package let hasPIN: Bool
  package let isPINLocked: Bool
  /// Newest first.
  package let uses: [SealUse]
  package let grants: [(grant: SealGrant, state: SealGrant.State)]
  /// Whom each paper trusts.
  package let attorneys: [ID<PowerOfAttorney>: String]
  /// Newest first.
  package let lines: [LogLine]
  /// What table D lets the caller do.
  package let commands: [SealCommand]
  package let mayGrant: Bool
}

package struct ReadSealPage: Sendable {
  private let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  /// Throws `SealError` `.unknown` for another's too.
  package func callAsFunction(_ id: ID<Seal>, caller: Caller) async throws -> SealSheet {
    let keeper = try SealKeeper(caller)
    let now = ledger.clock.now
    let seals = SealStore(tenantID: caller.tenantID)
    return try await ledger.engine.read { connection in
      let seal = try keeper.find(id, seals, in: connection)
      let pin = try seals.pin(of: id, in: connection)
      let powers = PowerOfAttorneyStore(tenantID: caller.tenantID)
      let grants = try powers.grants(of: id, in: connection)
      let papers = try keeper.owner.organizationID.map { try powers.list(of: $0, in: connection) } ?? []
      let events = try EventStore().bySubject(seal.subject, tenantID: caller.tenantID, after: 0, in: connection)
      let commands: [SealCommand] =
        keeper.mayEnable
        ? [.activate, .suspend, .resume, .cancel].filter { SealLifecycle.next($0, seal.status) != nil } : []
      return SealSheet(
        seal: seal, hasPIN: pin != nil, isPINLocked: pin?.isLocked(at: now) ?? false,
        uses: try seals.uses(of: id, in: connection), grants: grants.map { ($0, $0.state(for: seal, at: now)) },
        attorneys: Dictionary(papers.map { ($0.id, $0.granteeName) }) { first, _ in first },
        lines: events.reversed().compactMap { SealLog.line(of: $0.event) }, commands: commands,
        mayGrant: keeper.mayGrant)
    }
  }
}
