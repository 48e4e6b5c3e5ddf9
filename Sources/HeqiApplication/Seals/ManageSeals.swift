package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// The seals of the caller, or of the company it acts for (F-045; table D: seal.viewAvailable).
package struct ListSeals: Sendable {
  private let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  /// Oldest first.
  package func callAsFunction(caller: Caller) async throws -> [Seal] {
    guard let keeper = try? SealKeeper(caller) else { return [] }
    let seals = SealStore(tenantID: caller.tenantID)
    return try await ledger.engine.read { try seals.list(of: keeper.owner, in: $0) }
  }
}

/// The drawing of one of the caller's seals.
package struct ReadSealDrawing: Sendable {
  private let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  /// - Throws: `SealError` `.unknown` for another's too.
  package func callAsFunction(_ id: ID<Seal>, caller: Caller) async throws -> SealDrawing {
    let keeper = try SealKeeper(caller)
    let seals = SealStore(tenantID: caller.tenantID)
    let found = try await ledger.engine.read { connection -> SealDrawing? in
      let seal = try keeper.find(id, seals, in: connection)
      return try seals.drawing(seal.id, in: connection)
    }
    guard let found else { throw SealError.unknown }
    return found
  }
}

/// Activates, suspends, resumes or cancels a seal (F-048, E-10; table D: seal.enable, seal.disable).
package struct ChangeSeal: Sendable {
  private let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  /// - Throws: `SealError` `.unknown`, `.wrongStatus`, `.notOwner` for commands that are the platform's or another's.
  package func callAsFunction(_ command: SealCommand, _ id: ID<Seal>, caller: Caller) async throws -> Seal {
    let keeper = try SealKeeper(caller)
    guard [.activate, .suspend, .resume, .cancel].contains(command), keeper.mayEnable else { throw SealError.notOwner }
    return try await change(id, keeper, caller) { seal in try SealLifecycle.apply(command, to: seal) }
  }

  /// Offers this seal first from now on.
  package func makeDefault(_ id: ID<Seal>, caller: Caller) async throws -> Seal {
    let keeper = try SealKeeper(caller)
    guard keeper.mayEnable else { throw SealError.notOwner }
    return try await change(id, keeper, caller) { seal in
      guard seal.isUsable else {
        throw SealError(
          .wrongStatus, Bilingual("只有启用的印章可以设为默认。", "Only an active seal can be the default."))
      }
      return (
        seal.asDefault(), EventDraft(SealLog.madeDefault, by: .caller, [.init("sealKind", seal.kind.rawValue)])
      )
    }
  }

  private func change(
    _ id: ID<Seal>, _ keeper: SealKeeper, _ caller: Caller,
    _ step: @escaping @Sendable (Seal) throws -> (seal: Seal, event: EventDraft)
  ) async throws -> Seal {
    let now = ledger.clock.now
    let seals = SealStore(tenantID: caller.tenantID)
    return try await ledger.engine.write { connection in
      let seal = try keeper.find(id, seals, in: connection)
      let (changed, draft) = try step(seal)
      try seals.save(changed, in: connection)
      try EventStore().append(
        ledger.events(
          [draft], tenantID: caller.tenantID, subject: seal.subject, actor: caller.actor, scene: caller.scene, at: now),
        in: connection)
      return changed
    }
  }
}
