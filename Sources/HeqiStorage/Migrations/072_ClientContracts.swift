import HeqiSQL

extension HeqiMigrations {
  /// Contracts of the open API, their signers without accounts, files and links (M-013, M-014, M-025).
  static let clientContracts072 = Migration(
    72, "API contracts",
    """
    CREATE TABLE client_business (
      tenant_id TEXT NOT NULL,
      biz_id TEXT NOT NULL,
      biz_type TEXT NOT NULL,
      contract_id TEXT NOT NULL,
      PRIMARY KEY (tenant_id, biz_id, biz_type)
    );
    CREATE TABLE client_contract (
      tenant_id TEXT NOT NULL,
      contract_id TEXT NOT NULL,
      client_id TEXT NOT NULL,
      biz_id TEXT NOT NULL,
      biz_type TEXT NOT NULL,
      template_id TEXT,
      template_version TEXT,
      request_hash BLOB NOT NULL,
      callback_url TEXT,
      callback_headers BLOB,
      archive_providers TEXT NOT NULL,
      created_at_us BIGINT NOT NULL,
      expires_at_us BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, contract_id),
      FOREIGN KEY (tenant_id, contract_id) REFERENCES contract (tenant_id, id),
      FOREIGN KEY (client_id) REFERENCES api_client (id)
    );
    CREATE INDEX client_contract_by_time ON client_contract (tenant_id, created_at_us, contract_id);
    CREATE INDEX client_contract_by_business ON client_contract (tenant_id, biz_id, created_at_us, contract_id);
    CREATE TABLE client_signer (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      contract_id TEXT NOT NULL,
      position BIGINT NOT NULL,
      party_id TEXT NOT NULL,
      party_type TEXT NOT NULL,
      name TEXT NOT NULL,
      id_card BLOB NOT NULL,
      id_card_index BLOB NOT NULL,
      mobile BLOB NOT NULL,
      mobile_index BLOB NOT NULL,
      sign_method TEXT NOT NULL,
      notify_type TEXT NOT NULL,
      sequence BIGINT NOT NULL,
      face_transaction_no TEXT,
      face_passed_at_us BIGINT,
      transaction_no TEXT,
      ip_address TEXT,
      device_info TEXT,
      reject_reason TEXT,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, contract_id) REFERENCES client_contract (tenant_id, contract_id)
    );
    CREATE INDEX client_signer_by_contract ON client_signer (tenant_id, contract_id, position);
    CREATE INDEX client_signer_by_mobile ON client_signer (tenant_id, mobile_index, contract_id);
    CREATE TABLE sign_link (
      id TEXT NOT NULL PRIMARY KEY,
      tenant_id TEXT NOT NULL,
      contract_id TEXT NOT NULL,
      party_id TEXT NOT NULL,
      token_hash BLOB NOT NULL,
      short_hash BLOB NOT NULL,
      source TEXT NOT NULL CHECK (source IN ('PC', 'H5')),
      frame TEXT NOT NULL CHECK (frame IN ('normal', 'embedded')),
      theme_colour TEXT,
      shows_refusal SMALLINT NOT NULL CHECK (shows_refusal IN (0, 1)),
      reading_seconds BIGINT NOT NULL,
      shows_result SMALLINT NOT NULL CHECK (shows_result IN (0, 1)),
      return_url TEXT,
      created_at_us BIGINT NOT NULL,
      expires_at_us BIGINT NOT NULL,
      used_at_us BIGINT,
      replaced_at_us BIGINT
    );
    CREATE UNIQUE INDEX sign_link_by_token ON sign_link (token_hash);
    CREATE UNIQUE INDEX sign_link_by_short ON sign_link (short_hash);
    CREATE INDEX sign_link_by_party ON sign_link (tenant_id, party_id, created_at_us);
    CREATE TABLE client_file (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      name TEXT NOT NULL,
      digest BLOB NOT NULL,
      length BIGINT NOT NULL,
      pages BIGINT NOT NULL,
      created_at_us BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, id)
    );
    CREATE TABLE event_certificate (
      serial TEXT NOT NULL PRIMARY KEY,
      tenant_id TEXT NOT NULL,
      party_id TEXT NOT NULL,
      subject_name TEXT NOT NULL,
      chain BLOB NOT NULL,
      not_before_us BIGINT NOT NULL,
      not_after_us BIGINT NOT NULL,
      revoked_at_us BIGINT,
      revocation_reason BIGINT
    );
    CREATE INDEX event_certificate_by_party ON event_certificate (tenant_id, party_id);
    """)
}
