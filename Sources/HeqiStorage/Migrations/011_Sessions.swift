import HeqiSQL

extension HeqiMigrations {
  /// Signed-in browsers; only the SHA-256 of a token is stored.
  static let sessions011 = Migration(
    11, "sessions",
    """
    CREATE TABLE login_session (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      account_id TEXT NOT NULL,
      token_hash BLOB NOT NULL CHECK (length(token_hash) = 32),
      created_at_us BIGINT NOT NULL,
      last_seen_at_us BIGINT NOT NULL,
      expires_at_us BIGINT NOT NULL,
      client_kind TEXT NOT NULL,
      ip TEXT NOT NULL,
      device_id TEXT NOT NULL,
      user_agent TEXT NOT NULL,
      ended_at_us BIGINT,
      end_reason TEXT,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id)
    );
    CREATE UNIQUE INDEX login_session_by_token ON login_session (token_hash);
    CREATE INDEX login_session_by_account ON login_session (tenant_id, account_id, created_at_us, id) WHERE ended_at_us IS NULL;
    CREATE INDEX login_session_by_expiry ON login_session (expires_at_us);
    """)
}
