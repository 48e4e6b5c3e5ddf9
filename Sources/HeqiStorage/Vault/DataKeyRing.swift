package import Crypto
package import HeqiDomain
package import HeqiSQL
import Synchronization

/// Whose data key it is: a contract (its files), a tenant (personal data), an account …
package struct DataKeyOwner: Hashable, Sendable {
  package let tenantID: String
  package let kind: String
  package let id: String

  package init(tenantID: String, kind: String, id: String) {
    self.tenantID = tenantID
    self.kind = kind
    self.id = id
  }

  /// The owner of one contract's files (F-082).
  package static func contract(_ id: String, tenantID: String) -> DataKeyOwner {
    DataKeyOwner(tenantID: tenantID, kind: "contract", id: id)
  }

  /// The owner of one account's own files: identity card images, live photos, handwriting.
  package static func account(_ id: String, tenantID: String) -> DataKeyOwner {
    DataKeyOwner(tenantID: tenantID, kind: "account", id: id)
  }

  var wrapContext: [String] { ["data-key", tenantID, kind, id] }
}

/// Data keys: made on first use, kept wrapped in the database, and unwrapped in a bounded cache.
///
/// Shared state: the cache, guarded by a mutex.
package final class DataKeyRing: Sendable {
  /// Keys kept unwrapped at most; 32 bytes each.
  package static let cacheCountMax = 4096

  private let engine: any SQLEngine
  private let masters: MasterKeyRing
  private let cache = Mutex<[DataKeyOwner: SymmetricKey]>([:])

  package init(engine: any SQLEngine, masters: MasterKeyRing) {
    self.engine = engine
    self.masters = masters
  }

  /// The owner's key, made now if there is none. Throws `SQLError` or `VaultError`.
  package func key(for owner: DataKeyOwner, at now: Instant) async throws -> SymmetricKey {
    if let key = try await existingKey(for: owner) { return key }
    let fresh = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
    let wrapped = try masters.wrap(fresh, context: owner.wrapContext)
    let stored = try await engine.write { connection in
      try connection.execute(
        DataKeySQL.insert,
        owner.columns + [.text(wrapped.masterKeyID), .blob(wrapped.bytes), .integer(now.microseconds)])
      return try Self.load(owner, in: connection)
    }
    guard let stored else { throw VaultError(.missingKey, "the data key just made cannot be read back") }
    return try keep(stored, for: owner)
  }

  /// The owner's key, or nil if it was never made or has been destroyed.
  package func existingKey(for owner: DataKeyOwner) async throws -> SymmetricKey? {
    if let key = cache.withLock({ $0[owner] }) { return key }
    guard let stored = try await engine.read({ try Self.load(owner, in: $0) }) else { return nil }
    return try keep(stored, for: owner)
  }

  /// Destroys the owner's key: everything sealed by it is unreadable for ever (erasure by key destruction, D3).
  package func destroy(_ owner: DataKeyOwner) async throws {
    try await engine.write { try $0.execute(DataKeySQL.delete, owner.columns) }
    cache.withLock { _ = $0.removeValue(forKey: owner) }
  }

  /// Wraps up to `limit` keys of retired masters by the current one; returns how many. 0 means done.
  package func rewrap(limit: Int = 500) async throws -> Int {
    let masters = masters
    return try await engine.write { connection in
      let rows = try connection.query(DataKeySQL.selectRetired, [.text(masters.current.id), SQLValue(limit)])
      for row in rows {
        let owner = DataKeyOwner(
          tenantID: try row.text("tenant_id"), kind: try row.text("owner_kind"), id: try row.text("owner_id"))
        let old = WrappedSecret(masterKeyID: try row.text("master_key_id"), bytes: try row.blob("wrapped"))
        let secret = try masters.unwrap(old, context: owner.wrapContext)
        let new = try masters.wrap(secret, context: owner.wrapContext)
        try connection.execute(DataKeySQL.update, owner.columns + [.text(new.masterKeyID), .blob(new.bytes)])
      }
      return rows.count
    }
  }

  private func keep(_ wrapped: WrappedSecret, for owner: DataKeyOwner) throws(VaultError) -> SymmetricKey {
    let key = SymmetricKey(data: try masters.unwrap(wrapped, context: owner.wrapContext))
    cache.withLock { cache in
      if cache.count >= Self.cacheCountMax { cache.removeAll(keepingCapacity: true) }
      cache[owner] = key
    }
    return key
  }

  private static func load(_ owner: DataKeyOwner, in connection: any SQLConnection) throws -> WrappedSecret? {
    guard let row = try connection.first(DataKeySQL.select, owner.columns) else { return nil }
    return WrappedSecret(masterKeyID: try row.text("master_key_id"), bytes: try row.blob("wrapped"))
  }
}

extension DataKeyOwner {
  fileprivate var columns: [SQLValue] { [.text(tenantID), .text(kind), .text(id)] }
}

/// Statements over `data_key`.
enum DataKeySQL {
  static let insert = """
    INSERT INTO data_key (tenant_id, owner_kind, owner_id, master_key_id, wrapped, created_at_us)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (tenant_id, owner_kind, owner_id) DO NOTHING
    """
  static let select = """
    SELECT master_key_id, wrapped FROM data_key WHERE tenant_id = $1 AND owner_kind = $2 AND owner_id = $3
    """
  static let delete = "DELETE FROM data_key WHERE tenant_id = $1 AND owner_kind = $2 AND owner_id = $3"
  static let selectRetired = """
    SELECT tenant_id, owner_kind, owner_id, master_key_id, wrapped FROM data_key
    WHERE master_key_id <> $1 ORDER BY tenant_id, owner_kind, owner_id LIMIT $2
    """
  static let update = """
    UPDATE data_key SET master_key_id = $4, wrapped = $5 WHERE tenant_id = $1 AND owner_kind = $2 AND owner_id = $3
    """
}
