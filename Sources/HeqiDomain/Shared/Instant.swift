/// A point in time: microseconds since 1970-01-01T00:00:00Z, without leap seconds. Stored as BIGINT (B-13).
package struct Instant: Hashable, Sendable, Comparable {
  package let microseconds: Int64

  package init(microseconds: Int64) { self.microseconds = microseconds }

  /// Whole seconds since the epoch, rounded down.
  package var seconds: Int64 { microseconds.flooredDivision(by: 1_000_000) }

  package init(seconds: Int64) { microseconds = seconds.multipliedClamping(by: 1_000_000) }

  package static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }

  /// The instant `duration` later (earlier when negative), clamped to what 64 bits hold.
  package func adding(_ duration: Duration) -> Instant {
    let parts = duration.components
    let added = parts.seconds.multipliedClamping(by: 1_000_000)
    let (sum, overflow) = microseconds.addingReportingOverflow(added)
    if overflow { return Instant(microseconds: added < 0 ? .min : .max) }
    return Instant(microseconds: sum &+ parts.attoseconds / 1_000_000_000_000)
  }

  /// Time from `other` to here; negative if `other` is later.
  package func since(_ other: Instant) -> Duration {
    let (difference, overflow) = microseconds.subtractingReportingOverflow(other.microseconds)
    return .microseconds(overflow ? (other < self ? .max : .min) : difference)
  }
}

extension Int64 {
  fileprivate func flooredDivision(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
  fileprivate func multipliedClamping(by factor: Int64) -> Int64 {
    let (product, overflow) = multipliedReportingOverflow(by: factor)
    return overflow ? (self < 0 ? .min : .max) : product
  }
}
