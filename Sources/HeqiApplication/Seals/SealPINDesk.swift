package import HeqiDomain
package import HeqiPorts
package import HeqiSQL
import HeqiStorage

/// 签章密码: set, changed and asked for (F-062, B-17). Hashed with scrypt beside the passwords, five wrong tries lock it.
package struct SealPINDesk: Sendable {
  private let engine: any SQLEngine
  private let clock: any WallClock
  private let random: any RandomSource
  private let hasher: PasswordHasher

  package init(engine: any SQLEngine, clock: any WallClock, random: any RandomSource, hasher: PasswordHasher) {
    self.engine = engine
    self.clock = clock
    self.random = random
    self.hasher = hasher
  }

  /// Sets the PIN, or changes it; then every open grant of the seal ends (B-17). Whoever may stop a seal may set its PIN.
  ///
  /// - Parameter old: the present PIN; not asked for the first one.
  /// - Throws: `SealError` `.pinWeak`, `.pinWrong`, `.pinLocked`, `.notOwner`, `.unknown`.
  package func set(_ typed: Sensitive<String>, old: Sensitive<String>?, of id: ID<Seal>, caller: Caller) async throws -> Seal {
    let keeper = try SealKeeper(caller)
    guard keeper.mayEnable else { throw SealError.notOwner }
    let seals = SealStore(tenantID: caller.tenantID)
    let digits = try SealPIN.check(typed)
    _ = try await engine.read { try keeper.find(id, seals, in: $0) }
    try await require(old, of: id, caller: caller, field: "oldPIN")
    let now = clock.now
    let credential = try await hasher.credential(for: caller.accountID, secret: digits, at: now)
    return try await engine.write { connection in
      let seal = try keeper.find(id, seals, in: connection)
      let hadPIN = try seals.pin(of: id, in: connection) != nil
      // The first PIN narrows a right that was given without one: those grants end as well.
      let (changed, draft) = try SealLifecycle.apply(.changePIN, to: seal)
      let ended = try PowerOfAttorneyStore(tenantID: caller.tenantID).grants(of: id, in: connection).count {
        $0.state(for: seal, at: now) == .inForce || $0.state(for: seal, at: now) == .upcoming
      }
      try seals.save(changed, in: connection)
      try seals.save(SealPIN(credential: credential), of: id, in: connection)
      let event = EventDraft(
        draft.kind, by: .caller,
        [.init("sealKind", seal.kind.rawValue), .init("grantsEnded", String(ended)), .init("first", hadPIN ? "no" : "yes")])
      try record(event, seal, caller, at: now, in: connection)
      return changed
    }
  }

  /// Passes when the seal has no PIN, or when this is it. A wrong try is counted in a transaction of its own.
  ///
  /// Throws `SealError` `.pinMissing`, `.pinWrong`, `.pinLocked`.
  package func require(_ typed: Sensitive<String>?, of id: ID<Seal>, caller: Caller, field: String = "pin") async throws {
    let seals = SealStore(tenantID: caller.tenantID)
    guard let pin = try await engine.read({ try seals.pin(of: id, in: $0) }) else { return }
    guard let typed, !typed.reveal().isEmpty else {
      throw SealError(.pinMissing, Bilingual("请输入这枚印章的签章密码。", "Enter this seal's PIN."), field: field)
    }
    guard !pin.isLocked(at: clock.now) else { throw Self.locked(field) }
    let isRight = try await hasher.verify(Sensitive(Array(typed.reveal().utf8)), pin.credential)
    let after = try await count(isRight, pin, id, seals, caller)
    if isRight { return }
    if after.isLocked(at: clock.now) { throw Self.locked(field) }
    let left = SealPIN.triesMax - after.wrongTries
    throw SealError(
      .pinWrong, Bilingual("签章密码不对，还可以试 \(left) 次。", "That is not the PIN. \(left) tries are left."), field: field)
  }

  /// Counts the try on the PIN as it stands now: rivals cannot share a try.
  private func count(
    _ isRight: Bool, _ seen: SealPIN, _ id: ID<Seal>, _ seals: SealStore, _ caller: Caller
  ) async throws -> SealPIN {
    let now = clock.now
    return try await engine.write { connection in
      guard let present = try seals.pin(of: id, in: connection), present.credential == seen.credential,
        !present.isLocked(at: now)
      else { throw Self.locked("pin") }
      let after = present.tried(isRight, at: now)
      if after != present { try seals.save(after, of: id, in: connection) }
      if !isRight, let seal = try seals.find(id, in: connection) {
        let kind = after.isLocked(at: now) ? SealLog.pinLocked : SealLog.pinWrong
        try record(
          EventDraft(kind, by: .caller, [.init("sealKind", seal.kind.rawValue)]), seal, caller, at: now, in: connection)
      }
      return after
    }
  }

  private func record(
    _ draft: EventDraft, _ seal: Seal, _ caller: Caller, at now: Instant, in connection: any SQLConnection
  ) throws {
    let event = draft.event(
      id: random.id(at: now), tenantID: caller.tenantID, at: now, caller: caller.actor, scene: caller.scene,
      subject: seal.subject)
    try EventStore().append([event], in: connection)
  }

  private static func locked(_ field: String) -> SealError {
    SealError(
      .pinLocked,
      Bilingual(
        "签章密码连续输错 5 次，已锁定 30 分钟。", "The PIN was wrong five times and is locked for 30 minutes."),
      field: field)
  }
}
