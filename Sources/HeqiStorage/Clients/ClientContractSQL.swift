/// Statements over `client_business`, `client_contract`, `client_signer`, `sign_link`, `client_file` and
/// `event_certificate`.
enum ClientContractSQL {
  /// Takes a business number, or takes it over from the contract that held it; $5 is that one, or ''.
  static let takeBusiness = """
    INSERT INTO client_business (tenant_id, biz_id, biz_type, contract_id) VALUES ($1, $2, $3, $4)
    ON CONFLICT (tenant_id, biz_id, biz_type) DO UPDATE SET contract_id = EXCLUDED.contract_id
    WHERE client_business.contract_id = $5
    """
  static let selectBusiness = """
    SELECT contract_id FROM client_business WHERE tenant_id = $1 AND biz_id = $2 AND biz_type = $3
    """

  private static let columns = """
    tenant_id, contract_id, client_id, biz_id, biz_type, template_id, template_version, request_hash, callback_url,
    callback_headers, archive_providers, created_at_us, expires_at_us
    """
  static let insert = """
    INSERT INTO client_contract (\(columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    """
  static let select = "SELECT \(columns) FROM client_contract WHERE tenant_id = $1 AND contract_id = $2"
  static let selectHeaders = "SELECT callback_headers FROM client_contract WHERE tenant_id = $1 AND contract_id = $2"
  /// Newest first before ($2, $3); uses `client_contract_by_time`.
  static let selectByTime = """
    SELECT \(columns) FROM client_contract WHERE tenant_id = $1 AND (created_at_us, contract_id) < ($2, $3)
      AND created_at_us >= $4
    ORDER BY created_at_us DESC, contract_id DESC LIMIT $5
    """
  /// Uses `client_contract_by_business`.
  static let selectByBusiness = """
    SELECT \(columns) FROM client_contract WHERE tenant_id = $1 AND biz_id = $6 AND (created_at_us, contract_id) < ($2, $3)
      AND created_at_us >= $4
    ORDER BY created_at_us DESC, contract_id DESC LIMIT $5
    """
  /// Uses `client_signer_by_mobile`.
  static let selectByMobile = """
    SELECT \(columns) FROM client_contract WHERE tenant_id = $1 AND (created_at_us, contract_id) < ($2, $3)
      AND created_at_us >= $4
      AND contract_id IN (SELECT contract_id FROM client_signer WHERE tenant_id = $1 AND mobile_index = $6)
    ORDER BY created_at_us DESC, contract_id DESC LIMIT $5
    """

  private static let signerColumns = """
    id, contract_id, position, party_id, party_type, name, id_card, id_card_index, mobile, mobile_index, sign_method,
    notify_type, sequence, face_transaction_no, face_passed_at_us, transaction_no, ip_address, device_info, reject_reason,
    face_method, email, organization_id, organization_name, organization_code, seal_kind
    """
  static let insertSigner = """
    INSERT INTO client_signer (tenant_id, \(signerColumns))
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
      $21, $22, $23, $24, $25, $26)
    """
  /// Of a company's signer.
  static let selectSealKind = "SELECT seal_kind FROM client_signer WHERE tenant_id = $1 AND id = $2"
  static let selectSigners = """
    SELECT \(signerColumns) FROM client_signer WHERE tenant_id = $1 AND contract_id = $2 ORDER BY position
    """
  static let updateSigner = """
    UPDATE client_signer SET face_transaction_no = $3, face_passed_at_us = $4, transaction_no = $5, ip_address = $6,
      device_info = $7, reject_reason = $8, face_method = $9
    WHERE tenant_id = $1 AND id = $2
    """

  private static let linkColumns = """
    id, tenant_id, contract_id, party_id, token_hash, short_hash, source, frame, theme_colour, shows_refusal,
    reading_seconds, shows_result, return_url, created_at_us, expires_at_us, used_at_us, replaced_at_us
    """
  static let insertLink = """
    INSERT INTO sign_link (\(linkColumns))
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
    """
  static let selectLinkByToken = "SELECT \(linkColumns) FROM sign_link WHERE token_hash = $1"
  static let selectLinkByShort = "SELECT \(linkColumns) FROM sign_link WHERE short_hash = $1"
  static let selectNewestLink = """
    SELECT \(linkColumns) FROM sign_link WHERE tenant_id = $1 AND party_id = $2 ORDER BY created_at_us DESC LIMIT 1
    """
  static let replaceLinks = """
    UPDATE sign_link SET replaced_at_us = $3 WHERE tenant_id = $1 AND party_id = $2 AND replaced_at_us IS NULL AND used_at_us IS NULL
    """
  static let useLink = "UPDATE sign_link SET used_at_us = $2 WHERE id = $1 AND used_at_us IS NULL AND replaced_at_us IS NULL"

  static let insertFile = """
    INSERT INTO client_file (tenant_id, id, name, digest, length, pages, created_at_us) VALUES ($1, $2, $3, $4, $5, $6, $7)
    """
  static let selectFile = """
    SELECT id, name, digest, length, pages, created_at_us FROM client_file WHERE tenant_id = $1 AND id = $2
    """

  static let insertCertificate = """
    INSERT INTO event_certificate (serial, tenant_id, party_id, subject_name, chain, not_before_us, not_after_us)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    """
  static let selectCertificate = """
    SELECT serial, revoked_at_us, revocation_reason FROM event_certificate WHERE serial = $1
    """
}
