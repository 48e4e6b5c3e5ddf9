package import HeqiDomain
package import HeqiSQL

/// Statements over `seal`.
enum SealSQL {
  private static let columns = """
    tenant_id, id, owner_id, kind, name, status, is_default, width_mm, height_mm, created_at_us, grant_version, revision
    """
  static let insert = """
    INSERT INTO seal (tenant_id, id, owner_id, kind, name, status, is_default, width_mm, height_mm, created_at_us,
      grant_version, revision, pdf, svg)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
    """
  static let update = """
    UPDATE seal SET status = $3, is_default = $4, grant_version = $5, revision = revision + 1
    WHERE tenant_id = $1 AND id = $2 AND revision = $6
    """
  static let clearDefault = """
    UPDATE seal SET is_default = 0, revision = revision + 1 WHERE tenant_id = $1 AND owner_id = $2 AND is_default = 1
    """
  /// Uses `seal_by_owner`.
  static let selectByOwner = """
    SELECT \(columns) FROM seal WHERE tenant_id = $1 AND owner_id = $2 ORDER BY created_at_us, id LIMIT 200
    """
  static let selectOne = "SELECT \(columns) FROM seal WHERE tenant_id = $1 AND id = $2"
  static let selectDrawing = "SELECT pdf, svg FROM seal WHERE tenant_id = $1 AND id = $2"
}

/// Seals with their drawings (F-045, F-046).
package struct SealStore: Sendable {
  private let tenantID: String

  package init(tenantID: String) { self.tenantID = tenantID }

  /// Adds a seal; a default one takes the place of the owner's present default.
  package func insert(_ seal: Seal, drawing: SealDrawing, in connection: any SQLConnection) throws {
    if seal.isDefault { try connection.execute(SealSQL.clearDefault, [.text(tenantID), .text(seal.ownerID.description)]) }
    try connection.execute(
      SealSQL.insert,
      [
        .text(tenantID), .text(seal.id.description), .text(seal.ownerID.description), .text(seal.kind.rawValue),
        .text(seal.name), .text(seal.status.rawValue), SQLValue(seal.isDefault), .real(seal.widthMM), .real(seal.heightMM),
        SQLValue(seal.createdAt), SQLValue(seal.grantVersion), .integer(seal.revision), .blob(drawing.pdf), .blob(drawing.svg),
      ])
  }

  /// Saves status and default. Throws `IdentityError` `.staleRevision` when somebody was faster.
  package func save(_ seal: Seal, in connection: any SQLConnection) throws {
    let changed = try connection.execute(
      SealSQL.update,
      [
        .text(tenantID), .text(seal.id.description), .text(seal.status.rawValue), SQLValue(seal.isDefault),
        SQLValue(seal.grantVersion), .integer(seal.revision),
      ])
    guard changed == 1 else { throw IdentityError(.staleRevision) }
  }

  package func find(_ id: ID<Seal>, in connection: any SQLConnection) throws -> Seal? {
    try connection.first(SealSQL.selectOne, [.text(tenantID), .text(id.description)]).map { try seal($0) }
  }

  /// The owner's seals, oldest first; at most 200.
  package func list(ownedBy ownerID: ID<Account>, in connection: any SQLConnection) throws -> [Seal] {
    try connection.query(SealSQL.selectByOwner, [.text(tenantID), .text(ownerID.description)]).map { try seal($0) }
  }

  /// Vector PDF and SVG at true size.
  package func drawing(_ id: ID<Seal>, in connection: any SQLConnection) throws -> SealDrawing? {
    try connection.first(SealSQL.selectDrawing, [.text(tenantID), .text(id.description)]).map {
      SealDrawing(pdf: try $0.blob("pdf"), svg: try $0.blob("svg"))
    }
  }

  private func seal(_ row: SQLRow) throws -> Seal {
    Seal(
      id: try row.id("id"), tenantID: try row.text("tenant_id"), ownerID: try row.id("owner_id"), kind: try row.choice("kind"),
      name: try row.text("name"), status: try row.choice("status"), isDefault: try row.bool("is_default"),
      widthMM: try row.real("width_mm"), heightMM: try row.real("height_mm"), createdAt: try row.instant("created_at_us"),
      grantVersion: try row.int("grant_version"), revision: try row.integer("revision"))
  }
}
