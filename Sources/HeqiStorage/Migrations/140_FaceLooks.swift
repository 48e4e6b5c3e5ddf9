import HeqiSQL

extension HeqiMigrations {
  /// Picture and colour that a caller chose for the page of a face check (`uiConfig` of M-002).
  static let faceLooks140 = Migration(
    140, "face looks",
    """
    ALTER TABLE face_verification ADD COLUMN logo_url TEXT;
    ALTER TABLE face_verification ADD COLUMN theme_color TEXT;
    """)
}
