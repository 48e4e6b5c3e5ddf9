import Dispatch
import Synchronization

/// A few threads for calls that block on the disk, so that the task threads never do (style 5). First come, first
/// served: a slow call keeps one thread busy and nobody waits behind it while another is free.
///
/// Shared state: who waits and how many threads are at work.
package final class BlockingPool: Sendable {
  private let queue: DispatchQueue
  private let width: Int
  private let state = Mutex(State())

  private struct State {
    var waiting: [@Sendable () -> Void] = []
    /// Index of the first that still waits; the array is emptied when all are served.
    var first = 0
    var busy = 0

    mutating func next() -> (@Sendable () -> Void)? {
      guard first < waiting.count else {
        waiting.removeAll(keepingCapacity: true)
        first = 0
        busy -= 1
        return nil
      }
      first += 1
      return waiting[first - 1]
    }
  }

  /// `width` threads at most.
  package init(label: String, width: Int) {
    queue = DispatchQueue(label: label, attributes: .concurrent)
    self.width = max(1, width)
  }

  /// Runs `work` on a thread of the pool.
  package func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      submit { continuation.resume(with: Result { try work() }) }
    }
  }

  private func submit(_ job: @escaping @Sendable () -> Void) {
    let needsThread = state.withLock { state in
      state.waiting.append(job)
      guard state.busy < width else { return false }
      state.busy += 1
      return true
    }
    if needsThread { queue.async { self.serve() } }
  }

  /// Works until nobody waits: under load one thread serves many calls without being woken for each.
  private func serve() {
    while let job = state.withLock({ $0.next() }) { job() }
  }
}
