package import HeqiDomain
package import HeqiSQL

/// Statements over `face_review`.
enum FaceReviewSQL {
  private static let columns = """
    tenant_id, id, check_id, consented_at_us, consent_ip, consent_agent, consent_text, front_digest, front_length, live_digest,
    live_length, opened_at_us, due_at_us, is_open, decided_by, decided_name, fault, reason, ended_at_us, revision
    """
  static let insert = """
    INSERT INTO face_review (\(columns))
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
    """
  static let update = """
    UPDATE face_review SET is_open = $3, decided_by = $4, decided_name = $5, fault = $6, reason = $7, ended_at_us = $8,
      revision = revision + 1
    WHERE tenant_id = $1 AND id = $2 AND revision = $9
    """
  static let selectOne = "SELECT \(columns) FROM face_review WHERE id = $1"
  static let selectOfCheck = """
    SELECT \(columns) FROM face_review WHERE tenant_id = $1 AND check_id = $2 ORDER BY opened_at_us DESC LIMIT 1
    """
  /// Most urgent first; uses `face_review_by_due`.
  static let selectOpen = "SELECT \(columns) FROM face_review WHERE is_open = 1 ORDER BY due_at_us, id LIMIT $1"
  /// Newest end first.
  static let selectClosed = "SELECT \(columns) FROM face_review WHERE is_open = 0 ORDER BY ended_at_us DESC, id DESC LIMIT $1"
  /// Open ones whose check has ended.
  static let selectLapsed = """
    SELECT \(columns) FROM face_review r WHERE r.is_open = 1 AND EXISTS (SELECT 1 FROM face_verification f
      WHERE f.tenant_id = r.tenant_id AND f.id = r.check_id AND f.status IN ('SUCCESS', 'FAILED', 'EXPIRED')) LIMIT $1
    """
  /// Uses `face_review_by_end`.
  static let selectStale = """
    SELECT \(columns) FROM face_review WHERE purged_at_us IS NULL AND ended_at_us < $1 ORDER BY ended_at_us LIMIT $2
    """
  static let markPurged = "UPDATE face_review SET purged_at_us = $3 WHERE tenant_id = $1 AND id = $2"
}

/// Manual checks of all tenants: the reviewers are the platform's (B-26). Nothing personal but the digests of images.
package struct FaceReviewStore: Sendable {
  package init() {}

  /// Throws `SQLError` `.uniqueViolation` when the check waits for a reviewer already.
  package func insert(_ review: FaceReview, in connection: any SQLConnection) throws {
    var values: [SQLValue] = [
      .text(review.tenantID), SQLValue(review.id), SQLValue(review.checkID), SQLValue(review.consent.at), .text(review.consent.ip),
      .text(review.consent.userAgent), SQLValue(review.consent.textDigest), SQLValue(review.front.digest),
      .integer(review.front.length), SQLValue(review.live.digest), .integer(review.live.length), SQLValue(review.openedAt),
      SQLValue(review.dueAt),
    ]
    values += state(review.state) + [SQLValue(review.revision)]
    try connection.execute(FaceReviewSQL.insert, values)
  }

  /// Throws `IdentityError` `.staleRevision` when another reviewer was faster.
  package func save(_ review: FaceReview, in connection: any SQLConnection) throws {
    let changed = try connection.execute(
      FaceReviewSQL.update, [.text(review.tenantID), SQLValue(review.id)] + state(review.state) + [SQLValue(review.revision)])
    guard changed == 1 else { throw IdentityError(.staleRevision) }
  }

  package func find(_ id: ID<FaceReview>, in connection: any SQLConnection) throws -> FaceReview? {
    try connection.first(FaceReviewSQL.selectOne, [SQLValue(id)]).map(review)
  }

  /// The newest of a check.
  package func find(
    of check: ID<FaceVerification>, tenantID: String, in connection: any SQLConnection
  ) throws -> FaceReview? {
    try connection.first(FaceReviewSQL.selectOfCheck, [.text(tenantID), SQLValue(check)]).map(review)
  }

  package func open(limit: Int, in connection: any SQLConnection) throws -> [FaceReview] {
    try connection.query(FaceReviewSQL.selectOpen, [SQLValue(limit)]).map(review)
  }

  package func closed(limit: Int, in connection: any SQLConnection) throws -> [FaceReview] {
    try connection.query(FaceReviewSQL.selectClosed, [SQLValue(limit)]).map(review)
  }

  package func lapsed(limit: Int, in connection: any SQLConnection) throws -> [FaceReview] {
    try connection.query(FaceReviewSQL.selectLapsed, [SQLValue(limit)]).map(review)
  }

  /// Those whose images have served their time.
  package func stale(before end: Instant, limit: Int, in connection: any SQLConnection) throws -> [FaceReview] {
    try connection.query(FaceReviewSQL.selectStale, [SQLValue(end), SQLValue(limit)]).map(review)
  }

  package func markPurged(_ review: FaceReview, at now: Instant, in connection: any SQLConnection) throws {
    try connection.execute(FaceReviewSQL.markPurged, [.text(review.tenantID), SQLValue(review.id), SQLValue(now)])
  }

  /// is_open, decided_by, decided_name, fault, reason, ended_at.
  private func state(_ state: FaceReviewState) -> [SQLValue] {
    switch state {
    case .open: [.integer(1), .null, .null, .null, .null, .null]
    case .decided(let by, let name, let at, let fault, let reason):
      [.integer(0), SQLValue(by), .text(name), SQLValue(fault?.rawValue), .text(reason), SQLValue(at)]
    case .withdrawn(let at): [.integer(0), .null, .null, .null, .null, SQLValue(at)]
    }
  }

  private func review(_ row: SQLRow) throws -> FaceReview {
    var state = FaceReviewState.open
    if try !row.bool("is_open") {
      let at = try row.instant("ended_at_us")
      if let by: ID<Account> = try row.optionalID("decided_by") {
        state = .decided(
          by: by, name: try row.optionalText("decided_name") ?? "", at: at,
          fault: try row.optionalText("fault").flatMap(FaceFault.init(rawValue:)), reason: try row.optionalText("reason") ?? "")
      } else {
        state = .withdrawn(at: at)
      }
    }
    return FaceReview(
      id: try row.id("id"), tenantID: try row.text("tenant_id"), checkID: try row.id("check_id"),
      consent: FaceConsent(
        at: try row.instant("consented_at_us"), ip: try row.text("consent_ip"), userAgent: try row.text("consent_agent"),
        textDigest: try row.digest("consent_text")),
      front: StoredImage(digest: try row.digest("front_digest"), length: try row.integer("front_length")),
      live: StoredImage(digest: try row.digest("live_digest"), length: try row.integer("live_length")),
      openedAt: try row.instant("opened_at_us"), dueAt: try row.instant("due_at_us"), state: state, revision: try row.int("revision"))
  }
}
