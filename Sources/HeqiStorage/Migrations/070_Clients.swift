import HeqiSQL

extension HeqiMigrations {
  /// Business systems of the open API: clients, their secrets, nonces that hold across nodes, the request log (M-028).
  static let clients070 = Migration(
    70, "API clients",
    """
    CREATE TABLE api_client (
      id TEXT NOT NULL PRIMARY KEY,
      tenant_id TEXT NOT NULL,
      name TEXT NOT NULL,
      scopes TEXT NOT NULL,
      allowed_addresses TEXT NOT NULL,
      requests_per_minute BIGINT NOT NULL CHECK (requests_per_minute > 0),
      page_link_seconds BIGINT NOT NULL CHECK (page_link_seconds > 0),
      sms_link_seconds BIGINT NOT NULL CHECK (sms_link_seconds > 0),
      frame_ancestors TEXT NOT NULL,
      return_hosts TEXT NOT NULL,
      created_at_us BIGINT NOT NULL,
      revoked_at_us BIGINT,
      last_used_at_us BIGINT
    );
    CREATE INDEX api_client_by_time ON api_client (created_at_us, id);
    CREATE TABLE api_secret (
      client_id TEXT NOT NULL,
      id TEXT NOT NULL,
      secret BLOB NOT NULL,
      created_at_us BIGINT NOT NULL,
      expires_at_us BIGINT,
      PRIMARY KEY (client_id, id),
      FOREIGN KEY (client_id) REFERENCES api_client (id)
    );
    CREATE TABLE api_nonce (
      client_id TEXT NOT NULL,
      nonce TEXT NOT NULL,
      expires_at_us BIGINT NOT NULL,
      PRIMARY KEY (client_id, nonce)
    );
    CREATE INDEX api_nonce_by_expiry ON api_nonce (expires_at_us);
    CREATE TABLE api_request (
      client_id TEXT NOT NULL,
      id TEXT NOT NULL,
      at_us BIGINT NOT NULL,
      method TEXT NOT NULL,
      route TEXT NOT NULL,
      status BIGINT NOT NULL,
      code TEXT,
      field TEXT,
      ip TEXT NOT NULL,
      PRIMARY KEY (client_id, id)
    );
    CREATE INDEX api_request_by_time ON api_request (at_us);
    CREATE TABLE api_usage (
      client_id TEXT NOT NULL,
      day TEXT NOT NULL,
      requests BIGINT NOT NULL,
      refusals BIGINT NOT NULL,
      PRIMARY KEY (client_id, day)
    );
    """)
}
