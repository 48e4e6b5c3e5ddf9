package import HeqiDomain
package import HeqiSQL

/// Domain values out of columns. Raw text becomes an enum or an id here, or the row is refused (style 3).
extension SQLRow {
  /// An identifier that must be present.
  package func id<Entity>(_ column: String, _: Entity.Type = Entity.self) throws(SQLError) -> ID<Entity> {
    guard let id = ID<Entity>(try text(column)) else { throw .decoding("column “\(column)” holds no identifier") }
    return id
  }

  /// An identifier or NULL.
  package func optionalID<Entity>(_ column: String, _: Entity.Type = Entity.self) throws(SQLError) -> ID<Entity>? {
    guard let text = try optionalText(column) else { return nil }
    guard let id = ID<Entity>(text) else { throw .decoding("column “\(column)” holds no identifier") }
    return id
  }

  /// An enum by its raw text.
  package func choice<Choice: RawRepresentable>(
    _ column: String, _: Choice.Type = Choice.self
  ) throws(SQLError) -> Choice where Choice.RawValue == String {
    guard let choice = Choice(rawValue: try text(column)) else { throw .decoding("column “\(column)” holds an unknown word") }
    return choice
  }

  /// µs since 1970 UTC.
  package func instant(_ column: String) throws(SQLError) -> Instant { Instant(microseconds: try integer(column)) }

  /// µs since 1970 UTC, or NULL.
  package func optionalInstant(_ column: String) throws(SQLError) -> Instant? {
    try optionalInteger(column).map { Instant(microseconds: $0) }
  }

  /// A SHA-256 digest that must be present.
  package func digest(_ column: String) throws(SQLError) -> Digest {
    guard let digest = Digest(try blob(column)) else { throw .decoding("column “\(column)” holds no SHA-256 digest") }
    return digest
  }

  /// A SHA-256 digest or NULL.
  package func optionalDigest(_ column: String) throws(SQLError) -> Digest? {
    guard let bytes = try optionalBlob(column) else { return nil }
    guard let digest = Digest(bytes) else { throw .decoding("column “\(column)” holds no SHA-256 digest") }
    return digest
  }

  /// The scene of four columns `client_kind`, `ip`, `device_id`, `user_agent`.
  package func scene() throws(SQLError) -> Scene {
    Scene(
      client: try choice("client_kind"), ip: try text("ip"), deviceID: try text("device_id"), userAgent: try text("user_agent"))
  }
}

extension SQLValue {
  /// µs since 1970 UTC, or `null`.
  package init(_ instant: Instant?) { self = instant.map { .integer($0.microseconds) } ?? .null }
  /// Canonical text, or `null`.
  package init<Entity>(_ id: ID<Entity>?) { self = id.map { .text($0.description) } ?? .null }
  /// 32 bytes, or `null`.
  package init(_ digest: Digest?) { self = digest.map { .blob($0.bytes) } ?? .null }
}
