import HeqiSQL

extension HeqiMigrations {
  /// Announcements of the platform and who has read them (F-044).
  static let announcements066 = Migration(
    66, "announcements",
    """
    CREATE TABLE announcement (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      title_zh TEXT NOT NULL,
      title_en TEXT NOT NULL,
      text_zh TEXT NOT NULL,
      text_en TEXT NOT NULL,
      created_by TEXT NOT NULL,
      created_at_us BIGINT NOT NULL,
      published_at_us BIGINT,
      withdrawn_at_us BIGINT,
      PRIMARY KEY (tenant_id, id)
    );
    CREATE INDEX announcement_visible ON announcement (tenant_id, published_at_us, id) WHERE withdrawn_at_us IS NULL;
    CREATE TABLE announcement_read (
      tenant_id TEXT NOT NULL,
      account_id TEXT NOT NULL,
      announcement_id TEXT NOT NULL,
      at_us BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, account_id, announcement_id),
      FOREIGN KEY (tenant_id, announcement_id) REFERENCES announcement (tenant_id, id)
    );
    """)
}
