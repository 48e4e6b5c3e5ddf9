import HeqiSQL

extension HeqiMigrations {
  /// What the dashboard counts by month of initiation (F-044).
  static let contractFigures063 = Migration(
    63, "contract figures",
    """
    CREATE INDEX contract_listing_initiated ON contract_listing (tenant_id, viewer_key, initiated_sort_us);
    """)
}
