/// Statements over `contract_archive`.
enum ArchiveSQL {
  private static let columns = """
    tenant_id, contract_id, provider, state, document_digest, event_id, attempts, next_at_us, last_error, transaction_no,
    authority, certificate_url, archived_at_us, proof, created_at_us
    """
  static let insert = """
    INSERT INTO contract_archive (\(columns))
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, NULL, NULL, NULL, NULL, NULL, $9)
    ON CONFLICT (tenant_id, contract_id, provider) DO NOTHING
    """
  static let selectByContract = "SELECT \(columns) FROM contract_archive WHERE tenant_id = $1 AND contract_id = $2 ORDER BY provider"
  /// $1 now, $2 limit; uses `contract_archive_due`.
  static let selectDue = """
    SELECT \(columns) FROM contract_archive WHERE state = 'PENDING' AND next_at_us <= $1 ORDER BY next_at_us, contract_id LIMIT $2
    """
  /// $4 the attempts seen: a rival that was faster has counted on. $5 the end of the lease.
  static let lease = """
    UPDATE contract_archive SET attempts = attempts + 1, next_at_us = $5
    WHERE tenant_id = $1 AND contract_id = $2 AND provider = $3 AND state = 'PENDING' AND attempts = $4
    """
  static let settle = """
    UPDATE contract_archive SET state = $5, next_at_us = $6, last_error = $7, transaction_no = $8, authority = $9,
      certificate_url = $10, archived_at_us = $11, proof = $12
    WHERE tenant_id = $1 AND contract_id = $2 AND provider = $3 AND state = 'PENDING' AND attempts = $4
    """
  /// Failed ones wait again from the first attempt.
  static let retry = """
    UPDATE contract_archive SET state = 'PENDING', attempts = 0, next_at_us = $3
    WHERE tenant_id = $1 AND contract_id = $2 AND state = 'FAILED'
    """
  /// Newest first before ($1, $2), of all tenants; uses `contract_archive_failed`.
  static let selectFailed = """
    SELECT \(columns) FROM contract_archive WHERE state = 'FAILED' AND (created_at_us, contract_id) < ($1, $2)
    ORDER BY created_at_us DESC, contract_id DESC LIMIT $3
    """
  /// Signed contracts that asked for a record and have none: made before there were rows, or lost with a backup.
  static let selectMissing = """
    SELECT o.tenant_id, o.contract_id FROM client_contract o
    JOIN contract c ON c.tenant_id = o.tenant_id AND c.id = o.contract_id
    WHERE o.archive_providers <> '' AND c.stage = 'completed' AND NOT EXISTS (
      SELECT 1 FROM contract_archive a WHERE a.tenant_id = o.tenant_id AND a.contract_id = o.contract_id)
    LIMIT $1
    """
  static let count = "SELECT state, COUNT(*) AS number FROM contract_archive WHERE state <> 'SUCCESS' GROUP BY state"
}
