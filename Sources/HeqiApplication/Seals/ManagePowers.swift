package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
package import Office

/// The papers of the caller's company: the legal representative sees all, others those that trust them.
package struct ListPowers: Sendable {
  private let desk: PowerDesk

  package init(desk: PowerDesk) { self.desk = desk }

  /// Newest first; at most 200.
  package func callAsFunction(caller: Caller) async throws -> [PowerOfAttorney] {
    guard let standing = caller.mode.standing else { throw SealError.notOwner }
    let seesAll = caller.permits(.sealGrant)
    return try await desk.ledger.engine.read { connection in
      try PowerOfAttorneyStore(tenantID: caller.tenantID).list(of: standing.organizationID, in: connection)
        .filter { seesAll || $0.granteeID == standing.membershipID }
    }
  }
}

/// One paper: what it says, its file, its pages as pictures.
package struct ReadPower: Sendable {
  private let desk: PowerDesk
  private let renderer: PageRenderer

  package init(desk: PowerDesk, renderer: PageRenderer) {
    self.desk = desk
    self.renderer = renderer
  }

  /// Throws `SealError` `.unknown` for another company's, and for another person's without the right to see all.
  package func callAsFunction(_ id: ID<PowerOfAttorney>, caller: Caller) async throws -> PowerOfAttorney {
    try await desk.ledger.engine.read { try desk.find(id, caller, in: $0) }
  }

  /// The signed file, or the draft before.
  package func file(_ id: ID<PowerOfAttorney>, caller: Caller) async throws -> [UInt8] {
    let power = try await self(id, caller: caller)
    return try await desk.read(power, tenantID: caller.tenantID, isSigned: power.signedDigest != nil)
  }

  package func pageCount(_ id: ID<PowerOfAttorney>, caller: Caller) async throws -> Int {
    try PageGeometry.sizes(of: await file(id, caller: caller)).count
  }

  /// A JPEG of a page, from 1.
  package func page(_ number: Int, of id: ID<PowerOfAttorney>, caller: Caller) async throws -> [UInt8] {
    let bytes = try await file(id, caller: caller)
    do {
      return try await renderer.image(of: bytes, page: number, width: 1240)
    } catch where error.code == .pageOutOfRange {
      throw PowerDesk.unknown
    }
  }
}

/// Takes a paper back: a draft is thrown away, a signed one is revoked with its grants (F-047).
package struct RevokePower: Sendable {
  private let desk: PowerDesk

  package init(desk: PowerDesk) { self.desk = desk }

  /// Throws `SealError` `.notOwner`, `.unknown`, `.powerClosed`.
  package func callAsFunction(_ id: ID<PowerOfAttorney>, caller: Caller) async throws -> PowerOfAttorney {
    try desk.requireGranting(caller)
    let now = desk.ledger.clock.now
    return try await desk.ledger.engine.write { connection in
      let power = try desk.find(id, caller, in: connection)
      let command: PowerOfAttorney.Command = power.status == .drafted ? .discard : .revoke
      let ended = try power.applying(command, at: now)
      let powers = PowerOfAttorneyStore(tenantID: caller.tenantID)
      try powers.save(ended, in: connection)
      try powers.revokeGrants(of: id, at: now, in: connection)
      let kind = command == .discard ? SealLog.powerDiscarded : SealLog.powerRevoked
      try desk.record(
        EventDraft(kind, by: .caller, PowerDesk.facts(power)), about: power, caller, at: now, in: connection)
      return ended
    }
  }
}
