package import HeqiDomain
package import HeqiSQL

/// Statements over `sms_receipt`.
enum SMSReceiptSQL {
  static let insert = """
    INSERT INTO sms_receipt (tenant_id, message_key, vendor, vendor_number, taken_at_us) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (tenant_id, message_key) DO NOTHING
    """
  static let select = "SELECT vendor, vendor_number FROM sms_receipt WHERE tenant_id = $1 AND message_key = $2"
  /// The first report of a message stays; uses `sms_receipt_by_number`.
  static let report = """
    UPDATE sms_receipt SET reported_at_us = $3, is_delivered = $4, report_reason = $5
    WHERE vendor = $1 AND vendor_number = $2 AND reported_at_us IS NULL
    """
  /// Uses `sms_receipt_by_report`.
  static let countReports = """
    SELECT is_delivered, COUNT(*) AS number FROM sms_receipt WHERE vendor = $1 AND reported_at_us >= $2 GROUP BY is_delivered
    """
  /// Uses `sms_receipt_by_report`.
  static let lastFailure = """
    SELECT report_reason FROM sms_receipt WHERE vendor = $1 AND reported_at_us >= $2 AND is_delivered = 0
    ORDER BY reported_at_us DESC LIMIT 1
    """
}

/// Which vendor took which message of a tenant (H-05); neither number nor text.
package struct SMSReceiptStore: Sendable {
  private let tenant: SQLValue

  package init(tenantID: String) { tenant = .text(tenantID) }

  /// The first receipt of a key stays.
  package func insert(
    _ key: String, vendor: String, number: String, at now: Instant, in connection: any SQLConnection
  ) throws {
    try connection.execute(SMSReceiptSQL.insert, [tenant, .text(key), .text(vendor), .text(number), SQLValue(now)])
  }

  /// Of whichever tenant the message was. False for a message that is not here, or was reported before.
  package static func report(
    vendor: String, number: String, isDelivered: Bool, reason: String, at now: Instant, in connection: any SQLConnection
  ) throws -> Bool {
    try connection.execute(
      SMSReceiptSQL.report, [.text(vendor), .text(number), SQLValue(now), .integer(isDelivered ? 1 : 0), .text(reason)]) > 0
  }

  /// Reports of one vendor since a time, over all tenants.
  package static func reports(of vendor: String, since: Instant, in connection: any SQLConnection) throws -> SMSReportCounts {
    let values: [SQLValue] = [.text(vendor), SQLValue(since)]
    var counts = SMSReportCounts()
    for row in try connection.query(SMSReceiptSQL.countReports, values) {
      if try row.bool("is_delivered") { counts.delivered = try row.int("number") } else { counts.failed = try row.int("number") }
    }
    if counts.failed > 0 { counts.lastFailure = try connection.first(SMSReceiptSQL.lastFailure, values)?.text("report_reason") }
    return counts
  }

  package func find(_ key: String, in connection: any SQLConnection) throws -> (vendor: String, number: String)? {
    try connection.first(SMSReceiptSQL.select, [tenant, .text(key)]).map {
      (try $0.text("vendor"), try $0.text("vendor_number"))
    }
  }
}
