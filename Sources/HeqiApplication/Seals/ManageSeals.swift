package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// The caller's seals (F-045).
package struct ListSeals: Sendable {
  private let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  /// Oldest first.
  package func callAsFunction(caller: Caller) async throws -> [Seal] {
    let seals = SealStore(tenantID: caller.tenantID)
    return try await ledger.engine.read { try seals.list(ownedBy: caller.accountID, in: $0) }
  }
}

/// The drawing of one of the caller's seals.
package struct ReadSealDrawing: Sendable {
  private let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  /// - Throws: `SealError` `.unknown` for another person's too.
  package func callAsFunction(_ id: ID<Seal>, caller: Caller) async throws -> SealDrawing {
    let seals = SealStore(tenantID: caller.tenantID)
    let found = try await ledger.engine.read { connection -> SealDrawing? in
      guard let seal = try seals.find(id, in: connection), seal.ownerID == caller.accountID else { return nil }
      return try seals.drawing(id, in: connection)
    }
    guard let found else { throw Self.unknown }
    return found
  }

  static var unknown: SealError {
    SealError(.unknown, Bilingual("没有找到这枚印章。", "There is no such seal."))
  }
}

/// Suspends, resumes or cancels one of the caller's seals (F-048, E-10).
package struct ChangeSeal: Sendable {
  private let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  /// - Throws: `SealError` `.unknown`, `.wrongStatus`, `.notOwner` for commands that are the platform's.
  package func callAsFunction(_ command: SealCommand, _ id: ID<Seal>, caller: Caller) async throws -> Seal {
    guard [.suspend, .resume, .cancel].contains(command) else {
      throw SealError(.notOwner, Bilingual("这项操作由平台执行。", "The platform does this by itself."))
    }
    let now = ledger.clock.now
    let seals = SealStore(tenantID: caller.tenantID)
    return try await ledger.engine.write { connection in
      guard let seal = try seals.find(id, in: connection), seal.ownerID == caller.accountID else {
        throw ReadSealDrawing.unknown
      }
      let (changed, draft) = try SealLifecycle.apply(command, to: seal)
      try seals.save(changed, in: connection)
      try EventStore().append(
        ledger.events(
          [draft], tenantID: caller.tenantID, subject: seal.subject, actor: caller.actor, scene: caller.scene, at: now),
        in: connection)
      return changed
    }
  }
}
