package import HeqiDomain
package import HeqiSQL

/// Statements over `saved_view`.
enum SavedViewSQL {
  static let insert = """
    INSERT INTO saved_view (tenant_id, id, viewer_key, name, query) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (tenant_id, viewer_key, name) DO NOTHING
    """
  /// All views of a viewer by name; uses `saved_view_by_name`.
  static let select = """
    SELECT id, name, query FROM saved_view WHERE tenant_id = $1 AND viewer_key = $2 ORDER BY name LIMIT $3
    """
  static let delete = "DELETE FROM saved_view WHERE tenant_id = $1 AND viewer_key = $2 AND id = $3"
}

/// A viewer's saved list queries (F-077).
package struct SavedViewStore: Sendable {
  private let tenant: SQLValue

  package init(tenantID: String) { tenant = .text(tenantID) }

  package func list(of viewer: ListViewer, in connection: any SQLConnection) throws -> [SavedView] {
    try connection.query(SavedViewSQL.select, [tenant, .text(viewer.key), SQLValue(SavedView.countMax)]).map { row in
      SavedView(id: try row.id("id"), name: try row.text("name"), query: try row.text("query"))
    }
  }

  /// False where the viewer has a view of that name.
  package func insert(_ view: SavedView, of viewer: ListViewer, in connection: any SQLConnection) throws -> Bool {
    try connection.execute(
      SavedViewSQL.insert,
      [tenant, .text(view.id.description), .text(viewer.key), .text(view.name), .text(view.query)]) == 1
  }

  /// False where it is gone.
  package func delete(_ id: ID<SavedView>, of viewer: ListViewer, in connection: any SQLConnection) throws -> Bool {
    try connection.execute(SavedViewSQL.delete, [tenant, .text(viewer.key), .text(id.description)]) == 1
  }
}
