import HeqiSQL

extension HeqiMigrations {
  /// Orders of vendors, set while running; append-only, the highest revision of a port counts (M-035).
  static let vendorPlans106 = Migration(
    106, "orders of vendors",
    """
    CREATE TABLE vendor_plan (
      port TEXT NOT NULL,
      revision BIGINT NOT NULL,
      vendor_order TEXT NOT NULL,
      vendors_off TEXT NOT NULL,
      reason TEXT NOT NULL,
      changed_by TEXT NOT NULL,
      changed_at_us BIGINT NOT NULL,
      PRIMARY KEY (port, revision)
    );
    """)
}
