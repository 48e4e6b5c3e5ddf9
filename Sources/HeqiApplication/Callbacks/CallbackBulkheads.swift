import HeqiStorage
import Synchronization

/// Who may call out now (M-033). An endpoint that answered its last call has several places; one that is new has two, and
/// one that failed its last call has one, so that it is tried as the schedule says and takes nothing else. Endpoints of the
/// second and third kind together can never take all places: what hangs cannot stall what answers, however much of it
/// there is.
///
/// Shared state: places taken in this process, guarded by a mutex.
package final class CallbackBulkheads: Sendable {
  private enum Standing { case new, proven, failing }

  private struct Endpoint {
    var standing = Standing.new
    var underWay = 0
  }
  private struct State {
    var endpoints: [String: Endpoint] = [:]
    var underWay = 0
    var unproven = 0
  }

  /// Endpoints remembered; idle ones are forgotten above it.
  private static let endpointsMax = 50_000

  private let width: Int
  private let unprovenWidth: Int
  private let state = Mutex(State())

  /// - Parameters:
  ///   - width: calls under way at once in this process.
  ///   - unprovenWidth: of these, to endpoints that did not answer their last call.
  package init(width: Int = 2048, unprovenWidth: Int = 1536) {
    self.width = width
    self.unprovenWidth = min(unprovenWidth, width)
  }

  /// How many more may go to an endpoint now.
  package func room(for endpoint: String) -> Int { state.withLock { room(for: endpoint, $0) } }

  /// Takes a place. False when there is none.
  package func enter(_ endpoint: String) -> Bool {
    state.withLock { state in
      guard room(for: endpoint, state) > 0 else { return false }
      if state.endpoints.count >= Self.endpointsMax { state.endpoints = state.endpoints.filter { $0.value.underWay > 0 } }
      state.endpoints[endpoint, default: Endpoint()].underWay += 1
      state.underWay += 1
      if state.endpoints[endpoint]?.standing != .proven { state.unproven += 1 }
      return true
    }
  }

  /// Gives a place back.
  ///
  /// - Parameter succeeded: whether the endpoint answered well; nil when it was not called.
  package func leave(_ endpoint: String, succeeded: Bool? = nil) {
    state.withLock { state in
      guard var entry = state.endpoints[endpoint], entry.underWay > 0 else { return }
      let was = entry.standing
      entry.underWay -= 1
      if let succeeded { entry.standing = succeeded ? .proven : .failing }
      state.underWay -= 1
      // Places count as what their endpoint is now: one that begins to fail takes its others along.
      let before = was == .proven ? 0 : entry.underWay + 1
      let after = entry.standing == .proven ? 0 : entry.underWay
      state.unproven += after - before
      state.endpoints[endpoint] = entry
    }
  }

  /// Calls under way in this process.
  package var underWay: Int { state.withLock { $0.underWay } }

  private func room(for endpoint: String, _ state: State) -> Int {
    let entry = state.endpoints[endpoint] ?? Endpoint()
    let free = width - state.underWay
    switch entry.standing {
    case .proven: return max(0, min(CallbackStore.endpointWidth - entry.underWay, free))
    case .new: return max(0, min(2 - entry.underWay, free, unprovenWidth - state.unproven))
    case .failing: return max(0, min(1 - entry.underWay, free, unprovenWidth - state.unproven))
    }
  }
}
