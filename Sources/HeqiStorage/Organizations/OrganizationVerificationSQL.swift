/// Statements over `organization_verification`.
enum OrganizationVerificationSQL {
  private static let columns = """
    tenant_id, id, account_id, organization_id, status, kind, name, code, legal_representative, capacity, bank, account_number,
    licence_digest, licence_length, authorization_kind, authorization_by, authorization_digest, authorization_length,
    representative_mobile, proof_kind, proof_digest, proof_length, proof_at_us, payout_amount_minor, payout_reference,
    payout_failed_tries, check_person, check_name, check_code, check_authorization, check_account, submission, submitted_at_us,
    decided_at_us, reason, revision
    """
  static let insert = """
    INSERT INTO organization_verification (\(columns))
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25,
      $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36)
    """
  /// $36 the revision that was loaded; the applicant ($3) never changes.
  static let update = """
    UPDATE organization_verification SET organization_id = $4, status = $5, kind = $6, name = $7, code = $8,
      legal_representative = $9, capacity = $10, bank = $11, account_number = $12, licence_digest = $13, licence_length = $14,
      authorization_kind = $15, authorization_by = $16, authorization_digest = $17, authorization_length = $18,
      representative_mobile = $19, proof_kind = $20, proof_digest = $21, proof_length = $22, proof_at_us = $23,
      payout_amount_minor = $24, payout_reference = $25, payout_failed_tries = $26, check_person = $27, check_name = $28,
      check_code = $29, check_authorization = $30, check_account = $31, submission = $32, submitted_at_us = $33,
      decided_at_us = $34, reason = $35, revision = revision + 1
    WHERE tenant_id = $1 AND id = $2 AND account_id = $3 AND revision = $36
    """
  static let selectOne = "SELECT \(columns) FROM organization_verification WHERE tenant_id = $1 AND id = $2"
  /// Newest first; uses `organization_verification_by_account`.
  static let selectByAccount = """
    SELECT \(columns) FROM organization_verification WHERE tenant_id = $1 AND account_id = $2 ORDER BY id DESC LIMIT 50
    """
}
