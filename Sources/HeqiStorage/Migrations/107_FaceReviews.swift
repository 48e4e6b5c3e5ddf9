import HeqiSQL

extension HeqiMigrations {
  /// Manual checks at the end of the chain of face vendors (B-26), and by whom a signer's face was checked.
  static let faceReviews107 = Migration(
    107, "face reviews",
    """
    ALTER TABLE face_verification ADD COLUMN exhausted_at_us BIGINT;
    ALTER TABLE client_signer ADD COLUMN face_method TEXT;
    CREATE TABLE face_review (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      check_id TEXT NOT NULL,
      consented_at_us BIGINT NOT NULL,
      consent_ip TEXT NOT NULL,
      consent_agent TEXT NOT NULL,
      consent_text BLOB NOT NULL,
      front_digest BLOB NOT NULL,
      front_length BIGINT NOT NULL,
      live_digest BLOB NOT NULL,
      live_length BIGINT NOT NULL,
      opened_at_us BIGINT NOT NULL,
      due_at_us BIGINT NOT NULL,
      is_open SMALLINT NOT NULL CHECK (is_open IN (0, 1)),
      decided_by TEXT,
      decided_name TEXT,
      fault TEXT,
      reason TEXT,
      ended_at_us BIGINT,
      purged_at_us BIGINT,
      revision BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, check_id) REFERENCES face_verification (tenant_id, id)
    );
    CREATE UNIQUE INDEX face_review_open ON face_review (tenant_id, check_id) WHERE is_open = 1;
    CREATE INDEX face_review_by_due ON face_review (is_open, due_at_us, id);
    CREATE INDEX face_review_by_end ON face_review (ended_at_us) WHERE purged_at_us IS NULL;
    """)
}
