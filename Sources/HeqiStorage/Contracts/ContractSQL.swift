import HeqiSQL

/// Statements over `contract`, `contract_round` and `contract_number`.
enum ContractSQL {
  /// The next 系统交易编号 of a tenant; numbers are never reused (B-09).
  static let nextNumber = """
    INSERT INTO contract_number (tenant_id, last_number) VALUES ($1, 1)
    ON CONFLICT (tenant_id) DO UPDATE SET last_number = contract_number.last_number + 1
    RETURNING last_number
    """

  static let insert = """
    INSERT INTO contract (tenant_id, id, kind, transaction_no, contract_no, created_at_us, round_number, upcoming_number, stage,
      expires_at_us, revision)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)
    """

  /// $7 the revision that was loaded: compare and set.
  static let update = """
    UPDATE contract SET round_number = $3, upcoming_number = $4, stage = $5, expires_at_us = $6, contract_no = $8,
      revision = revision + 1
    WHERE tenant_id = $1 AND id = $2 AND revision = $7
    """

  static let select = """
    SELECT id, kind, transaction_no, contract_no, created_at_us, round_number, upcoming_number, revision
    FROM contract WHERE tenant_id = $1 AND id = $2
    """

  static let selectByTransactionNo = "SELECT id FROM contract WHERE tenant_id = $1 AND transaction_no = $2"

  /// $1 now, $2 limit; uses `contract_by_expiry`.
  static let selectDue = """
    SELECT tenant_id, id FROM contract WHERE expires_at_us IS NOT NULL AND expires_at_us < $1
    ORDER BY expires_at_us, id LIMIT $2
    """

  static let upsertRound = """
    INSERT INTO contract_round (tenant_id, contract_id, number, title, file_id, stage, stage_at_us, stage_party_id, stage_reason,
      issue_order, signing_order, sign_deadline_us, flow_expires_at_us, term_start_us, term_end_us, amount_minor, currency,
      forced_reading_seconds, requires_intention, subject_matter, initiated_at_us, sent_at_us)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
    ON CONFLICT (tenant_id, contract_id, number) DO UPDATE SET title = EXCLUDED.title, file_id = EXCLUDED.file_id,
      stage = EXCLUDED.stage, stage_at_us = EXCLUDED.stage_at_us, stage_party_id = EXCLUDED.stage_party_id,
      stage_reason = EXCLUDED.stage_reason, issue_order = EXCLUDED.issue_order, signing_order = EXCLUDED.signing_order,
      sign_deadline_us = EXCLUDED.sign_deadline_us, flow_expires_at_us = EXCLUDED.flow_expires_at_us,
      term_start_us = EXCLUDED.term_start_us, term_end_us = EXCLUDED.term_end_us, amount_minor = EXCLUDED.amount_minor,
      currency = EXCLUDED.currency, forced_reading_seconds = EXCLUDED.forced_reading_seconds,
      requires_intention = EXCLUDED.requires_intention, subject_matter = EXCLUDED.subject_matter,
      initiated_at_us = EXCLUDED.initiated_at_us, sent_at_us = EXCLUDED.sent_at_us
    """

  static let selectRound = """
    SELECT number, title, file_id, stage, stage_at_us, stage_party_id, stage_reason, issue_order, signing_order,
      sign_deadline_us, flow_expires_at_us, term_start_us, term_end_us, amount_minor, currency, forced_reading_seconds,
      requires_intention, subject_matter, initiated_at_us, sent_at_us
    FROM contract_round WHERE tenant_id = $1 AND contract_id = $2 AND number = $3
    """
}
