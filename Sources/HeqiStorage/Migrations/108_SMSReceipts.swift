import HeqiSQL

extension HeqiMigrations {
  /// Who took a text message and under which number: evidence of codes (E-24), and what keeps a repeat from being sent (H-05).
  static let smsReceipts108 = Migration(
    108, "SMS receipts",
    """
    CREATE TABLE sms_receipt (
      tenant_id TEXT NOT NULL,
      message_key TEXT NOT NULL,
      vendor TEXT NOT NULL,
      vendor_number TEXT NOT NULL,
      taken_at_us BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, message_key)
    );
    """)
}
