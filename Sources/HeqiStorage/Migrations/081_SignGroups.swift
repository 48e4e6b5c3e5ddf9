import HeqiSQL

extension HeqiMigrations {
  /// Contracts that one person signs together by one link (J-007).
  static let signGroups081 = Migration(
    81, "sign groups",
    """
    CREATE TABLE sign_group (
      id TEXT NOT NULL PRIMARY KEY,
      tenant_id TEXT NOT NULL,
      client_id TEXT NOT NULL,
      token_hash BLOB NOT NULL,
      created_at_us BIGINT NOT NULL,
      expires_at_us BIGINT NOT NULL,
      FOREIGN KEY (client_id) REFERENCES api_client (id)
    );
    CREATE UNIQUE INDEX sign_group_by_token ON sign_group (token_hash);
    CREATE TABLE sign_group_member (
      group_id TEXT NOT NULL,
      position BIGINT NOT NULL,
      contract_id TEXT NOT NULL,
      party_id TEXT NOT NULL,
      PRIMARY KEY (group_id, position),
      FOREIGN KEY (group_id) REFERENCES sign_group (id)
    );
    """)
}
