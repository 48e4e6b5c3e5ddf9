import HeqiSQL

extension HeqiMigrations {
  /// A number that rises with every change of a client or its secrets: nodes keep clients in memory, and a request is taken
  /// only while the number they know is still the number in force (M-028).
  static let clientRevisions082 = Migration(
    82, "API client revisions",
    """
    ALTER TABLE api_client ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;
    """)
}
