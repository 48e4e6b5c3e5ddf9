import HeqiSQL

extension HeqiMigrations {
  /// Identity verification and its review queue (F-009 to F-028, F-096).
  static let verifications013 = Migration(
    13, "verifications",
    """
    CREATE TABLE identity_verification (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      account_id TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('unverified', 'checking', 'awaitingReview', 'failed', 'verified')),
      name TEXT,
      id_card BLOB,
      id_card_index BLOB CHECK (length(id_card_index) = 32),
      front_digest BLOB CHECK (length(front_digest) = 32),
      front_length BIGINT,
      back_digest BLOB CHECK (length(back_digest) = 32),
      back_length BIGINT,
      live_digest BLOB CHECK (length(live_digest) = 32),
      live_length BIGINT,
      live_retained_until_us BIGINT,
      face_consent_at_us BIGINT,
      show_consent_at_us BIGINT,
      check_mobile TEXT NOT NULL,
      check_name TEXT NOT NULL,
      check_id_card TEXT NOT NULL,
      check_police TEXT NOT NULL,
      check_face TEXT NOT NULL,
      submission BIGINT NOT NULL,
      submitted_at_us BIGINT,
      decided_at_us BIGINT,
      reason TEXT,
      revision BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id)
    );
    CREATE UNIQUE INDEX identity_verification_by_account ON identity_verification (tenant_id, account_id);
    CREATE UNIQUE INDEX identity_verification_by_person ON identity_verification (tenant_id, id_card_index) WHERE status = 'verified';
    CREATE INDEX identity_verification_by_retention ON identity_verification (live_retained_until_us) WHERE live_retained_until_us IS NOT NULL;
    CREATE TABLE review_task (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('face')),
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
    CREATE UNIQUE INDEX review_task_by_verification ON review_task (tenant_id, verification_id) WHERE is_open = 1;
    CREATE INDEX review_task_by_due ON review_task (tenant_id, is_open, due_at_us, id);
    CREATE INDEX review_task_by_closing ON review_task (tenant_id, is_open, closed_at_us, id);
    """)
}
