package import HeqiDomain
package import HeqiSQL

/// Leaves, tiles and the signed head of the transparency log. Knows bytes, not trees.
package struct LogStore: Sendable {
  /// Entries of one bundle and hashes of one tile at most (C2SP tlog-tiles).
  package static let tileWidth: Int64 = 256

  package init() {}

  /// The newest head.
  package struct Head: Sendable, Equatable {
    package let size: Int64
    /// The checkpoint as a signed note.
    package let note: String
    package let at: Instant

    package init(size: Int64, note: String, at: Instant) {
      self.size = size
      self.note = note
      self.at = at
    }
  }

  /// An event that has no leaf yet.
  package struct Unsequenced: Sendable, Equatable {
    package let tenantID: String
    package let eventID: String
    /// The event's hash, 32 bytes: what the leaf commits to.
    package let entry: [UInt8]
    package let at: Instant
  }

  package func head(in connection: any SQLConnection) throws -> Head? {
    try connection.first(LogSQL.head).map { row in
      Head(size: try row.integer("size"), note: try row.text("note"), at: Instant(microseconds: try row.integer("at_us")))
    }
  }

  /// Events since `instant` without a leaf, oldest first.
  package func unsequenced(since instant: Instant, limit: Int, in connection: any SQLConnection) throws -> [Unsequenced] {
    try connection.query(LogSQL.unsequenced, [.integer(instant.microseconds), SQLValue(limit)]).map { row in
      Unsequenced(
        tenantID: try row.text("tenant_id"), eventID: try row.text("id"), entry: try row.blob("hash"),
        at: Instant(microseconds: try row.integer("at_us")))
    }
  }

  /// Gives events their leaves, `first` being the index of the first one.
  package func appendLeaves(_ events: [Unsequenced], first: Int64, in connection: any SQLConnection) throws {
    for (offset, event) in events.enumerated() {
      try connection.execute(
        LogSQL.insertLeaf,
        [.integer(first + Int64(offset)), .text(event.tenantID), .text(event.eventID), .blob(event.entry)])
    }
  }

  /// Moves the head if it still has `oldSize` leaves; false when another sequencer was faster (drill 14).
  package func moveHead(to head: Head, from oldSize: Int64?, in connection: any SQLConnection) throws -> Bool {
    let values: [SQLValue] = [.integer(head.size), .text(head.note), .integer(head.at.microseconds)]
    guard let oldSize else { return try connection.execute(LogSQL.firstHead, values) == 1 }
    return try connection.execute(LogSQL.moveHead, values + [.integer(oldSize)]) == 1
  }

  /// Index and entry of an event's leaf; `nil` until it is sequenced.
  package func leaf(
    ofEvent eventID: String, tenantID: String, in connection: any SQLConnection
  ) throws -> (index: Int64, entry: [UInt8])? {
    try connection.first(LogSQL.leafOfEvent, [.text(tenantID), .text(eventID)]).map { row in
      (try row.integer("leaf_index"), try row.blob("entry"))
    }
  }

  /// Entries `range` in order; at most one bundle.
  package func entries(_ range: Range<Int64>, in connection: any SQLConnection) throws -> [[UInt8]] {
    let end = min(range.upperBound, range.lowerBound + Self.tileWidth)
    return try connection.query(LogSQL.entries, [.integer(range.lowerBound), .integer(end)]).map { try $0.blob("entry") }
  }

  /// The joined hashes of a tile under its full path (no `.p` suffix); a partial tile grows in place.
  package func tile(_ path: String, in connection: any SQLConnection) throws -> [UInt8]? {
    try connection.first(LogSQL.tile, [.text(path)]).map { try $0.blob("hashes") }
  }

  package func saveTile(_ path: String, hashes: [UInt8], in connection: any SQLConnection) throws {
    try connection.execute(LogSQL.saveTile, [.text(path), .blob(hashes)])
  }
}
