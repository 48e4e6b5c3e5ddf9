import HeqiSQL

/// Statements over `event` and `event_head`.
enum EventSQL {
  static let insert = """
    INSERT INTO event (tenant_id, id, at_us, actor_kind, actor_id, actor_name, client_kind, ip, device_id, user_agent,
      subject_kind, subject_id, sequence, kind, facts, file_hash, transaction_no, previous_hash, hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
    """

  static let selectHead = """
    SELECT sequence, hash FROM event_head WHERE tenant_id = $1 AND subject_kind = $2 AND subject_id = $3
    """

  /// PostgreSQL: makes the head if there is none ($4 is the genesis hash) and holds its row until commit, so that rivals
  /// wait for each other here and run again, instead of meeting at a unique index. SQLite has one writer and need not.
  static let lockHead = """
    INSERT INTO event_head (tenant_id, subject_kind, subject_id, sequence, hash) VALUES ($1, $2, $3, 0, $4)
    ON CONFLICT (tenant_id, subject_kind, subject_id) DO UPDATE SET sequence = event_head.sequence
    RETURNING sequence, hash
    """

  static let upsertHead = """
    INSERT INTO event_head (tenant_id, subject_kind, subject_id, sequence, hash) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (tenant_id, subject_kind, subject_id)
    DO UPDATE SET sequence = EXCLUDED.sequence, hash = EXCLUDED.hash
    """

  private static let columns = """
    tenant_id, id, at_us, actor_kind, actor_id, actor_name, client_kind, ip, device_id, user_agent, subject_kind,
    subject_id, sequence, kind, facts, file_hash, transaction_no, previous_hash, hash
    """

  /// $1 tenant, $2 kind, $3 id, $4 after this sequence, $5 limit; uses `event_by_subject`.
  static let selectBySubject = """
    SELECT \(columns) FROM event
    WHERE tenant_id = $1 AND subject_kind = $2 AND subject_id = $3 AND sequence > $4
    ORDER BY sequence LIMIT $5
    """

  /// $1 tenant, $2 actor, $3 and $4 before this time and id, $5 limit; newest first; uses `event_by_actor`.
  static let selectByActor = """
    SELECT \(columns) FROM event
    WHERE tenant_id = $1 AND actor_id = $2 AND (at_us, id) < ($3, $4)
    ORDER BY at_us DESC, id DESC LIMIT $5
    """

  /// $1 tenant, $2 transaction number, $3 and $4 after this time and id, $5 limit; uses `event_by_transaction`.
  static let selectByTransaction = """
    SELECT \(columns) FROM event
    WHERE tenant_id = $1 AND transaction_no = $2 AND (at_us, id) > ($3, $4)
    ORDER BY at_us, id LIMIT $5
    """

  /// $1 tenant, $2 id.
  static let selectOne = "SELECT \(columns) FROM event WHERE tenant_id = $1 AND id = $2"
}
