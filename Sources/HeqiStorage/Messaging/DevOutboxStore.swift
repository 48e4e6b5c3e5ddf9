package import HeqiDomain
package import HeqiSQL

/// Statements over `dev_outbox`.
enum DevOutboxSQL {
  static let insert = """
    INSERT INTO dev_outbox (id, at_us, channel, recipient, subject, body, code, dedup_key)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (channel, dedup_key) DO NOTHING
    """
  /// Newest first; uses `dev_outbox_by_time`.
  static let select = """
    SELECT id, at_us, channel, recipient, subject, body, code FROM dev_outbox ORDER BY at_us DESC, id DESC LIMIT $1
    """
}

/// One message of the evaluation outbox, as `/dev/outbox.json` shows it.
package struct DevOutboxMessage: Equatable, Sendable {
  package let id: String
  package let at: Instant
  /// `sms` or `mail`.
  package let channel: String
  package let to: String
  package let subject: String
  package let body: String
  package let code: String?

  package init(id: String, at: Instant, channel: String, to: String, subject: String, body: String, code: String?) {
    self.id = id
    self.at = at
    self.channel = channel
    self.to = to
    self.subject = subject
    self.body = body
    self.code = code
  }
}

/// Evaluation mode only: messages are shown instead of sent.
package struct DevOutboxStore: Sendable {
  package init() {}

  /// Adds a message once per channel and `dedupKey`.
  package func append(_ message: DevOutboxMessage, dedupKey: String, in connection: any SQLConnection) throws {
    try connection.execute(
      DevOutboxSQL.insert,
      [
        .text(message.id), SQLValue(message.at), .text(message.channel), .text(message.to), .text(message.subject),
        .text(message.body), SQLValue(message.code), .text(dedupKey),
      ])
  }

  /// The latest messages, newest first; at most 500.
  package func list(limit: Int = 200, in connection: any SQLConnection) throws -> [DevOutboxMessage] {
    try connection.query(DevOutboxSQL.select, [SQLValue(max(1, min(500, limit)))]).map { row in
      DevOutboxMessage(
        id: try row.text("id"), at: try row.instant("at_us"), channel: try row.text("channel"),
        to: try row.text("recipient"), subject: try row.text("subject"), body: try row.text("body"),
        code: try row.optionalText("code"))
    }
  }
}
