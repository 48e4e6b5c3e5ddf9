import HeqiSQL

extension HeqiMigrations {
  /// A viewer's own tags and saved views of lists (T-014).
  static let contractTags061 = Migration(
    61, "contract tags",
    """
    CREATE TABLE contract_tag (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      viewer_key TEXT NOT NULL,
      name TEXT NOT NULL,
      color TEXT NOT NULL,
      PRIMARY KEY (tenant_id, id)
    );
    CREATE UNIQUE INDEX contract_tag_by_name ON contract_tag (tenant_id, viewer_key, name);
    CREATE TABLE contract_tagging (
      tenant_id TEXT NOT NULL,
      tag_id TEXT NOT NULL,
      contract_id TEXT NOT NULL,
      PRIMARY KEY (tenant_id, tag_id, contract_id),
      FOREIGN KEY (tenant_id, tag_id) REFERENCES contract_tag (tenant_id, id),
      FOREIGN KEY (tenant_id, contract_id) REFERENCES contract (tenant_id, id)
    );
    CREATE INDEX contract_tagging_by_contract ON contract_tagging (tenant_id, contract_id, tag_id);
    CREATE TABLE saved_view (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      viewer_key TEXT NOT NULL,
      name TEXT NOT NULL,
      query TEXT NOT NULL,
      PRIMARY KEY (tenant_id, id)
    );
    CREATE UNIQUE INDEX saved_view_by_name ON saved_view (tenant_id, viewer_key, name);
    """)
}
