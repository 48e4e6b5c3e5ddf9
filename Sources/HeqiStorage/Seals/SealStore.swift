package import HeqiDomain
package import HeqiSQL

/// Seals with their drawings (F-045, F-046).
package struct SealStore: Sendable {
  let tenantID: String

  package init(tenantID: String) { self.tenantID = tenantID }

  /// Adds a seal; a default one takes the place of the owner's present default.
  package func insert(_ seal: Seal, drawing: SealDrawing, in connection: any SQLConnection) throws {
    let (ownerKind, ownerID) = Self.owner(seal.owner)
    if seal.isDefault { try connection.execute(SealSQL.clearDefault, [.text(tenantID), .text(ownerID)]) }
    try connection.execute(
      SealSQL.insert,
      [
        .text(tenantID), .text(seal.id.description), .text(ownerKind), .text(ownerID), .text(seal.kind.rawValue),
        .text(seal.origin.rawValue), .text(seal.name), .text(seal.status.rawValue), SQLValue(seal.isDefault),
        .real(seal.widthMM), .real(seal.heightMM), SQLValue(seal.createdAt), SQLValue(seal.expiresAt?.microseconds),
        SQLValue(seal.grantVersion), .integer(seal.revision), .blob(drawing.pdf), .blob(drawing.svg),
      ])
  }

  /// Saves status and default; a new default takes the place of the old. Throws `IdentityError` `.staleRevision` when
  /// somebody was faster.
  package func save(_ seal: Seal, in connection: any SQLConnection) throws {
    if seal.isDefault, try find(seal.id, in: connection)?.isDefault == false {
      try connection.execute(SealSQL.clearDefault, [.text(tenantID), .text(Self.owner(seal.owner).id)])
    }
    let changed = try connection.execute(
      SealSQL.update,
      [
        .text(tenantID), .text(seal.id.description), .text(seal.status.rawValue), SQLValue(seal.isDefault),
        SQLValue(seal.grantVersion), .integer(seal.revision),
      ])
    guard changed == 1 else { throw IdentityError(.staleRevision) }
  }

  package func find(_ id: ID<Seal>, in connection: any SQLConnection) throws -> Seal? {
    try connection.first(SealSQL.selectOne, [.text(tenantID), .text(id.description)]).map { try Self.seal($0) }
  }

  /// A person's seals, oldest first; at most 200.
  package func list(ownedBy ownerID: ID<Account>, in connection: any SQLConnection) throws -> [Seal] {
    try list(of: .person(ownerID), in: connection)
  }

  /// The owner's seals, oldest first; at most 200.
  package func list(of owner: SealOwner, in connection: any SQLConnection) throws -> [Seal] {
    try connection.query(SealSQL.selectByOwner, [.text(tenantID), .text(Self.owner(owner).id)]).map { try Self.seal($0) }
      .filter { $0.owner == owner }
  }

  /// Vector PDF and SVG at true size.
  package func drawing(_ id: ID<Seal>, in connection: any SQLConnection) throws -> SealDrawing? {
    try connection.first(SealSQL.selectDrawing, [.text(tenantID), .text(id.description)]).map {
      SealDrawing(pdf: try $0.blob("pdf"), svg: try $0.blob("svg"))
    }
  }

  /// Seals of every tenant whose term has ended and that are not expired yet; at most 100.
  package static func ended(by now: Instant, in connection: any SQLConnection) throws -> [Seal] {
    try connection.query(SealSQL.selectExpired, [SQLValue(now)]).map { try seal($0) }
  }

  private static func owner(_ owner: SealOwner) -> (kind: String, id: String) {
    switch owner {
    case .person(let id): ("person", id.description)
    case .organization(let id): ("organization", id.description)
    }
  }

  private static func seal(_ row: SQLRow) throws -> Seal {
    let owner: SealOwner =
      switch try row.text("owner_kind") {
      case "person": .person(try row.id("owner_id"))
      case "organization": .organization(try row.id("owner_id"))
      default: throw SQLError.decoding("column “owner_kind” holds an unknown word")
      }
    return Seal(
      id: try row.id("id"), tenantID: try row.text("tenant_id"), owner: owner, kind: try row.choice("kind"),
      origin: try row.choice("origin"), name: try row.text("name"), status: try row.choice("status"),
      isDefault: try row.bool("is_default"), widthMM: try row.real("width_mm"), heightMM: try row.real("height_mm"),
      createdAt: try row.instant("created_at_us"), expiresAt: try row.optionalInstant("expires_at_us"),
      grantVersion: try row.int("grant_version"), revision: try row.integer("revision"))
  }
}
