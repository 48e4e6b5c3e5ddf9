/// What operators of the platform are told in the back office: something outside fails and people wait for it. One per
/// kind, place and hour, however often it happens, so that an outage is one line and not a flood (50002, 50003).
package struct OperationNotice: Equatable, Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// A delivery to this endpoint was given up (50002).
    case callbackDead = "callback.dead"
    /// Archiving with this provider was given up (50003).
    case archiveFailed = "archive.failed"
  }

  /// What makes it one notice.
  package struct Key: Hashable, Sendable {
    package let kind: Kind
    /// The endpoint, or the provider.
    package let place: String
    /// Hours since 1970.
    package let hour: Int64

    package init(_ kind: Kind, at place: String, hour: Int64) {
      self.kind = kind
      self.place = place
      self.hour = hour
    }

    package init(_ kind: Kind, at place: String, _ now: Instant) {
      self.init(kind, at: place, hour: now.seconds / 3600)
    }
  }

  package let key: Key
  /// How often it happened in this hour.
  package let count: Int
  package let firstAt: Instant
  package let lastAt: Instant
  /// Of the last time; never personal data.
  package let reason: String

  package init(key: Key, count: Int, firstAt: Instant, lastAt: Instant, reason: String) {
    self.key = key
    self.count = count
    self.firstAt = firstAt
    self.lastAt = lastAt
    self.reason = reason
  }
}
