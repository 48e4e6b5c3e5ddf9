package import HeqiDomain
package import HeqiPorts
package import HeqiSQL
import HeqiStorage

/// The vendors of one port as an operator sees them.
package struct VendorBoard: Sendable {
  package struct Place: Sendable {
    package let name: String
    package let isOn: Bool
    /// Of this node; nil on the command line, which has no breakers.
    package let state: VendorBreaker.State?
    package let counts: VendorLink.Counts?
    /// Of the last day and all nodes, where the vendor has reported.
    package let reports: SMSReportCounts?
  }

  package let port: VendorPort
  /// In the order in force.
  package let places: [Place]
  package let revision: Int
  /// Changes, newest first.
  package let history: [VendorPlan]
}

/// Changes the order of vendors and turns them on and off while everything runs; each change is kept with its reason (M-035).
package struct SwitchVendors: Sendable {
  private static let historyMax = 10

  private let engine: any SQLEngine
  private let clock: any WallClock
  private let random: any RandomSource
  /// Names in the order of the settings.
  private let configured: [VendorPort: [String]]
  private let links: [VendorLink]

  /// - Parameter links: of the running chains; none on the command line.
  package init(
    engine: any SQLEngine, clock: any WallClock, random: any RandomSource, configured: [VendorPort: [String]], links: [VendorLink]
  ) {
    self.engine = engine
    self.clock = clock
    self.random = random
    self.configured = configured
    self.links = links
  }

  /// Ports that have vendors. Throws `IdentityError` `.notPermitted` to anybody but operators and auditors.
  package func boards(caller: Caller) async throws -> [VendorBoard] {
    guard !caller.platformRoles.isDisjoint(with: [.operator_, .auditor]) else { throw IdentityError(.notPermitted) }
    return try await boards()
  }

  /// From the command line: whoever can read the data folder may.
  package func boards() async throws -> [VendorBoard] {
    let since = clock.now.adding(.seconds(0) - TakeSMSReports.span)
    return try await engine.read { connection in
      try VendorPort.allCases.compactMap { port in
        guard let names = configured[port], !names.isEmpty else { return nil }
        let history = try VendorPlanStore().history(port, limit: Self.historyMax, in: connection)
        let places = try VendorPlan.ranked(names, by: history.first).map { name in
          let link = links.first { $0.port == port && $0.name == name }
          return VendorBoard.Place(
            name: name, isOn: !(history.first?.off.contains(name) ?? false), state: link?.state, counts: link?.counts,
            reports: port == .sms ? try SMSReceiptStore.reports(of: name, since: since, in: connection) : nil)
        }
        return VendorBoard(port: port, places: places, revision: history.first?.revision ?? 0, history: history)
      }
    }
  }

  /// Throws `VendorError`, `IdentityError` `.notPermitted`.
  package func change(
    _ port: VendorPort, order: [String], off: Set<String>, seen: Int, reason: String, caller: Caller
  ) async throws {
    guard caller.platformRoles.contains(.operator_) else { throw IdentityError(.notPermitted) }
    try await change(port, order: order, off: off, seen: seen, reason: reason, by: caller.backOfficeActor, from: caller.scene, tenantID: caller.tenantID)
  }

  /// From the command line. Throws `VendorError`.
  package func change(
    _ port: VendorPort, order: [String], off: Set<String>, seen: Int, reason: String, by actor: Actor = .system,
    from scene: Scene = .system, tenantID: String = Tenant.main
  ) async throws {
    let now = clock.now
    try await engine.write { connection in
      let store = VendorPlanStore()
      let plan = try VendorPlan.changed(
        port, from: store.current(port, in: connection), seen: seen, order: order, off: off, configured: configured[port] ?? [],
        reason: reason, by: actor.maskedName, at: now)
      try store.insert(plan, in: connection)
      try EventStore().append(
        [
          Event(
            id: random.id(at: now), tenantID: tenantID, at: now, actor: actor, scene: scene,
            subject: Event.Subject(kind: "vendors", id: port.rawValue), kind: "vendors.switched",
            facts: [
              .init("order", plan.order.joined(separator: " ")), .init("off", plan.off.sorted().joined(separator: " ")),
              .init("reason", plan.reason), .init("revision", String(plan.revision)),
            ])
        ], in: connection)
    }
  }
}
