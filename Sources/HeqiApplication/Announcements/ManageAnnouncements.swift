package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Announcements: operators write, publish and withdraw them, everybody reads them (F-044).
package struct ManageAnnouncements: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  // MARK: back office

  /// Throws `IdentityError` `.notPermitted` to anybody but an operator.
  package func all(caller: Caller) async throws -> [Announcement] {
    try Self.requireOperator(caller)
    return try await ledger.engine.read { try store(caller).all(in: $0) }
  }

  /// A draft that nobody else sees. Throws `AnnouncementError` at the field.
  package func create(title: Bilingual, text: Bilingual, caller: Caller) async throws -> Announcement {
    try Self.requireOperator(caller)
    let (title, text) = try Announcement.checked(title: title, text: text)
    let now = ledger.clock.now
    let announcement = Announcement(id: ledger.random.id(at: now), title: title, text: text, createdAt: now)
    try await ledger.engine.write { connection in
      try store(caller).insert(announcement, by: caller.accountID, in: connection)
      try record("announcement.created", announcement.id, caller, at: now, in: connection)
    }
    return announcement
  }

  /// Throws `AnnouncementError` `.notAllowed` where it is published or withdrawn.
  package func publish(_ id: ID<Announcement>, caller: Caller) async throws {
    try Self.requireOperator(caller)
    let now = ledger.clock.now
    try await ledger.engine.write { connection in
      guard try store(caller).publish(id, at: now, in: connection) else { throw AnnouncementError(.notAllowed) }
      try record("announcement.published", id, caller, at: now, in: connection)
    }
  }

  /// Throws `AnnouncementError` `.notAllowed` where it is withdrawn.
  package func withdraw(_ id: ID<Announcement>, caller: Caller) async throws {
    try Self.requireOperator(caller)
    let now = ledger.clock.now
    try await ledger.engine.write { connection in
      guard try store(caller).withdraw(id, at: now, in: connection) else { throw AnnouncementError(.notAllowed) }
      try record("announcement.withdrawn", id, caller, at: now, in: connection)
    }
  }

  // MARK: readers

  /// What the caller sees, and from now on has read.
  package func read(caller: Caller) async throws -> [ReadAnnouncement] {
    let shown = try await ledger.engine.read { try store(caller).visible(to: caller.accountID, in: $0) }
    guard shown.contains(where: { !$0.isRead }) else { return shown }
    let now = ledger.clock.now
    try await ledger.engine.write { try store(caller).markRead(by: caller.accountID, at: now, in: $0) }
    return shown
  }

  /// For the badge.
  package func unread(caller: Caller) async throws -> Int {
    try await ledger.engine.read { try store(caller).unread(by: caller.accountID, in: $0) }
  }

  private func store(_ caller: Caller) -> AnnouncementStore { AnnouncementStore(tenantID: caller.tenantID) }

  private static func requireOperator(_ caller: Caller) throws(IdentityError) {
    guard caller.platformRoles.contains(.operator_) else { throw IdentityError(.notPermitted) }
  }

  private func record(
    _ kind: String, _ id: ID<Announcement>, _ caller: Caller, at now: Instant, in connection: any SQLConnection
  ) throws {
    try EventStore().append(
      [
        Event(
          id: ledger.random.id(at: now), tenantID: caller.tenantID, at: now, actor: caller.actor, scene: caller.scene,
          subject: Event.Subject(kind: "announcement", id: id.description), kind: kind, facts: [])
      ], in: connection)
  }
}
