import HeqiDomain
import HeqiStorage

/// One event with its place in the contract's hash chain; facts are masked where personal.
enum EventAnswer {
  static func event(_ stored: StoredEvent) -> JSONValue {
    let event = stored.event
    return .members([
      "sequence": .integer(stored.sequence), "kind": .string(event.kind), "at": JSONAnswer.time(event.at),
      "actor": .string(event.actor.maskedName), "client": .string(event.scene.client.rawValue),
      "fileHash": event.fileHash.map { .string($0.description) },
      "facts": .object(event.facts.map { (key: $0.name, value: .string($0.value)) }),
      "previousHash": .string(stored.previousHash.description), "hash": .string(stored.hash.description),
    ])
  }
}
