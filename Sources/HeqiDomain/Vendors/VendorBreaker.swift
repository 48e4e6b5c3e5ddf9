/// Stops asking a vendor that keeps failing, so that people are led on at once instead of waiting (drill 7). Pure.
package struct VendorBreaker: Equatable, Sendable {
  package enum State: Equatable, Sendable {
    /// Asked as usual; failures in a row so far.
    case closed(failures: Int)
    /// Not asked before `until`.
    case open(until: Instant)
    /// One call tries; when its end is never told, another may try from `until` on.
    case trial(until: Instant)

    package var name: String {
      switch self {
      case .closed: "closed"
      case .open: "open"
      case .trial: "trial"
      }
    }
  }

  package enum Event: Sendable, CaseIterable {
    /// Somebody wants to call.
    case ask
    /// A call was answered, be it with a refusal.
    case answer
    /// A call failed for the vendor's reasons.
    case failure
  }

  package static let names = ["closed", "open", "trial"]

  /// Failures in a row that open it.
  package let failuresMax: Int
  /// How long it stays open before one call may try.
  package let openFor: Duration
  package private(set) var state: State

  package init(failuresMax: Int = 5, openFor: Duration = .seconds(30), state: State = .closed(failures: 0)) {
    self.failuresMax = max(1, failuresMax)
    self.openFor = openFor
    self.state = state
  }

  /// Takes in what happened; false when a call that was asked for must not be made.
  @discardableResult
  package mutating func take(_ event: Event, at now: Instant) -> Bool {
    switch (state, event) {
    case (.closed, .ask): return true
    case (.open(let until), .ask), (.trial(let until), .ask):
      guard now >= until else { return false }
      state = .trial(until: now.adding(openFor))
    case (_, .answer): state = .closed(failures: 0)
    case (.closed(let failures), .failure):
      state = failures + 1 >= failuresMax ? .open(until: now.adding(openFor)) : .closed(failures: failures + 1)
    case (.open, .failure), (.trial, .failure): state = .open(until: now.adding(openFor))
    }
    return true
  }

  /// Whether a call would be let through.
  package func admits(at now: Instant) -> Bool {
    switch state {
    case .closed: true
    case .open(let until), .trial(let until): now >= until
    }
  }
}
