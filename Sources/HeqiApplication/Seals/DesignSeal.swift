import Graphics
package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Draws and keeps seals by parameters (F-045, F-046, E-22). The name on a seal is always its owner's verified name.
package struct DesignSeal: Sendable {
  /// Seals of one owner that are not cancelled or expired.
  static let sealsMax = 50
  private let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  /// The design's picture as SVG. Throws `SealError` `.designInvalid` with the field.
  package func preview(_ design: SealDesign) throws(SealError) -> [UInt8] { try design.drawing().svg() }

  /// A new seal of the caller or the company it acts for. What the legal representative or a person makes for
  /// themselves is active at once; what a delegate makes waits for the legal representative (table D: seal.enable).
  ///
  /// Throws `SealError` `.notVerified`, `.notOwner`, `.designInvalid`, `.tooMany`.
  package func callAsFunction(_ design: SealDesign, caller: Caller) async throws -> Seal {
    let keeper = try SealKeeper(caller)
    try keeper.requireAdding(design.kind)
    let name = try await keeper.name(for: design.kind, ledger)
    guard design.name == name else {
      throw SealError(
        .designInvalid, Bilingual("印章上的名称必须是持有人的认证名称。", "A seal bears its owner's verified name and no other."), field: "name")
    }
    let drawing = try design.drawing()
    return try await keep(
      SealDrawing(pdf: drawing.pdf(), svg: drawing.svg()), keeper: keeper, caller: caller,
      draft: .init(kind: design.kind, origin: .designed, name: name, width: drawing.width, height: drawing.height))
  }

  struct Draft: Sendable {
    let kind: SealKind
    let origin: SealOrigin
    let name: String
    let width: Double
    let height: Double
    /// Further facts of its event.
    var facts: [Event.Fact] = []
  }

  func keep(
    _ drawing: SealDrawing, keeper: SealKeeper, caller: Caller, draft: Draft,
    also: @escaping @Sendable (any SQLConnection) throws -> Void = { _ in }
  ) async throws -> Seal {
    let now = ledger.clock.now
    let seals = SealStore(tenantID: caller.tenantID)
    let id: ID<Seal> = ledger.random.id(at: now)
    return try await ledger.engine.write { connection in
      let present = try seals.list(of: keeper.owner, in: connection).filter {
        $0.status != .cancelled && $0.status != .expired
      }
      guard present.count < Self.sealsMax else {
        throw SealError(.tooMany, Bilingual("印章已有 50 枚，请先注销不用的印章。", "There are 50 seals. Cancel some that are not used."))
      }
      let seal = Seal(
        id: id, tenantID: caller.tenantID, owner: keeper.owner, kind: draft.kind, origin: draft.origin,
        name: draft.name, status: keeper.mayEnable ? .active : .pending, isDefault: present.isEmpty && keeper.mayEnable,
        widthMM: draft.width, heightMM: draft.height, createdAt: now)
      try seals.insert(seal, drawing: drawing, in: connection)
      try also(connection)
      let event = EventDraft(
        SealLog.made, by: .caller,
        [
          .init("sealKind", seal.kind.rawValue), .init("origin", seal.origin.rawValue),
          .init("sealStatus", seal.status.rawValue),
        ] + draft.facts)
      try EventStore().append(
        ledger.events(
          [event], tenantID: caller.tenantID, subject: seal.subject, actor: caller.actor, scene: caller.scene, at: now),
        in: connection)
      return seal
    }
  }
}
