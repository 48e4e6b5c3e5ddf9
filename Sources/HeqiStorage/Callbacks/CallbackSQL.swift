/// Statements over `callback` and `callback_stop`.
enum CallbackSQL {
  private static let columns = """
    tenant_id, id, client_id, contract_id, sequence, type, url, endpoint, body, state, attempts, next_at_us, last_status,
    last_error, created_at_us, settled_at_us
    """
  static let insert = """
    INSERT INTO callback (\(columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
    """
  static let selectLast = "SELECT COALESCE(MAX(sequence), 0) AS last FROM callback WHERE tenant_id = $1 AND contract_id = $2"
  static let select = "SELECT \(columns) FROM callback WHERE tenant_id = $1 AND id = $2"

  /// $1 now, $2 deliveries under way at once per endpoint, $3 limit. Only the lowest open one of a contract is ready.
  /// Uses `callback_ready`, `callback_by_sequence` and `callback_leased`.
  static let selectReady = """
    SELECT \(columns) FROM (
      SELECT c.*, ROW_NUMBER() OVER (PARTITION BY endpoint ORDER BY next_at_us, id) AS place FROM callback c
      WHERE state = 'pending' AND next_at_us <= $1 AND NOT EXISTS (
        SELECT 1 FROM callback e WHERE e.tenant_id = c.tenant_id AND e.contract_id = c.contract_id
          AND e.sequence < c.sequence AND e.state IN ('pending', 'leased'))
    ) ready
    WHERE place <= $2 - (SELECT COUNT(*) FROM callback l WHERE l.state = 'leased' AND l.endpoint = ready.endpoint)
    ORDER BY next_at_us, id LIMIT $3
    """
  /// While leased, `next_at_us` is the end of the lease.
  static let lease = """
    UPDATE callback SET state = 'leased', attempts = attempts + 1, next_at_us = $3
    WHERE tenant_id = $1 AND id = $2 AND state = 'pending'
    """
  /// Leases of a worker that died.
  static let selectLapsed = "SELECT id FROM callback WHERE state = 'leased' AND next_at_us <= $1 LIMIT 1"
  static let release = "UPDATE callback SET state = 'pending' WHERE state = 'leased' AND next_at_us <= $1"
  /// $3 is the attempt that is settled: a worker whose lease ran out changes nothing.
  static let settle = """
    UPDATE callback SET state = $4, next_at_us = $5, last_status = $6, last_error = $7, settled_at_us = $8
    WHERE tenant_id = $1 AND id = $2 AND state = 'leased' AND attempts = $3
    """
  static let stop = """
    INSERT INTO callback_stop (tenant_id, contract_id, stopped_at_us) VALUES ($1, $2, $3)
    ON CONFLICT (tenant_id, contract_id) DO NOTHING
    """
  static let bury = """
    UPDATE callback SET state = 'dead', last_error = $3, settled_at_us = $4
    WHERE tenant_id = $1 AND contract_id = $2 AND state = 'pending'
    """
  static let selectStop = "SELECT 1 AS one FROM callback_stop WHERE tenant_id = $1 AND contract_id = $2"
  static let resume = "DELETE FROM callback_stop WHERE tenant_id = $1 AND contract_id = $2"
  static let replay = """
    UPDATE callback SET state = 'pending', attempts = 0, next_at_us = $3, settled_at_us = NULL
    WHERE tenant_id = $1 AND id = $2 AND state IN ('done', 'dead')
    """

  /// Newest first before $2; '' for $3 and $4 means any.
  static let selectPage = """
    SELECT \(columns) FROM callback WHERE tenant_id = $1 AND id < $2 AND ($3 = '' OR contract_id = $3) AND ($4 = '' OR state = $4)
    ORDER BY id DESC LIMIT $5
    """
  static let count = "SELECT state, COUNT(*) AS number FROM callback WHERE state IN ('pending', 'leased', 'dead') GROUP BY state"
}
