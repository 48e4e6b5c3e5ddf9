import HeqiSQL

extension HeqiMigrations {
  /// Face checks (M-012): personal columns sealed; one live check per business number, purpose and signer (40002).
  static let faceVerifications080 = Migration(
    80, "face verifications",
    """
    CREATE TABLE face_verification (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      client_id TEXT NOT NULL,
      biz_id TEXT NOT NULL,
      biz_type TEXT NOT NULL,
      party_id TEXT NOT NULL,
      contract_id TEXT,
      status TEXT NOT NULL CHECK (status IN ('PENDING', 'PROCESSING', 'SUCCESS', 'FAILED', 'EXPIRED')),
      is_live SMALLINT NOT NULL CHECK (is_live IN (0, 1)),
      user_name BLOB NOT NULL,
      id_card BLOB NOT NULL,
      id_card_index BLOB NOT NULL,
      mobile BLOB,
      request_hash BLOB NOT NULL,
      title TEXT,
      callback_url TEXT,
      callback_headers BLOB,
      token_hash BLOB NOT NULL,
      return_path BLOB,
      consented_at_us BIGINT,
      consent_ip TEXT,
      consent_agent TEXT,
      consent_text BLOB,
      vendor TEXT,
      vendor_token BLOB,
      vendor_url BLOB,
      face_score_e4 BIGINT,
      transaction_no TEXT,
      fail_reason TEXT,
      created_at_us BIGINT NOT NULL,
      expires_at_us BIGINT NOT NULL,
      verified_at_us BIGINT,
      revision BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (client_id) REFERENCES api_client (id)
    );
    CREATE UNIQUE INDEX face_verification_live ON face_verification (tenant_id, biz_id, biz_type, party_id) WHERE is_live = 1;
    CREATE UNIQUE INDEX face_verification_by_token ON face_verification (token_hash);
    CREATE INDEX face_verification_by_status ON face_verification (status, expires_at_us);
    CREATE TABLE dev_face (
      token TEXT NOT NULL PRIMARY KEY,
      return_url TEXT NOT NULL,
      outcome TEXT,
      created_at_us BIGINT NOT NULL
    );
    """)
}
