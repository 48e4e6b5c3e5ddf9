/// Statements over `seal`, `seal_pin`, `seal_use` and `seal_upload`.
enum SealSQL {
  private static let columns = """
    tenant_id, id, owner_kind, owner_id, kind, origin, name, status, is_default, width_mm, height_mm, created_at_us,
    expires_at_us, grant_version, revision
    """
  static let insert = """
    INSERT INTO seal (tenant_id, id, owner_kind, owner_id, kind, origin, name, status, is_default, width_mm, height_mm,
      created_at_us, expires_at_us, grant_version, revision, pdf, svg)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
    """
  static let update = """
    UPDATE seal SET status = $3, is_default = $4, grant_version = $5, revision = revision + 1
    WHERE tenant_id = $1 AND id = $2 AND revision = $6
    """
  static let clearDefault = """
    UPDATE seal SET is_default = 0, revision = revision + 1 WHERE tenant_id = $1 AND owner_id = $2 AND is_default = 1
    """
  /// Uses `seal_by_owner`.
  static let selectByOwner = """
    SELECT \(columns) FROM seal WHERE tenant_id = $1 AND owner_id = $2 ORDER BY created_at_us, id LIMIT 200
    """
  static let selectOne = "SELECT \(columns) FROM seal WHERE tenant_id = $1 AND id = $2"
  static let selectDrawing = "SELECT pdf, svg FROM seal WHERE tenant_id = $1 AND id = $2"
  /// Uses `seal_by_expiry`.
  static let selectExpired = """
    SELECT \(columns) FROM seal
    WHERE expires_at_us IS NOT NULL AND expires_at_us <= $1 AND status IN ('active', 'suspended')
    ORDER BY expires_at_us, id LIMIT 100
    """

  static let upsertPIN = """
    INSERT INTO seal_pin (tenant_id, seal_id, account_id, cost, block_size, parallelism, salt, hash, changed_at_us,
      wrong_tries, locked_until_us)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    ON CONFLICT (tenant_id, seal_id) DO UPDATE SET account_id = EXCLUDED.account_id, cost = EXCLUDED.cost,
      block_size = EXCLUDED.block_size, parallelism = EXCLUDED.parallelism, salt = EXCLUDED.salt, hash = EXCLUDED.hash,
      changed_at_us = EXCLUDED.changed_at_us, wrong_tries = EXCLUDED.wrong_tries,
      locked_until_us = EXCLUDED.locked_until_us
    """
  static let selectPIN = """
    SELECT account_id, cost, block_size, parallelism, salt, hash, changed_at_us, wrong_tries, locked_until_us
    FROM seal_pin WHERE tenant_id = $1 AND seal_id = $2
    """

  static let insertUse = """
    INSERT INTO seal_use (tenant_id, id, seal_id, contract_id, transaction_no, title, account_id, user_name, pages, digest,
      grant_id, at_us)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    """
  /// Newest first; uses `seal_use_by_seal`.
  static let selectUses = """
    SELECT id, seal_id, contract_id, transaction_no, title, account_id, user_name, pages, digest, grant_id, at_us
    FROM seal_use WHERE tenant_id = $1 AND seal_id = $2 AND (at_us, id) < ($3, $4) ORDER BY at_us DESC, id DESC LIMIT $5
    """

  static let insertUpload = """
    INSERT INTO seal_upload (tenant_id, id, account_id, width, height, picture, created_at_us)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    """
  static let selectUpload = """
    SELECT width, height, picture FROM seal_upload WHERE tenant_id = $1 AND id = $2 AND account_id = $3 AND created_at_us > $4
    """
  static let deleteUpload = "DELETE FROM seal_upload WHERE tenant_id = $1 AND id = $2"
  static let purgeUploads = "DELETE FROM seal_upload WHERE created_at_us <= $1"
  static let countUploads = """
    SELECT COUNT(*) AS number FROM seal_upload WHERE tenant_id = $1 AND account_id = $2 AND created_at_us > $3
    """
}
