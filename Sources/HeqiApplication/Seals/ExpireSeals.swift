import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Ends seals past their term and closes grants past theirs, with a line in the seal's log and a message to the owner
/// (E-10). What has ended is refused at use in any case (`SealPolicy`); this is the record of it.
package struct ExpireSeals: Sendable {
  private let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  /// Up to 100 seals and 100 grants, each in its own transaction; returns how many.
  package func callAsFunction() async throws -> Int {
    let now = ledger.clock.now
    let seals = try await ledger.engine.read { try SealStore.ended(by: now, in: $0) }
    let grants = try await ledger.engine.read { try PowerOfAttorneyStore.endedGrants(by: now, in: $0) }
    var count = 0
    var failure: (any Error)?
    for seal in seals {
      do { count += try await end(seal, at: now) ? 1 : 0 } catch { failure = error }
    }
    for grant in grants {
      do { count += try await end(grant.grant, tenantID: grant.tenantID, at: now) ? 1 : 0 } catch { failure = error }
    }
    // One that cannot be ended must not keep the others alive.
    if count == 0, let failure { throw failure }
    return count
  }

  private func end(_ listed: Seal, at now: Instant) async throws -> Bool {
    let vault = try await ledger.open(listed.tenantID)
    let seals = SealStore(tenantID: listed.tenantID)
    return try await ledger.engine.write { connection in
      guard let seal = try seals.find(listed.id, in: connection), SealLifecycle.next(.expire, seal.status) != nil,
        let end = seal.expiresAt, end <= now
      else { return false }
      let (expired, draft) = try SealLifecycle.apply(.expire, to: seal)
      try seals.save(expired, in: connection)
      try record(draft, of: seal, at: now, in: connection)
      try tell(
        try people(of: seal, vault, in: connection), "seal-expired:\(seal.id)",
        Bilingual(
          "【合契】您的印章「\(seal.kind.label.chinese)」已到期，不能再用于签署；已签署的合同不受影响。",
          "[Heqi] Your seal “\(seal.kind.label.english)” has expired and can no longer sign. Contracts already signed are not affected."),
        vault, now, connection)
      return true
    }
  }

  private func end(_ grant: SealGrant, tenantID: String, at now: Instant) async throws -> Bool {
    let vault = try await ledger.open(tenantID)
    let (seals, powers) = (SealStore(tenantID: tenantID), PowerOfAttorneyStore(tenantID: tenantID))
    return try await ledger.engine.write { connection in
      guard try powers.noteEnd(of: grant.id, at: now, in: connection), let seal = try seals.find(grant.sealID, in: connection)
      else { return false }
      // A grant that was revoked or made void before ended with its own line then.
      guard grant.state(for: seal, at: now) == .ended else { return true }
      let power = try powers.find(grant.powerID, of: grant.organizationID, in: connection)
      try record(
        EventDraft(
          SealLog.grantEnded, by: .system,
          [
            .init("sealKind", seal.kind.rawValue), .init("grantee", Mask.name(power?.granteeName ?? "")),
            .init("until", grant.validUntil.shortText),
          ]), of: seal, at: now, in: connection)
      try tell(
        try attorney(power, vault, in: connection), "grant-ended:\(grant.id)",
        Bilingual(
          "【合契】您对印章「\(seal.kind.label.chinese)」的用印授权已到期。需要继续使用时，请法定代表人重新签署授权委托书。",
          "[Heqi] Your right to use the seal “\(seal.kind.label.english)” has ended. Ask the legal representative to sign a new power of attorney."),
        vault, now, connection)
      return true
    }
  }

  private func record(_ draft: EventDraft, of seal: Seal, at now: Instant, in connection: any SQLConnection) throws {
    try EventStore().append(
      ledger.events([draft], tenantID: seal.tenantID, subject: seal.subject, actor: .system, scene: .system, at: now),
      in: connection)
  }

  /// The person, or the legal representatives of the company.
  private func people(of seal: Seal, _ vault: TenantVault, in connection: any SQLConnection) throws -> [Account] {
    let accounts = AccountStore(vault: vault)
    switch seal.owner {
    case .person(let id): return try accounts.find(id, in: connection).map { [$0] } ?? []
    case .organization(let id):
      let members = try MembershipStore(vault: vault).list(.legalRep, of: id, in: connection)
      return try members.compactMap(\.accountID).compactMap { try accounts.find($0, in: connection) }
    }
  }

  private func attorney(
    _ power: PowerOfAttorney?, _ vault: TenantVault, in connection: any SQLConnection
  ) throws -> [Account] {
    guard let power, let member = try MembershipStore(vault: vault).find(power.granteeID, of: power.organizationID, in: connection),
      member.isActive, let id = member.accountID
    else { return [] }
    return try AccountStore(vault: vault).find(id, in: connection).map { [$0] } ?? []
  }

  private func tell(
    _ people: [Account], _ key: String, _ text: Bilingual, _ vault: TenantVault, _ now: Instant,
    _ connection: any SQLConnection
  ) throws {
    let outbox = MessageOutbox(vault: vault, random: ledger.random)
    for person in people {
      try outbox.sms(
        to: Sensitive(person.mobile.text), text: text.text(in: person.language), notice: NoticeAddress(.seal, to: person.id), key: "\(key):\(person.id)", at: now,
        in: connection)
    }
  }
}
