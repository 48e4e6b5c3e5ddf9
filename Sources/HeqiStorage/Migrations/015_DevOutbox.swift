import HeqiSQL

extension HeqiMigrations {
  /// Evaluation mode only: what would have left by SMS and mail, readable at /dev/outbox.
  static let devOutbox015 = Migration(
    15, "development outbox",
    """
    CREATE TABLE dev_outbox (
      id TEXT NOT NULL PRIMARY KEY,
      at_us BIGINT NOT NULL,
      channel TEXT NOT NULL,
      recipient TEXT NOT NULL,
      subject TEXT NOT NULL,
      body TEXT NOT NULL,
      code TEXT,
      dedup_key TEXT NOT NULL
    );
    CREATE UNIQUE INDEX dev_outbox_by_dedup_key ON dev_outbox (channel, dedup_key);
    CREATE INDEX dev_outbox_by_time ON dev_outbox (at_us, id);
    """)
}
