import HeqiSQL

extension HeqiMigrations {
  /// Whether a text message reached its reader, as its vendor reported (H-05).
  static let smsReports141 = Migration(
    141, "SMS reports",
    """
    ALTER TABLE sms_receipt ADD COLUMN reported_at_us BIGINT;
    ALTER TABLE sms_receipt ADD COLUMN is_delivered SMALLINT;
    ALTER TABLE sms_receipt ADD COLUMN report_reason TEXT;
    CREATE INDEX sms_receipt_by_number ON sms_receipt (vendor, vendor_number);
    CREATE INDEX sms_receipt_by_report ON sms_receipt (vendor, reported_at_us) WHERE reported_at_us IS NOT NULL;
    """)
}
