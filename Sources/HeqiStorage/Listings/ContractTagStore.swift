package import HeqiDomain
package import HeqiSQL

/// Statements over `contract_tag` and `contract_tagging`.
enum ContractTagSQL {
  static let insert = """
    INSERT INTO contract_tag (tenant_id, id, viewer_key, name, color) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (tenant_id, viewer_key, name) DO NOTHING
    """
  static let update = """
    UPDATE contract_tag SET name = $4, color = $5 WHERE tenant_id = $1 AND viewer_key = $2 AND id = $3
      AND NOT EXISTS (SELECT 1 FROM contract_tag AS other WHERE other.tenant_id = $1 AND other.viewer_key = $2
        AND other.name = $4 AND other.id <> $3)
    """
  /// All tags of a viewer by name; uses `contract_tag_by_name`.
  static let select = """
    SELECT id, name, color FROM contract_tag WHERE tenant_id = $1 AND viewer_key = $2 ORDER BY name LIMIT $3
    """
  static let find = "SELECT id, name, color FROM contract_tag WHERE tenant_id = $1 AND viewer_key = $2 AND id = $3"
  static let deleteMarks = "DELETE FROM contract_tagging WHERE tenant_id = $1 AND tag_id = $2"
  static let delete = "DELETE FROM contract_tag WHERE tenant_id = $1 AND viewer_key = $2 AND id = $3"
  static let mark = """
    INSERT INTO contract_tagging (tenant_id, tag_id, contract_id)
    SELECT tenant_id, $3, contract_id FROM contract_listing WHERE tenant_id = $1 AND viewer_key = $2 AND contract_id = $4
    ON CONFLICT (tenant_id, tag_id, contract_id) DO NOTHING
    """
  static let unmark = "DELETE FROM contract_tagging WHERE tenant_id = $1 AND tag_id = $2 AND contract_id = $3"
  /// Tags of one contract; uses `contract_tagging_by_contract`.
  static let ofContract = """
    SELECT t.id, t.name, t.color FROM contract_tagging m JOIN contract_tag t ON t.tenant_id = m.tenant_id AND t.id = m.tag_id
    WHERE m.tenant_id = $1 AND m.contract_id = $2 AND t.viewer_key = $3
    """
}

/// A viewer's tags (T-014).
package struct ContractTagStore: Sendable {
  private let tenant: SQLValue

  package init(tenantID: String) { tenant = .text(tenantID) }

  package func list(of viewer: ListViewer, in connection: any SQLConnection) throws -> [ContractTag] {
    try connection.query(ContractTagSQL.select, [tenant, .text(viewer.key), SQLValue(ContractTag.countMax)]).map(tag)
  }

  package func find(_ id: ID<ContractTag>, of viewer: ListViewer, in connection: any SQLConnection) throws -> ContractTag? {
    try connection.first(ContractTagSQL.find, [tenant, .text(viewer.key), .text(id.description)]).map(tag)
  }

  /// False where the viewer has a tag of that name.
  package func insert(_ tag: ContractTag, of viewer: ListViewer, in connection: any SQLConnection) throws -> Bool {
    try connection.execute(
      ContractTagSQL.insert,
      [tenant, .text(tag.id.description), .text(viewer.key), .text(tag.name), .text(tag.color.rawValue)]) == 1
  }

  /// False where the tag is gone or another has that name.
  package func update(_ tag: ContractTag, of viewer: ListViewer, in connection: any SQLConnection) throws -> Bool {
    try connection.execute(
      ContractTagSQL.update,
      [tenant, .text(viewer.key), .text(tag.id.description), .text(tag.name), .text(tag.color.rawValue)]) == 1
  }

  /// The tag and its marks; the contracts stay.
  package func delete(_ id: ID<ContractTag>, of viewer: ListViewer, in connection: any SQLConnection) throws -> Bool {
    guard try find(id, of: viewer, in: connection) != nil else { return false }
    try connection.execute(ContractTagSQL.deleteMarks, [tenant, .text(id.description)])
    return try connection.execute(ContractTagSQL.delete, [tenant, .text(viewer.key), .text(id.description)]) == 1
  }

  /// Marks a contract of the viewer's list; nothing for any other. The tag must be the viewer's own.
  package func mark(
    _ contract: ID<Contract>, with id: ID<ContractTag>, of viewer: ListViewer, in connection: any SQLConnection
  ) throws -> Bool {
    try connection.execute(
      ContractTagSQL.mark, [tenant, .text(viewer.key), .text(id.description), .text(contract.description)]) == 1
  }

  package func unmark(
    _ contract: ID<Contract>, with id: ID<ContractTag>, in connection: any SQLConnection
  ) throws -> Bool {
    try connection.execute(ContractTagSQL.unmark, [tenant, .text(id.description), .text(contract.description)]) == 1
  }

  /// The viewer's tags of a contract, by name.
  package func tags(
    of contract: ID<Contract>, by viewer: ListViewer, in connection: any SQLConnection
  ) throws -> [ContractTag] {
    try connection.query(ContractTagSQL.ofContract, [tenant, .text(contract.description), .text(viewer.key)]).map(tag)
      .sorted { $0.name < $1.name }
  }

  private func tag(_ row: SQLRow) throws -> ContractTag {
    ContractTag(id: try row.id("id"), name: try row.text("name"), color: try row.choice("color"))
  }
}
