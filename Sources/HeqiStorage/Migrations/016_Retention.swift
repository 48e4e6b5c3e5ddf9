import HeqiSQL

extension HeqiMigrations {
  /// Live images past their time are looked for per tenant (B-26).
  static let retention016 = Migration(
    16, "retention of live images",
    """
    DROP INDEX identity_verification_by_retention;
    CREATE INDEX identity_verification_by_expiry ON identity_verification (tenant_id, live_retained_until_us) WHERE live_retained_until_us IS NOT NULL;
    """)
}
