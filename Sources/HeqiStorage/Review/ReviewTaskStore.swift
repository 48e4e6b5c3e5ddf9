package import HeqiDomain
package import HeqiSQL

/// Statements over `review_task`.
enum ReviewTaskSQL {
  private static let columns = """
    tenant_id, id, kind, account_id, verification_id, opened_at_us, due_at_us, is_open, claimed_by, claimed_until_us,
    closed_by, closed_at_us, is_approved, reason, revision
    """
  static let insert = """
    INSERT INTO review_task (\(columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
    """
  static let update = """
    UPDATE review_task SET is_open = $3, claimed_by = $4, claimed_until_us = $5, closed_by = $6, closed_at_us = $7,
      is_approved = $8, reason = $9, revision = revision + 1
    WHERE tenant_id = $1 AND id = $2 AND revision = $10
    """
  static let selectOne = "SELECT \(columns) FROM review_task WHERE tenant_id = $1 AND id = $2"
  static let selectOpenOfVerification = """
    SELECT \(columns) FROM review_task WHERE tenant_id = $1 AND verification_id = $2 AND is_open = 1
    """
  /// Most urgent first, after ($2, $3); uses `review_task_by_due`.
  static let selectOpen = """
    SELECT \(columns) FROM review_task WHERE tenant_id = $1 AND is_open = 1 AND (due_at_us, id) > ($2, $3)
    ORDER BY due_at_us, id LIMIT $4
    """
  /// Due before $2, most overdue first, after ($3, $4); uses `review_task_by_due`.
  static let selectOverdue = """
    SELECT \(columns) FROM review_task
    WHERE tenant_id = $1 AND is_open = 1 AND due_at_us < $2 AND (due_at_us, id) > ($3, $4)
    ORDER BY due_at_us, id LIMIT $5
    """
  /// Newest first, before ($2, $3); uses `review_task_by_closing`.
  static let selectClosed = """
    SELECT \(columns) FROM review_task WHERE tenant_id = $1 AND is_open = 0 AND (closed_at_us, id) < ($2, $3)
    ORDER BY closed_at_us DESC, id DESC LIMIT $4
    """
  static let counts = """
    SELECT COUNT(*) AS open_count, COUNT(CASE WHEN due_at_us < $2 THEN 1 END) AS overdue_count
    FROM review_task WHERE tenant_id = $1 AND is_open = 1
    """
}

