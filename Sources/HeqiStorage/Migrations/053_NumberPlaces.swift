import HeqiSQL

extension HeqiMigrations {
  /// A place may show the contract's number (F-071). The list of kinds is a check of the table, so the table is made anew.
  static let numberPlaces053 = Migration(
    53, "places of contract numbers",
    """
    CREATE TABLE sign_place_next (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      contract_id TEXT NOT NULL,
      round_number BIGINT NOT NULL,
      position BIGINT NOT NULL,
      party_id TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('seal', 'handwriting', 'signature', 'date', 'text', 'number')),
      page BIGINT NOT NULL,
      x REAL NOT NULL,
      y REAL NOT NULL,
      width REAL NOT NULL,
      height REAL NOT NULL,
      text TEXT,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, contract_id) REFERENCES contract (tenant_id, id)
    );
    INSERT INTO sign_place_next (tenant_id, id, contract_id, round_number, position, party_id, kind, page, x, y, width, height, text)
      SELECT tenant_id, id, contract_id, round_number, position, party_id, kind, page, x, y, width, height, text
      FROM sign_place;
    DROP TABLE sign_place;
    ALTER TABLE sign_place_next RENAME TO sign_place;
    CREATE INDEX sign_place_by_round ON sign_place (tenant_id, contract_id, round_number, position);
    """)
}
