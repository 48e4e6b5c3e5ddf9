package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// What became of the caller's contracts, in the mode they are in (F-091).
package struct ReadInbox: Sendable {
  /// One notice in words.
  package struct Row: Sendable {
    package let notice: InboxNotice
    package let sentence: Bilingual
  }

  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// Newest first; without those about contracts that the caller may not see any more.
  package func callAsFunction(limit: Int = 8, caller: Caller) async throws -> [Row] {
    let store = try await ledger.store(caller.tenantID)
    let organization = caller.mode.standing?.organizationID
    return try await ledger.engine.read { connection in
      try InboxNoticeStore(tenantID: caller.tenantID)
        .list(of: caller.accountID, for: organization, limit: limit, in: connection)
        .compactMap { notice in
          guard let contract = try store.find(notice.contractID, seenBy: caller, in: connection),
            (try? contract.authorize(caller, .view)) != nil
          else { return nil }
          return Row(notice: notice, sentence: ContractMessage.sentence(notice.kind, notice.reason, contract.round.title))
        }
    }
  }

  /// Notes all of this mode as read.
  package func markRead(caller: Caller) async throws {
    let now = ledger.clock.now
    let organization = caller.mode.standing?.organizationID
    try await ledger.engine.write { connection in
      try InboxNoticeStore(tenantID: caller.tenantID)
        .markRead(by: caller.accountID, for: organization, at: now, in: connection)
    }
  }
}
