/// Statements over `face_verification` and `dev_face`.
enum FaceSQL {
  private static let columns = """
    id, client_id, biz_id, biz_type, party_id, contract_id, status, is_live, user_name, id_card, id_card_index, mobile,
    request_hash, title, callback_url, callback_headers, token_hash, return_path, consented_at_us, consent_ip, consent_agent,
    consent_text, vendor, vendor_token, vendor_url, face_score_e4, transaction_no, fail_reason, created_at_us, expires_at_us,
    verified_at_us, exhausted_at_us, revision, logo_url, theme_color
    """
  static let insert = """
    INSERT INTO face_verification (tenant_id, \(columns))
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25,
      $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36)
    """
  static let update = """
    UPDATE face_verification SET status = $3, is_live = $4, token_hash = $5, return_path = $6, consented_at_us = $7,
      consent_ip = $8, consent_agent = $9, consent_text = $10, vendor = $11, vendor_token = $12, vendor_url = $13,
      face_score_e4 = $14, transaction_no = $15, fail_reason = $16, verified_at_us = $17, expires_at_us = $18,
      exhausted_at_us = $19, revision = revision + 1
    WHERE tenant_id = $1 AND id = $2 AND revision = $20
    """
  static let select = "SELECT \(columns) FROM face_verification WHERE tenant_id = $1 AND id = $2"
  /// Begun ones and those past their end, nearest end first; $1 now, $2 limit. Uses `face_verification_by_status`.
  static let selectOpen = """
    SELECT tenant_id, id FROM face_verification
    WHERE status = 'PROCESSING' OR (status = 'PENDING' AND expires_at_us <= $1) ORDER BY expires_at_us, id LIMIT $2
    """
  static let selectHeaders = "SELECT callback_headers FROM face_verification WHERE tenant_id = $1 AND id = $2"
  /// Uses `face_verification_live`.
  static let selectLive = """
    SELECT \(columns) FROM face_verification WHERE tenant_id = $1 AND biz_id = $2 AND biz_type = $3 AND party_id = $4
      AND is_live = 1
    """
  /// All live ones of a business number; uses `face_verification_live`.
  static let selectBusiness = """
    SELECT \(columns) FROM face_verification WHERE tenant_id = $1 AND biz_id = $2 AND is_live = 1 ORDER BY created_at_us
    """
  static let selectTenant = "SELECT tenant_id, id FROM face_verification WHERE token_hash = $1"

  static let insertDev = "INSERT INTO dev_face (token, return_url, outcome, created_at_us) VALUES ($1, $2, NULL, $3)"
  static let selectDev = "SELECT return_url, outcome FROM dev_face WHERE token = $1"
  static let updateDev = "UPDATE dev_face SET outcome = $2 WHERE token = $1"
}
