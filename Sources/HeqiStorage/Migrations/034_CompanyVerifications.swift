import HeqiSQL

extension HeqiMigrations {
  /// Company verification and its cases in the review queue (F-013 to F-018, F-096). The queue is copied because its
  /// kinds were closed.
  static let companyVerifications034 = Migration(
    34, "company verifications",
    """
    CREATE TABLE organization_verification (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      account_id TEXT NOT NULL,
      organization_id TEXT,
      status TEXT NOT NULL,
      kind TEXT,
      name TEXT,
      code TEXT CHECK (length(code) = 18),
      legal_representative TEXT,
      capacity TEXT CHECK (capacity IN ('legalRepresentative', 'delegate')),
      bank TEXT,
      account_number BLOB,
      licence_digest BLOB CHECK (length(licence_digest) = 32),
      licence_length BIGINT,
      authorization_kind TEXT CHECK (authorization_kind IN ('scan', 'signed')),
      authorization_by TEXT,
      authorization_digest BLOB CHECK (length(authorization_digest) = 32),
      authorization_length BIGINT,
      representative_mobile BLOB,
      proof_kind TEXT CHECK (proof_kind IN ('voucher', 'payoutRequested', 'payout')),
      proof_digest BLOB CHECK (length(proof_digest) = 32),
      proof_length BIGINT,
      proof_at_us BIGINT,
      payout_amount_minor BIGINT,
      payout_reference TEXT,
      payout_failed_tries BIGINT,
      check_person TEXT NOT NULL,
      check_name TEXT NOT NULL,
      check_code TEXT NOT NULL,
      check_authorization TEXT NOT NULL,
      check_account TEXT NOT NULL,
      submission BIGINT NOT NULL,
      submitted_at_us BIGINT,
      decided_at_us BIGINT,
      reason TEXT,
      revision BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id)
    );
    CREATE INDEX organization_verification_by_account ON organization_verification (tenant_id, account_id, id);
    CREATE TABLE review_case (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('face', 'company', 'payout')),
      account_id TEXT NOT NULL,
      verification_id TEXT NOT NULL,
      opened_at_us BIGINT NOT NULL,
      due_at_us BIGINT NOT NULL,
      is_open SMALLINT NOT NULL CHECK (is_open IN (0, 1)),
      claimed_by TEXT,
      claimed_until_us BIGINT,
      closed_by TEXT,
      closed_at_us BIGINT,
      is_approved SMALLINT CHECK (is_approved IN (0, 1)),
      reason TEXT,
      revision BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id)
    );
    INSERT INTO review_case SELECT tenant_id, id, kind, account_id, verification_id, opened_at_us, due_at_us, is_open, claimed_by, claimed_until_us, closed_by, closed_at_us, is_approved, reason, revision FROM review_task;
    DROP TABLE review_task;
    ALTER TABLE review_case RENAME TO review_task;
    CREATE UNIQUE INDEX review_task_by_verification ON review_task (tenant_id, verification_id) WHERE is_open = 1;
    CREATE INDEX review_task_by_due ON review_task (tenant_id, is_open, due_at_us, id);
    CREATE INDEX review_task_by_closing ON review_task (tenant_id, is_open, closed_at_us, id);
    """)
}
