import Crypto
import HeqiDomain

/// The link of an event in its subject's chain (quality.md E4).
///
/// SHA-256 over: the text `heqi-event-1`, the previous hash, then every field as a 4-byte big-endian length and its
/// UTF-8 bytes (numbers in decimal text, an absent field as length 2³²−1). A verifier outside needs only this rule.
enum EventHash {
  /// What stands before the first event of a subject.
  static let genesis = [UInt8](repeating: 0, count: 32)

  static func of(_ event: Event, sequence: Int64, previous: [UInt8]) -> [UInt8] {
    Array(SHA256.hash(data: canonical(event, sequence: sequence, previous: previous)))
  }

  static func canonical(_ event: Event, sequence: Int64, previous: [UInt8]) -> [UInt8] {
    var bytes = Array("heqi-event-1".utf8)
    bytes.reserveCapacity(768)
    bytes += previous
    append(event.tenantID, to: &bytes)
    append(event.subject.kind, to: &bytes)
    append(event.subject.id, to: &bytes)
    append(String(sequence), to: &bytes)
    append(event.id.description, to: &bytes)
    append(String(event.at.microseconds), to: &bytes)
    append(event.actor.kind.rawValue, to: &bytes)
    append(event.actor.id, to: &bytes)
    append(event.actor.maskedName, to: &bytes)
    append(event.scene.client.rawValue, to: &bytes)
    append(event.scene.ip, to: &bytes)
    append(event.scene.deviceID, to: &bytes)
    append(event.scene.userAgent, to: &bytes)
    append(event.kind, to: &bytes)
    append(EventFacts.encode(event.facts), to: &bytes)
    append(event.fileHash?.hex, to: &bytes)
    append(event.transactionNo, to: &bytes)
    return bytes
  }

  private static func append(_ text: String?, to bytes: inout [UInt8]) {
    guard let text else {
      bytes += [0xFF, 0xFF, 0xFF, 0xFF]
      return
    }
    let count = UInt32(truncatingIfNeeded: text.utf8.count)
    bytes += [UInt8(count >> 24), UInt8(count >> 16 & 255), UInt8(count >> 8 & 255), UInt8(count & 255)]
    bytes += text.utf8
  }
}
