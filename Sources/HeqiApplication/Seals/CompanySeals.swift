import Graphics
package import HeqiDomain
import HeqiPorts
package import HeqiSQL
import HeqiStorage

/// What the platform does with a company's seals by itself: the default set when its verification succeeds (B-15,
/// F-045), and the end of every seal that bears a name the company no longer has (E-10).
package struct CompanySeals: Sendable {
  private let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  /// Pictures of the default set, drawn outside any transaction. Kinds that the fonts cannot draw are left out; the
  /// company then uploads a picture.
  package func drawings(of organization: Organization) -> [SealKind: CompanySealDrawing] {
    var drawings: [SealKind: CompanySealDrawing] = [:]
    for kind in SealKind.defaults {
      let name = kind == .legalRepSeal ? organization.legalRepresentative : organization.name
      guard let drawing = try? SealDesign.standard(kind, name: name).drawing() else { continue }
      drawings[kind] = CompanySealDrawing(
        name: name, drawing: SealDrawing(pdf: drawing.pdf(), svg: drawing.svg()), width: drawing.width,
        height: drawing.height)
    }
    return drawings
  }

  /// Inside the transaction that verifies or renames the company: cancels seals in another name, and makes those of the
  /// default set that it does not have. Safe to repeat.
  package func renew(
    _ organization: Organization, _ drawings: [SealKind: CompanySealDrawing], scene: Scene, at now: Instant,
    in connection: any SQLConnection
  ) throws {
    let seals = SealStore(tenantID: organization.tenantID)
    let present = try seals.list(of: .organization(organization.id), in: connection)
    for seal in present where seal.name != name(on: seal.kind, organization) {
      guard SealLifecycle.next(.cancel, seal.status) != nil else { continue }
      let (cancelled, event) = try SealLifecycle.apply(.cancel, to: seal, because: .ownerRenamed)
      try seals.save(cancelled, in: connection)
      try record(event, about: seal.subject, organization, scene, now, connection)
    }
    let kept = Set(present.filter { $0.name == name(on: $0.kind, organization) && $0.status != .cancelled }.map(\.kind))
    for (index, kind) in SealKind.defaults.enumerated() where !kept.contains(kind) {
      guard let made = drawings[kind] else { continue }
      // A microsecond apart, so that lists keep the customary order.
      let createdAt = now.adding(.microseconds(index))
      let seal = Seal(
        id: ledger.random.id(at: now), tenantID: organization.tenantID, owner: .organization(organization.id),
        kind: kind, name: made.name, status: .active, isDefault: kind == .companySeal, widthMM: made.width,
        heightMM: made.height, createdAt: createdAt)
      try seals.insert(seal, drawing: made.drawing, in: connection)
      let event = EventDraft(
        SealLog.made, by: .system, [.init("sealKind", kind.rawValue), .init("sealStatus", seal.status.rawValue)])
      try record(event, about: seal.subject, organization, scene, now, connection)
    }
  }

  private func name(on kind: SealKind, _ organization: Organization) -> String {
    kind == .legalRepSeal ? organization.legalRepresentative : organization.name
  }

  private func record(
    _ draft: EventDraft, about subject: Event.Subject, _ organization: Organization, _ scene: Scene, _ now: Instant,
    _ connection: any SQLConnection
  ) throws {
    try EventStore().append(
      ledger.events([draft], tenantID: organization.tenantID, subject: subject, actor: .system, scene: scene, at: now),
      in: connection)
  }
}

/// A default seal as it was drawn.
package struct CompanySealDrawing: Equatable, Sendable {
  package let name: String
  package let drawing: SealDrawing
  /// Millimetres.
  package let width: Double
  package let height: Double
}
