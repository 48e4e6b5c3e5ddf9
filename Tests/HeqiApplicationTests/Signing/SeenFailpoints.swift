import HeqiPorts
import Synchronization

/// Notes which failpoints were passed.
final class SeenFailpoints: Failpoint {
  private let list = Mutex<[FailpointName]>([])
  var names: [FailpointName] { list.withLock { $0 } }
  func pass(_ name: FailpointName) { list.withLock { $0.append(name) } }
}
