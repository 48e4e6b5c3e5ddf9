internal import HeqiApplication
internal import HeqiDomain
internal import HeqiProviders
internal import HeqiStorage

/// The vendors of a port as the command line prints them.
package struct VendorSummary: Sendable {
  package let port: String
  /// In the order in force.
  package let places: [(name: String, isOn: Bool)]
  package let revision: Int
  /// When, who and why, newest first.
  package let history: [String]
}

extension Administration {
  /// Ports that have vendors.
  package func listVendors() async throws -> [VendorSummary] {
    try await withSwitch { vendors in
      try await vendors.boards().map { board in
        VendorSummary(
          port: board.port.rawValue, places: board.places.map { ($0.name, $0.isOn) }, revision: board.revision,
          history: board.history.map { plan in
            let off = plan.off.isEmpty ? "" : "  off: \(plan.off.sorted().joined(separator: ","))"
            return "\(plan.changedAt.utcText)  \(plan.order.joined(separator: ","))\(off)  \(plan.changedBy)  \(plan.reason)"
          })
      }
    }
  }

  /// Puts vendors of a port first, in this order, and turns some off; counts at once on every node. - Throws: a text that
  /// names the option at fault.
  package func setVendors(_ port: String, order: [String], off: [String], reason: String) async throws {
    guard let port = VendorPort(rawValue: port) else {
      throw ConfigurationError("\(port): choose among \(VendorPort.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    do {
      try await withSwitch { vendors in
        guard let board = try await vendors.boards().first(where: { $0.port == port }) else {
          throw ConfigurationError("\(port.rawValue): no vendor is configured; set \(port.rawValue)-vendor-urls")
        }
        let rest = board.places.map(\.name).filter { !order.contains($0) }
        try await vendors.change(port, order: order + rest, off: Set(off), seen: board.revision, reason: reason)
      }
    } catch let error as VendorError {
      throw ConfigurationError(error.message.english)
    }
  }

  private func withSwitch<T>(_ body: (SwitchVendors) async throws -> T) async throws -> T {
    let configured = Dictionary(uniqueKeysWithValues: VendorPort.allCases.map { ($0, vendorNames($0)) })
    return try await withData { data in
      _ = try await HeqiMigrations.run(on: data.engine, at: SystemClock().now)
      return try await body(
        SwitchVendors(engine: data.engine, clock: SystemClock(), random: SystemRandom(), configured: configured, links: []))
    }
  }
}
