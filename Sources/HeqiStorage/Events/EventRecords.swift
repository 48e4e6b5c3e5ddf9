package import HeqiSQL
import HeqiDomain

/// Looks through all records at once: every subject's hash chain, and what the transparency log holds of them (drill 13).
package struct EventRecords: Sendable {
  static let pageCount = 200
  /// Findings named at most; more of them say no more.
  static let findingsMax = 100

  package struct Report: Equatable, Sendable {
    package var chainCount = 0
    /// What does not fit, each in words for an operator.
    package var faults: [String] = []

    package init() {}
  }

  private struct Place: Sendable {
    var tenantID = ""
    var kind = ""
    var id = ""

    init() {}

    init(_ row: SQLRow) throws {
      tenantID = try row.text("tenant_id")
      kind = try row.text("subject_kind")
      id = try row.text("subject_id")
    }
  }

  private let engine: any SQLEngine

  package init(engine: any SQLEngine) { self.engine = engine }

  /// Reads everything once; stops between subjects when the task is cancelled.
  package func check() async throws -> Report {
    var report = Report()
    var last = Place()
    while true {
      try Task.checkCancellation()
      let after = last
      let places = try await engine.read { connection in
        try connection.query(
          EventRecordsSQL.heads, [.text(after.tenantID), .text(after.kind), .text(after.id), SQLValue(Self.pageCount)]
        ).map { try Place($0) }
      }
      for place in places {
        last = place
        report.chainCount += 1
        if let sequence = try await fault(of: place) { report.faults.append("\(place.kind) \(place.id): event \(sequence)") }
      }
      if places.count < Self.pageCount { break }
    }
    report.faults += try await engine.read { connection in
      try connection.query(EventRecordsSQL.headless, [SQLValue(Self.findingsMax)]).map { row in
        let place = try Place(row)
        return "\(place.kind) \(place.id): the head of its chain is missing"
      } + connection.query(EventRecordsSQL.strayLeaves, [SQLValue(Self.findingsMax)]).map { row in
        "leaf \(try row.integer("leaf_index")) of the log: its event is missing or was changed"
      }
    }
    return report
  }

  private func fault(of place: Place) async throws -> Int64? {
    let subject = Event.Subject(kind: place.kind, id: place.id)
    let finding = try await engine.read { try EventStore().verifyChain(of: subject, tenantID: place.tenantID, in: $0) }
    guard case .broken(let sequence) = finding else { return nil }
    return sequence
  }
}

/// Statements that go through all records.
enum EventRecordsSQL {
  static let heads = """
    SELECT tenant_id, subject_kind, subject_id FROM event_head
    WHERE (tenant_id, subject_kind, subject_id) > ($1, $2, $3)
    ORDER BY tenant_id, subject_kind, subject_id LIMIT $4
    """

  static let headless = """
    SELECT DISTINCT e.tenant_id AS tenant_id, e.subject_kind AS subject_kind, e.subject_id AS subject_id FROM event e
    WHERE NOT EXISTS (SELECT 1 FROM event_head h WHERE h.tenant_id = e.tenant_id AND h.subject_kind = e.subject_kind
      AND h.subject_id = e.subject_id)
    LIMIT $1
    """

  static let strayLeaves = """
    SELECT l.leaf_index AS leaf_index FROM log_leaf l LEFT JOIN event e ON e.tenant_id = l.tenant_id AND e.id = l.event_id
    WHERE e.id IS NULL OR e.hash <> l.entry ORDER BY l.leaf_index LIMIT $1
    """
}
