/// Statements of the transparency log.
enum LogSQL {
  static let head = "SELECT size, note, at_us FROM log_head WHERE id = 1"
  static let firstHead = "INSERT INTO log_head (id, size, note, at_us) VALUES (1, $1, $2, $3) ON CONFLICT (id) DO NOTHING"
  static let moveHead = "UPDATE log_head SET size = $1, note = $2, at_us = $3 WHERE id = 1 AND size = $4"
  static let unsequenced = """
    SELECT e.tenant_id AS tenant_id, e.id AS id, e.hash AS hash, e.at_us AS at_us FROM event e
    WHERE e.at_us >= $1 AND NOT EXISTS (SELECT 1 FROM log_leaf l WHERE l.tenant_id = e.tenant_id AND l.event_id = e.id)
    ORDER BY e.at_us, e.id LIMIT $2
    """
  static let insertLeaf = "INSERT INTO log_leaf (leaf_index, tenant_id, event_id, entry) VALUES ($1, $2, $3, $4)"
  static let leafOfEvent = "SELECT leaf_index, entry FROM log_leaf WHERE tenant_id = $1 AND event_id = $2"
  static let entries = "SELECT entry FROM log_leaf WHERE leaf_index >= $1 AND leaf_index < $2 ORDER BY leaf_index"
  static let tile = "SELECT hashes FROM log_tile WHERE path = $1"
  static let saveTile =
    "INSERT INTO log_tile (path, hashes) VALUES ($1, $2) ON CONFLICT (path) DO UPDATE SET hashes = excluded.hashes"
}
