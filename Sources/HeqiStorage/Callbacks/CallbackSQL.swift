/// Statements over `callback`, `callback_attempt` and `callback_stop`.
enum CallbackSQL {
  private static let columns = """
    tenant_id, id, client_id, subject, subject_id, sequence, type, url, endpoint, body, state, attempts, next_at_us,
    last_status, last_error, created_at_us, settled_at_us
    """
  static let insert = """
    INSERT INTO callback (\(columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
    """
  static let selectLast = "SELECT COALESCE(MAX(sequence), 0) AS last FROM callback WHERE tenant_id = $1 AND subject_id = $2"
  static let select = "SELECT \(columns) FROM callback WHERE tenant_id = $1 AND id = $2"

  // MARK: finding what is due

  /// Whether a delivery is the lowest open one of its subject; uses `callback_by_sequence`.
  private static let isBehind = """
    EXISTS (SELECT 1 FROM callback e WHERE e.tenant_id = c.tenant_id AND e.subject_id = c.subject_id
      AND e.sequence < c.sequence AND e.state IN ('pending', 'leased'))
    """
  /// The oldest that are due, those that wait for an earlier one included; $1 now, $2 limit. Uses `callback_ready`.
  static let selectDue = """
    SELECT \(columns), CASE WHEN \(isBehind) THEN 1 ELSE 0 END AS is_behind FROM callback c
    WHERE c.state = 'pending' AND c.next_at_us <= $1 ORDER BY c.next_at_us, c.id LIMIT $2
    """
  /// Every endpoint with something due, found without reading what waits for it: one step of `callback_waiting` each.
  static let selectDueEndpoints = """
    WITH RECURSIVE place(endpoint) AS (
      SELECT MIN(endpoint) FROM callback WHERE state = 'pending'
      UNION ALL
      SELECT (SELECT MIN(c.endpoint) FROM callback c WHERE c.state = 'pending' AND c.endpoint > place.endpoint) FROM place
      WHERE place.endpoint IS NOT NULL)
    SELECT endpoint FROM place WHERE endpoint IS NOT NULL AND EXISTS (
      SELECT 1 FROM callback d WHERE d.state = 'pending' AND d.endpoint = place.endpoint AND d.next_at_us <= $1)
    """
  /// What may go to one endpoint now: $1 endpoint, $2 now, $3 limit. Uses `callback_waiting`.
  static let selectReady = """
    SELECT \(columns) FROM callback c WHERE c.state = 'pending' AND c.endpoint = $1 AND c.next_at_us <= $2 AND NOT \(isBehind)
    ORDER BY c.next_at_us, c.id LIMIT $3
    """
  static let selectLeased = "SELECT endpoint, COUNT(*) AS number FROM callback WHERE state = 'leased' GROUP BY endpoint"

  // MARK: taking and settling

