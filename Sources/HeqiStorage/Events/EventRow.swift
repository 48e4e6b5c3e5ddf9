package import HeqiDomain
import HeqiSQL

/// An event as stored: with its place in its subject's log and its links in the hash chain (F-087, F-088).
package struct StoredEvent: Equatable, Sendable {
  package let event: Event
  /// 1, 2, 3 … within the subject; order of truth, whatever the clock did (drill 9).
  package let sequence: Int64
  /// Hash of the event before it in the subject; 32 zero bytes for the first.
  package let previousHash: Digest
  /// SHA-256 over `previousHash`, `sequence` and every field of the event; see `EventHash`.
  package let hash: Digest
}

extension StoredEvent {
  /// The bytes whose SHA-256 is `hash`; begins with `heqi-event-1` and `previousHash`.
  package var canonical: [UInt8] { EventHash.canonical(event, sequence: sequence, previous: previousHash.bytes) }

  init(_ row: SQLRow) throws {
    guard let id = ID<Event>(try row.text("id")) else { throw SQLError.decoding("event.id is not an identifier") }
    guard let actorKind = ActorKind(rawValue: try row.text("actor_kind")) else {
      throw SQLError.decoding("event.actor_kind is unknown")
    }
    guard let client = ClientKind(rawValue: try row.text("client_kind")) else {
      throw SQLError.decoding("event.client_kind is unknown")
    }
    guard let previousHash = Digest(try row.blob("previous_hash")), let hash = Digest(try row.blob("hash")) else {
      throw SQLError.decoding("event.hash is not 32 bytes")
    }
    let event = Event(
      id: id, tenantID: try row.text("tenant_id"), at: Instant(microseconds: try row.integer("at_us")),
      actor: Actor(kind: actorKind, id: try row.optionalText("actor_id"), maskedName: try row.text("actor_name")),
      scene: Scene(
        client: client, ip: try row.text("ip"), deviceID: try row.text("device_id"),
        userAgent: try row.text("user_agent")),
      subject: Event.Subject(kind: try row.text("subject_kind"), id: try row.text("subject_id")),
      kind: try row.text("kind"), facts: try EventFacts.decode(try row.text("facts")),
      fileHash: try row.optionalBlob("file_hash").flatMap { Digest($0) },
      transactionNo: try row.optionalText("transaction_no"))
    self.init(event: event, sequence: try row.integer("sequence"), previousHash: previousHash, hash: hash)
  }
}
