package import HeqiDomain
package import HeqiSQL

/// Statements over `vendor_plan`.
enum VendorPlanSQL {
  private static let columns = "port, revision, vendor_order, vendors_off, reason, changed_by, changed_at_us"
  static let insert = "INSERT INTO vendor_plan (\(columns)) VALUES ($1, $2, $3, $4, $5, $6, $7)"
  /// Newest first.
  static let select = "SELECT \(columns) FROM vendor_plan WHERE port = $1 ORDER BY revision DESC LIMIT $2"
}

/// Orders of vendors, for the whole platform; rows are only ever added, so every change stays told (M-035).
package struct VendorPlanStore: Sendable {
  package init() {}

  /// The one in force; nil where nobody changed anything.
  package func current(_ port: VendorPort, in connection: any SQLConnection) throws -> VendorPlan? {
    try history(port, limit: 1, in: connection).first
  }

  /// Newest first.
  package func history(_ port: VendorPort, limit: Int, in connection: any SQLConnection) throws -> [VendorPlan] {
    try connection.query(VendorPlanSQL.select, [.text(port.rawValue), SQLValue(limit)]).map { row in
      VendorPlan(
        port: try row.choice("port"), order: Self.names(try row.text("vendor_order")), off: Set(Self.names(try row.text("vendors_off"))),
        reason: try row.text("reason"), changedBy: try row.text("changed_by"), changedAt: try row.instant("changed_at_us"),
        revision: try row.int("revision"))
    }
  }

  /// Throws `VendorError` `.staleRevision` when somebody was faster; the transaction must then be given up.
  package func insert(_ plan: VendorPlan, in connection: any SQLConnection) throws {
    do {
      try connection.execute(
        VendorPlanSQL.insert,
        [
          .text(plan.port.rawValue), SQLValue(plan.revision), .text(plan.order.joined(separator: " ")),
          .text(plan.off.sorted().joined(separator: " ")), .text(plan.reason), .text(plan.changedBy), SQLValue(plan.changedAt),
        ])
    } catch {
      guard error.code == .uniqueViolation else { throw error }
      throw VendorError(.staleRevision)
    }
  }

  private static func names(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
}
