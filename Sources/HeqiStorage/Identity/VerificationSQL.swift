import HeqiSQL

/// Statements over `identity_verification`.
enum VerificationSQL {
  private static let columns = """
    tenant_id, id, account_id, status, name, id_card, front_digest, back_digest, live_digest, live_retained_until_us,
    face_consent_at_us, show_consent_at_us, check_mobile, check_name, check_id_card, check_police, check_face, submission,
    submitted_at_us, decided_at_us, reason, revision
    """

  private static let lengths = "front_length, back_length, live_length"

  static let insert = """
    INSERT INTO identity_verification (\(columns), id_card_index, \(lengths))
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
      $24, $25, $26)
    """

  /// $22 the revision that was loaded.
  static let update = """
    UPDATE identity_verification SET status = $4, name = $5, id_card = $6, front_digest = $7, back_digest = $8,
      live_digest = $9, live_retained_until_us = $10, face_consent_at_us = $11, show_consent_at_us = $12,
      check_mobile = $13, check_name = $14, check_id_card = $15, check_police = $16, check_face = $17, submission = $18,
      submitted_at_us = $19, decided_at_us = $20, reason = $21, revision = revision + 1, id_card_index = $23,
      front_length = $24, back_length = $25, live_length = $26
    WHERE tenant_id = $1 AND id = $2 AND account_id = $3 AND revision = $22
    """

  static let selectOne = "SELECT \(columns), \(lengths) FROM identity_verification WHERE tenant_id = $1 AND id = $2"
  static let selectByAccount = "SELECT \(columns), \(lengths) FROM identity_verification WHERE tenant_id = $1 AND account_id = $2"

  /// Uses `identity_verification_by_person`.
  static let selectVerifiedByNumber = """
    SELECT \(columns), \(lengths) FROM identity_verification WHERE tenant_id = $1 AND id_card_index = $2 AND status = 'verified'
    """

  /// Live images past their retention; uses `identity_verification_by_expiry`.
  static let selectRetired = """
    SELECT \(columns), \(lengths) FROM identity_verification
    WHERE tenant_id = $3 AND live_retained_until_us IS NOT NULL AND live_retained_until_us < $1
    ORDER BY live_retained_until_us LIMIT $2
    """
}
