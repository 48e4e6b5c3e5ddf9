/// Statements over `blob`.
enum BlobSQL {
  static let insert = """
    INSERT INTO blob (address, tenant_id, owner_kind, owner_id, purpose, hash, length, created_at_us)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (address) DO NOTHING
    """
  static let delete = "DELETE FROM blob WHERE address = $1"
  static let exists = "SELECT address FROM blob WHERE address = $1"
  /// $1 after this address, $2 limit.
  static let page = """
    SELECT address, tenant_id, owner_kind, owner_id, purpose, hash, length FROM blob
    WHERE address > $1 ORDER BY address LIMIT $2
    """
}
