/// Statements over `contract_attachment`.
enum AttachmentSQL {
  private static let columns = """
    id, contract_id, round_number, party_id, uploaded_by, name, format, digest, length, added_at_us
    """

  static let insert = """
    INSERT INTO contract_attachment
      (tenant_id, id, contract_id, round_number, party_id, uploaded_by, name, format, digest, length, added_at_us)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    """
  /// Those still there, oldest first; uses `contract_attachment_once`.
  static let selectByContract = """
    SELECT \(columns) FROM contract_attachment
    WHERE tenant_id = $1 AND contract_id = $2 AND removed_at_us IS NULL ORDER BY added_at_us, id LIMIT 100
    """
  static let remove = """
    UPDATE contract_attachment SET removed_at_us = $4
    WHERE tenant_id = $1 AND contract_id = $2 AND id = $3 AND removed_at_us IS NULL
    """
}
