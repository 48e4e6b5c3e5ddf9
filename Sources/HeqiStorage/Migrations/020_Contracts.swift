import HeqiSQL

extension HeqiMigrations {
  /// Contracts, their rounds, parties, places and ratings (F-001, F-027, F-069 to F-078).
  ///
  /// A party's `folder` is NULL where it must not see the round, or sees a later one (B-07).
  static let contracts020 = Migration(
    20, "contracts",
    """
    CREATE TABLE contract_number (
      tenant_id TEXT NOT NULL PRIMARY KEY,
      last_number BIGINT NOT NULL CHECK (last_number BETWEEN 0 AND 9999999999999)
    );
    CREATE TABLE contract (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('agreement', 'termination', 'supplement')),
      transaction_no TEXT NOT NULL,
      contract_no TEXT,
      created_at_us BIGINT NOT NULL,
      round_number BIGINT NOT NULL CHECK (round_number >= 1),
      upcoming_number BIGINT,
      stage TEXT NOT NULL,
      expires_at_us BIGINT,
      revision BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, id)
    );
    CREATE UNIQUE INDEX contract_by_transaction_no ON contract (tenant_id, transaction_no);
    CREATE INDEX contract_by_expiry ON contract (expires_at_us, id) WHERE expires_at_us IS NOT NULL;
    CREATE TABLE contract_round (
      tenant_id TEXT NOT NULL,
      contract_id TEXT NOT NULL,
      number BIGINT NOT NULL,
      title TEXT NOT NULL,
      file_id TEXT,
      stage TEXT NOT NULL,
      stage_at_us BIGINT,
      stage_party_id TEXT,
      stage_reason TEXT,
      issue_order TEXT NOT NULL CHECK (issue_order IN ('signThenSend', 'sendThenSign')),
      signing_order TEXT NOT NULL CHECK (signing_order IN ('sequential', 'parallel')),
      sign_deadline_us BIGINT,
      flow_expires_at_us BIGINT,
      term_start_us BIGINT,
      term_end_us BIGINT,
      amount_minor BIGINT,
      currency TEXT,
      forced_reading_seconds BIGINT NOT NULL,
      requires_intention SMALLINT NOT NULL CHECK (requires_intention IN (0, 1)),
      subject_matter TEXT,
      initiated_at_us BIGINT,
      sent_at_us BIGINT,
      PRIMARY KEY (tenant_id, contract_id, number),
      FOREIGN KEY (tenant_id, contract_id) REFERENCES contract (tenant_id, id)
    );
    CREATE TABLE contract_party (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      contract_id TEXT NOT NULL,
      round_number BIGINT NOT NULL,
      position BIGINT NOT NULL,
      side TEXT NOT NULL CHECK (side IN ('initiator', 'receiver')),
      kind TEXT NOT NULL CHECK (kind IN ('person', 'company')),
      account_id TEXT,
      name TEXT NOT NULL,
      mobile BLOB,
      mobile_index BLOB,
      email BLOB,
      email_index BLOB,
      turn BIGINT NOT NULL,
      business_nodes BIGINT NOT NULL,
      seal_nodes BIGINT NOT NULL,
      is_business_type_linked SMALLINT NOT NULL CHECK (is_business_type_linked IN (0, 1)),
      state TEXT NOT NULL,
      state_at_us BIGINT,
      nodes_left BIGINT,
      is_rejected SMALLINT,
      folder TEXT,
      listed_at_us BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, contract_id) REFERENCES contract (tenant_id, id)
    );
    CREATE INDEX contract_party_by_round ON contract_party (tenant_id, contract_id, round_number, position);
    CREATE INDEX contract_party_by_folder ON contract_party (tenant_id, account_id, folder, listed_at_us, id);
    CREATE INDEX contract_party_by_mobile ON contract_party (tenant_id, mobile_index) WHERE account_id IS NULL;
    CREATE INDEX contract_party_by_email ON contract_party (tenant_id, email_index) WHERE account_id IS NULL;
    CREATE TABLE sign_place (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      contract_id TEXT NOT NULL,
      round_number BIGINT NOT NULL,
      position BIGINT NOT NULL,
      party_id TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('seal', 'handwriting', 'signature', 'date', 'text')),
      page BIGINT NOT NULL,
      x REAL NOT NULL,
      y REAL NOT NULL,
      width REAL NOT NULL,
      height REAL NOT NULL,
      text TEXT,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, contract_id) REFERENCES contract (tenant_id, id)
    );
    CREATE INDEX sign_place_by_round ON sign_place (tenant_id, contract_id, round_number, position);
    CREATE TABLE live_rating (
      tenant_id TEXT NOT NULL,
      rater_id TEXT NOT NULL,
      rated_id TEXT NOT NULL,
      contract_id TEXT NOT NULL,
      round_number BIGINT NOT NULL,
      rating TEXT NOT NULL CHECK (rating IN ('accepted', 'similar', 'unacceptable')),
      image_id TEXT NOT NULL,
      at_us BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, rater_id, rated_id),
      FOREIGN KEY (tenant_id, contract_id) REFERENCES contract (tenant_id, id)
    );
    CREATE INDEX live_rating_by_round ON live_rating (tenant_id, contract_id, round_number);
    """)
}
