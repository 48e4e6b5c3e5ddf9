package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// A person's own choice of messages and quiet hours (F-091).
package struct ChooseNotices: Sendable {
  private let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  package func read(caller: Caller) async throws -> NoticePreferences {
    let store = NoticePreferencesStore(tenantID: caller.tenantID)
    return try await ledger.engine.read { try store.find(caller.accountID, in: $0) }
  }

  /// Holds from the next message on, those that wait included.
  package func callAsFunction(_ preferences: NoticePreferences, caller: Caller) async throws {
    let now = ledger.clock.now
    let store = NoticePreferencesStore(tenantID: caller.tenantID)
    try await ledger.engine.write { connection in
      guard try store.find(caller.accountID, in: connection) != preferences else { return }
      try store.save(preferences, of: caller.accountID, at: now, in: connection)
      try EventStore().append(
        ledger.events(
          [EventDraft(AccountLog.noticesChanged, by: .caller, [])], tenantID: caller.tenantID,
          subject: Event.Subject(kind: "account", id: caller.accountID.description), actor: caller.actor,
          scene: caller.scene, at: now), in: connection)
    }
  }
}
