/// What one attempt brought.
package enum CallbackAnswer: Equatable, Sendable {
  case answered(status: Int, retryAfterSeconds: Int? = nil)
  /// No answer: time-out, reset, no such host. May succeed later.
  case failed(String)
  /// The address must not be called at all, now or later (drill 28).
  case refused(String)
}

/// What follows from an attempt.
package enum CallbackVerdict: Equatable, Sendable {
  case done
  case again(after: Duration, reason: String)
  /// `disables`: nothing more goes to this contract's address until somebody replays.
  case dead(reason: String, disables: Bool)
}

/// When a delivery is tried again, and when no more (api.md "Callbacks", M-032).
package enum CallbackSchedule {
  /// Waits before each attempt, seconds: at once, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h.
  package static let waits: [Int64] = [0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]
  package static let retryAfterMax: Int64 = 86_400

  /// - Parameters:
  ///   - attempts: made so far, this one included.
  ///   - jitter: 0…1, chosen at random; moves the wait by up to a tenth either way.
  package static func verdict(on answer: CallbackAnswer, attempts: Int, jitter: Double) -> CallbackVerdict {
    var asked: Int64 = 0
    let reason: String
    switch answer {
    case .answered(let status, _) where (200...299).contains(status): return .done
    case .answered(410, _): return .dead(reason: "410 gone", disables: true)
    case .answered(let status, let retryAfter):
      if status == 429 || status == 503 { asked = min(Int64(max(0, retryAfter ?? 0)), retryAfterMax) }
      reason = (300...399).contains(status) ? "\(status) redirects are not followed" : "\(status)"
    case .failed(let text): reason = text
    case .refused(let text): return .dead(reason: text, disables: false)
    }
    guard attempts < waits.count else { return .dead(reason: reason, disables: false) }
    let wait = Double(waits[max(0, attempts)]) * (0.9 + 0.2 * jitter)
    return .again(after: .milliseconds(max(Int64(wait * 1000), asked * 1000)), reason: reason)
  }
}