  /// While leased, `next_at_us` is the end of the lease.
  static let lease = """
    UPDATE callback SET state = 'leased', attempts = attempts + 1, next_at_us = $3
    WHERE tenant_id = $1 AND id = $2 AND state = 'pending' AND NOT EXISTS (
      SELECT 1 FROM callback e WHERE e.tenant_id = callback.tenant_id AND e.subject_id = callback.subject_id
        AND e.sequence < callback.sequence AND e.state IN ('pending', 'leased'))
    """
  /// Leases of a worker that died.
  static let selectLapsed = "SELECT id FROM callback WHERE state = 'leased' AND next_at_us <= $1 LIMIT 1"
  static let release = "UPDATE callback SET state = 'pending' WHERE state = 'leased' AND next_at_us <= $1 AND attempts < $2"
  /// One that was taken as often as the schedule allows and never settled takes its worker with it: no more of that.
  static let buryLapsed = """
    UPDATE callback SET state = 'dead', last_error = $3, settled_at_us = $1
    WHERE state = 'leased' AND next_at_us <= $1 AND attempts >= $2
    """
  /// A row that cannot be read as a delivery.
  static let buryUnreadable = """
    UPDATE callback SET state = 'dead', last_error = $3, settled_at_us = $4 WHERE tenant_id = $1 AND id = $2 AND state = 'pending'
    """
  /// $3 is the attempt that is settled: a worker whose lease ran out changes nothing.
  static let settle = """
    UPDATE callback SET state = $4, next_at_us = $5, last_status = $6, last_error = $7, settled_at_us = $8
    WHERE tenant_id = $1 AND id = $2 AND state = 'leased' AND attempts = $3
    """
  static let insertAttempt = """
    INSERT INTO callback_attempt (tenant_id, callback_id, at_us, number, took_us, status, error)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, callback_id, at_us, number) DO NOTHING
    """
  /// Oldest first.
  static let selectAttempts = """
    SELECT at_us, number, took_us, status, error FROM callback_attempt WHERE tenant_id = $1 AND callback_id = $2
    ORDER BY at_us, number LIMIT $3
    """
  static let stop = """
    INSERT INTO callback_stop (tenant_id, subject_id, stopped_at_us) VALUES ($1, $2, $3)
    ON CONFLICT (tenant_id, subject_id) DO NOTHING
    """
  static let bury = """
    UPDATE callback SET state = 'dead', last_error = $3, settled_at_us = $4
    WHERE tenant_id = $1 AND subject_id = $2 AND state = 'pending'
    """
  static let selectStop = "SELECT 1 AS one FROM callback_stop WHERE tenant_id = $1 AND subject_id = $2"

  // MARK: replay

  static let resume = "DELETE FROM callback_stop WHERE tenant_id = $1 AND subject_id = $2"
  static let replay = """
    UPDATE callback SET state = 'pending', attempts = 0, next_at_us = $3, settled_at_us = NULL
    WHERE tenant_id = $1 AND id = $2 AND state IN ('done', 'dead')
    """
  /// Written from $2 until before $3; '' for $4 (state) means done and dead, for $5 (client), $6 (subject) and $1 (tenant)
  /// any. Uses `callback_by_time`.
  private static let inRange = """
    ($1 = '' OR tenant_id = $1) AND created_at_us >= $2 AND created_at_us < $3 AND state IN ('done', 'dead') AND ($4 = '' OR state = $4)
      AND ($5 = '' OR client_id = $5) AND ($6 = '' OR subject_id = $6)
    """
  static let countRange = "SELECT COUNT(*) AS number FROM callback WHERE \(inRange)"
  static let resumeRange = """
    DELETE FROM callback_stop WHERE (tenant_id, subject_id) IN (SELECT tenant_id, subject_id FROM callback WHERE \(inRange))
    """
  static let replayRange = """
    UPDATE callback SET state = 'pending', attempts = 0, next_at_us = $7, settled_at_us = NULL WHERE \(inRange)
    """

  // MARK: the log

  /// '' for $3 to $5 means any; written from $6 until before $7; newest first before $2.
  private static let page = """
    id < $2 AND ($3 = '' OR subject_id = $3) AND ($4 = '' OR state = $4) AND ($5 = '' OR client_id = $5)
      AND created_at_us >= $6 AND created_at_us < $7
    ORDER BY id DESC LIMIT $8
    """
  static let selectPage = "SELECT \(columns) FROM callback WHERE tenant_id = $1 AND \(page)"
  /// The same of the state that is looked for most and found least; uses `callback_dead`.
  static let selectDeadPage = "SELECT \(columns) FROM callback WHERE tenant_id = $1 AND state = 'dead' AND \(page)"
  /// The same of all tenants; $1 is not looked at. Uses `callback_by_id`.
  static let selectOfficePage = "SELECT \(columns) FROM callback WHERE $1 = '' AND \(page)"
  /// Uses `callback_dead_by_id`.
  static let selectOfficeDeadPage = "SELECT \(columns) FROM callback WHERE $1 = '' AND state = 'dead' AND \(page)"
  static let selectByID = "SELECT \(columns) FROM callback WHERE id = $1"
  static let count = "SELECT state, COUNT(*) AS number FROM callback WHERE state IN ('pending', 'leased', 'dead') GROUP BY state"
}
