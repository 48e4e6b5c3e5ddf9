import HeqiSQL

/// Statements over `account`, `credential` and `agreement_acceptance`.
enum AccountSQL {
  private static let columns = """
    tenant_id, id, kind, name, mobile, email, email_confirmed_at_us, status, is_verified, platform_roles, language,
    created_at_us, revision
    """

  static let insert = """
    INSERT INTO account (tenant_id, id, kind, name, mobile, mobile_index, email, email_index, email_confirmed_at_us, status,
      is_verified, platform_roles, language, created_at_us, revision)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
    """

  /// $13 the revision that was loaded.
  static let update = """
    UPDATE account SET name = $3, mobile = $4, mobile_index = $5, email = $6, email_index = $7, email_confirmed_at_us = $8,
      status = $9, is_verified = $10, platform_roles = $11, language = $12, revision = revision + 1
    WHERE tenant_id = $1 AND id = $2 AND revision = $13
    """

  static let selectOne = "SELECT \(columns) FROM account WHERE tenant_id = $1 AND id = $2"

  /// Uses `account_by_mobile`.
  static let selectByMobile = "SELECT \(columns) FROM account WHERE tenant_id = $1 AND kind = $2 AND mobile_index = $3"

  /// At most one; uses `account_by_confirmed_email`.
  static let selectByConfirmedEmail = """
    SELECT \(columns) FROM account
    WHERE tenant_id = $1 AND kind = $2 AND email_index = $3 AND email_confirmed_at_us IS NOT NULL
    """

  /// Oldest first, two are enough to know that it is not the only one; uses `account_by_email`.
  static let selectByEmail = """
    SELECT \(columns) FROM account WHERE tenant_id = $1 AND kind = $2 AND email_index = $3 ORDER BY id LIMIT 2
    """

  static let upsertCredential = """
    INSERT INTO credential (tenant_id, account_id, cost, block_size, parallelism, salt, hash, changed_at_us)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (tenant_id, account_id) DO UPDATE SET cost = EXCLUDED.cost, block_size = EXCLUDED.block_size,
      parallelism = EXCLUDED.parallelism, salt = EXCLUDED.salt, hash = EXCLUDED.hash, changed_at_us = EXCLUDED.changed_at_us
    """

  static let selectCredential = """
    SELECT account_id, cost, block_size, parallelism, salt, hash, changed_at_us FROM credential
    WHERE tenant_id = $1 AND account_id = $2
    """

  static let insertAcceptance = """
    INSERT INTO agreement_acceptance (tenant_id, account_id, version, text_digest, language, at_us, client_kind, ip,
      device_id, user_agent)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (tenant_id, account_id, version) DO NOTHING
    """

  static let selectAcceptances = """
    SELECT account_id, version, text_digest, language, at_us, client_kind, ip, device_id, user_agent
    FROM agreement_acceptance WHERE tenant_id = $1 AND account_id = $2 ORDER BY at_us, version
    """
}