/// The review queue with its clock (F-096).
package struct ReviewTaskStore: Sendable {
  private let tenantID: String

  package init(tenantID: String) { self.tenantID = tenantID }

  package func insert(_ task: ReviewTask, in connection: any SQLConnection) throws {
    try connection.execute(
      ReviewTaskSQL.insert,
      [
        .text(tenantID), .text(task.id.description), .text(task.kind.rawValue), .text(task.accountID.description),
        .text(task.verificationID.description), SQLValue(task.openedAt), SQLValue(task.dueAt),
      ] + state(task.state) + [.integer(task.revision)])
  }

  /// Saves the state. Throws `IdentityError` `.staleRevision` when another reviewer was faster.
  @discardableResult
  package func save(_ task: ReviewTask, in connection: any SQLConnection) throws -> ReviewTask {
    let changed = try connection.execute(
      ReviewTaskSQL.update, [.text(tenantID), .text(task.id.description)] + state(task.state) + [.integer(task.revision)])
    guard changed == 1 else { throw IdentityError(.staleRevision) }
    var saved = task
    saved.revision += 1
    return saved
  }

  package func find(_ id: ID<ReviewTask>, in connection: any SQLConnection) throws -> ReviewTask? {
    try connection.first(ReviewTaskSQL.selectOne, [.text(tenantID), .text(id.description)]).map { try task($0) }
  }

  /// The one open task of a verification, if there is one.
  package func open(
    of verificationID: ID<IdentityVerification>, in connection: any SQLConnection
  ) throws -> ReviewTask? {
    try connection.first(ReviewTaskSQL.selectOpenOfVerification, [.text(tenantID), .text(verificationID.description)])
      .map { try task($0) }
  }

  /// Open tasks, most urgent first; `after` is the last of the page before.
  package func open(
    after last: ReviewTask? = nil, limit: Int = 50, in connection: any SQLConnection
  ) throws -> [ReviewTask] {
    let (due, id) = last.map { ($0.dueAt.microseconds, $0.id.description) } ?? (Int64.min, "")
    return try connection.query(
      ReviewTaskSQL.selectOpen, [.text(tenantID), .integer(due), .text(id), SQLValue(min(limit, 200))]
    ).map { try task($0) }
  }

  /// Open tasks past their time, most overdue first; `after` is the last of the page before.
  package func overdue(
    at now: Instant, after last: ReviewTask? = nil, limit: Int = 50, in connection: any SQLConnection
  ) throws -> [ReviewTask] {
    let (due, id) = last.map { ($0.dueAt.microseconds, $0.id.description) } ?? (Int64.min, "")
    return try connection.query(
      ReviewTaskSQL.selectOverdue,
      [.text(tenantID), SQLValue(now), .integer(due), .text(id), SQLValue(min(limit, 200))]
    ).map { try task($0) }
  }

  /// Closed tasks, newest first; `before` is the last of the page before.
  package func closed(
    before last: ReviewTask? = nil, limit: Int = 50, in connection: any SQLConnection
  ) throws -> [ReviewTask] {
    var at = Int64.max
    if case .decided(_, let time, _, _)? = last?.state { at = time.microseconds }
    if case .withdrawn(let time)? = last?.state { at = time.microseconds }
    return try connection.query(
      ReviewTaskSQL.selectClosed, [.text(tenantID), .integer(at), .text(last?.id.description ?? ""), SQLValue(min(limit, 200))]
    ).map { try task($0) }
  }

  /// How many are open, and how many of them are late.
  package func counts(at now: Instant, in connection: any SQLConnection) throws -> (open: Int, overdue: Int) {
    guard let row = try connection.first(ReviewTaskSQL.counts, [.text(tenantID), SQLValue(now)]) else { return (0, 0) }
    return (try row.int("open_count"), try row.int("overdue_count"))
  }

  /// is_open, claimed_by, claimed_until, closed_by, closed_at, is_approved, reason.
  private func state(_ state: ReviewState) -> [SQLValue] {
    switch state {
    case .open: [true, nil, nil, nil, nil, nil, nil]
    case .claimed(let by, let until): [true, .text(by.description), SQLValue(until), nil, nil, nil, nil]
    case .decided(let by, let at, let approved, let reason):
      [false, nil, nil, .text(by.description), SQLValue(at), SQLValue(approved), .text(reason)]
    case .withdrawn(let at): [false, nil, nil, nil, SQLValue(at), nil, nil]
    }
  }

  private func task(_ row: SQLRow) throws -> ReviewTask {
    let state: ReviewState
    if try row.bool("is_open") {
      if let by: ID<Account> = try row.optionalID("claimed_by"), let until = try row.optionalInstant("claimed_until_us") {
        state = .claimed(by: by, until: until)
      } else {
        state = .open
      }
    } else if let by: ID<Account> = try row.optionalID("closed_by"), let approved = try row.optionalBool("is_approved") {
      state = .decided(
        by: by, at: try row.instant("closed_at_us"), approved: approved, reason: try row.optionalText("reason") ?? "")
    } else {
      state = .withdrawn(at: try row.instant("closed_at_us"))
    }
    return ReviewTask(
      id: try row.id("id"), tenantID: try row.text("tenant_id"), kind: try row.choice("kind"),
      accountID: try row.id("account_id"), verificationID: try row.id("verification_id"),
      openedAt: try row.instant("opened_at_us"), dueAt: try row.instant("due_at_us"), state: state,
      revision: try row.integer("revision"))
  }
}
