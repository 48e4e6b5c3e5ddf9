/// Statements over `api_client`, `api_secret`, `api_nonce`, `api_request` and `api_usage`.
enum ClientSQL {
  private static let columns = """
    id, tenant_id, name, scopes, allowed_addresses, requests_per_minute, page_link_seconds, sms_link_seconds,
    frame_ancestors, return_hosts, created_at_us, revoked_at_us, last_used_at_us
    """
  static let insert = """
    INSERT INTO api_client (\(columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    """
  static let select = "SELECT \(columns) FROM api_client WHERE id = $1"
  /// Uses `api_client_by_time`.
  static let selectAll = "SELECT \(columns) FROM api_client ORDER BY created_at_us DESC, id DESC LIMIT 500"
  static let update = """
    UPDATE api_client SET name = $2, scopes = $3, allowed_addresses = $4, requests_per_minute = $5, page_link_seconds = $6,
      sms_link_seconds = $7, frame_ancestors = $8, return_hosts = $9
    WHERE id = $1
    """
  static let raiseRevision = "UPDATE api_client SET revision = revision + 1 WHERE id = $1"
  static let selectRevision = "SELECT revision FROM api_client WHERE id = $1"
  static let revoke = "UPDATE api_client SET revoked_at_us = $2 WHERE id = $1 AND revoked_at_us IS NULL"
  static let touch = """
    UPDATE api_client SET last_used_at_us = $2 WHERE id = $1 AND (last_used_at_us IS NULL OR last_used_at_us < $2)
    """

  static let insertSecret = """
    INSERT INTO api_secret (client_id, id, secret, created_at_us, expires_at_us) VALUES ($1, $2, $3, $4, $5)
    """
  static let selectSecrets = """
    SELECT client_id, id, secret, created_at_us, expires_at_us FROM api_secret
    WHERE client_id = $1 AND (expires_at_us IS NULL OR expires_at_us > $2) ORDER BY created_at_us, id
    """
  static let expireSecrets = """
    UPDATE api_secret SET expires_at_us = $2 WHERE client_id = $1 AND (expires_at_us IS NULL OR expires_at_us > $2)
    """
  static let expireSecret = """
    UPDATE api_secret SET expires_at_us = $3
    WHERE client_id = $1 AND id = $2 AND (expires_at_us IS NULL OR expires_at_us > $3)
    """

  /// Takes a nonce only while the client is as the node knows it.
  static let insertNonce = """
    INSERT INTO api_nonce (client_id, nonce, expires_at_us)
    SELECT id, CAST($2 AS TEXT), CAST($3 AS BIGINT) FROM api_client WHERE id = $1 AND revision = $4
    ON CONFLICT (client_id, nonce) DO NOTHING
    """
  static let deleteNonces = "DELETE FROM api_nonce WHERE expires_at_us < $1"

  static let insertRequest = """
    INSERT INTO api_request (client_id, id, at_us, method, route, status, code, field, ip)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    """
  static let selectRequests = """
    SELECT client_id, id, at_us, method, route, status, code, field, ip FROM api_request
    WHERE client_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3
    """
  static let deleteRequests = "DELETE FROM api_request WHERE at_us < $1"
  static let countUse = """
    INSERT INTO api_usage (client_id, day, requests, refusals) VALUES ($1, $2, $3, $4)
    ON CONFLICT (client_id, day) DO UPDATE SET requests = api_usage.requests + EXCLUDED.requests,
      refusals = api_usage.refusals + EXCLUDED.refusals
    """
  static let selectUsage = """
    SELECT client_id, day, requests, refusals FROM api_usage WHERE client_id = $1 AND day >= $2 ORDER BY day
    """
}
