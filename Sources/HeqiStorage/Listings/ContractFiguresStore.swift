package import HeqiDomain
package import HeqiSQL

/// Statements of the dashboard over `contract_listing`; each reads a run of one index.
enum ContractFiguresSQL {
  /// Uses `contract_listing_initiated`.
  static let initiated = """
    SELECT COUNT(*) AS number FROM contract_listing
    WHERE tenant_id = $1 AND viewer_key = $2 AND initiated_sort_us >= $3 AND initiated_sort_us < $4
    """
  /// A completed contract came into its folder when it was completed; uses `contract_listing_folder`.
  static let completed = """
    SELECT COUNT(*) AS number FROM contract_listing
    WHERE tenant_id = $1 AND viewer_key = $2 AND folder = 'completed' AND listed_at_us >= $3 AND listed_at_us < $4
    """
  /// Only live contracts have a deadline in this column; uses `contract_listing_deadline`.
  static let due = """
    SELECT COUNT(*) AS number FROM contract_listing
    WHERE tenant_id = $1 AND viewer_key = $2 AND due_sort_us >= $3 AND due_sort_us < $4
    """
  /// Of the latest $4 that ended since $3; uses `contract_listing_folder`.
  static let expired = """
    SELECT COUNT(*) AS number FROM (SELECT stage FROM contract_listing
      WHERE tenant_id = $1 AND viewer_key = $2 AND folder = 'invalid' AND listed_at_us >= $3
      ORDER BY listed_at_us DESC, contract_id DESC LIMIT $4) AS near WHERE stage = 'expired'
    """
  /// The latest $4 completed since $3; uses `contract_listing_folder`.
  static let times = """
    SELECT initiated_at_us, completed_at_us FROM contract_listing
    WHERE tenant_id = $1 AND viewer_key = $2 AND folder = 'completed' AND listed_at_us >= $3
    ORDER BY listed_at_us DESC, contract_id DESC LIMIT $4
    """
}

/// Figures of one list of contracts (F-044).
package struct ContractFiguresStore: Sendable {
  /// Completed and ended contracts that are looked at one by one.
  package static let lookedAtMax = 5_000
  private static let soon = Duration.seconds(7 * 86_400)

  private let tenant: SQLValue
  private let tenantID: String

  package init(tenantID: String) {
    self.tenantID = tenantID
    tenant = .text(tenantID)
  }

  package func figures(
    of viewer: ListViewer, at now: Instant, in connection: any SQLConnection
  ) throws -> ContractFigures {
    let viewerKey = SQLValue.text(viewer.key)
    func count(_ sql: String, _ from: Int64, _ to: Int64) throws -> Int {
      try connection.first(sql, [tenant, viewerKey, .integer(from), .integer(to)])?.int("number") ?? 0
    }
    let months = try ContractFigures.Month.last(ContractFigures.monthCount, at: now).map { month in
      var month = month
      let (start, end) = (month.start.microseconds, month.end.microseconds)
      month.initiated = try count(ContractFiguresSQL.initiated, start, end)
      month.completed = try count(ContractFiguresSQL.completed, start, end)
      return month
    }
    let since = months.first?.start.microseconds ?? now.microseconds
    let limit = Int64(Self.lookedAtMax)
    let rows = try connection.query(
      ContractFiguresSQL.times, [tenant, viewerKey, .integer(since), .integer(limit)])
    let durations = try rows.compactMap { row -> Duration? in
      guard let begin = try row.optionalInstant("initiated_at_us"), let end = try row.optionalInstant("completed_at_us")
      else { return nil }
      return end.since(begin)
    }
    let late = try count(ContractFiguresSQL.due, 0, now.microseconds)
    let expired = try count(ContractFiguresSQL.expired, since, limit)
    return ContractFigures(
      folders: try ContractListingStore(tenantID: tenantID).counts(of: viewer, in: connection), overdue: late + expired,
      dueSoon: try count(ContractFiguresSQL.due, now.microseconds, now.adding(Self.soon).microseconds),
      timeToSign: ContractFigures.TimeToSign(durations), months: months)
  }
}
