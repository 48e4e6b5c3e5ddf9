import HeqiSQL

extension HeqiMigrations {
  /// Templates that people draw texts up from, the form of each contract drawn up so, and how many required parameters a
  /// file still leaves open (F-031, F-052 to F-055, F-068).
  static let draftForms054 = Migration(
    54, "draft templates and forms",
    """
    ALTER TABLE contract_file ADD COLUMN open_parameters BIGINT NOT NULL DEFAULT 0;
    CREATE TABLE draft_template (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      owner_key TEXT NOT NULL,
      name TEXT NOT NULL,
      group_name TEXT NOT NULL,
      body TEXT NOT NULL,
      parameters TEXT NOT NULL,
      version BIGINT NOT NULL,
      updated_at_us BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, id)
    );
    CREATE INDEX draft_template_by_owner ON draft_template (tenant_id, owner_key, group_name, name, id);
    CREATE TABLE draft_form (
      tenant_id TEXT NOT NULL,
      contract_id TEXT NOT NULL,
      name TEXT NOT NULL,
      body TEXT NOT NULL,
      parameters TEXT NOT NULL,
      filled BLOB NOT NULL,
      updated_at_us BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, contract_id),
      FOREIGN KEY (tenant_id, contract_id) REFERENCES contract (tenant_id, id)
    );
    """)
}
