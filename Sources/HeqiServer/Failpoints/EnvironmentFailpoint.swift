internal import Glibc
package import HeqiPorts
internal import Synchronization

/// Ends the process like `kill -9` when the named step is reached for the n-th time: `HEQI_FAILPOINT=name[:n]`.
/// For the kill drills only (drill 1).
package final class EnvironmentFailpoint: Failpoint {
  private let name: FailpointName
  private let turn: Int
  private let count = Atomic<Int>(0)

  /// `nil` when the variable is empty. - Throws: `ConfigurationError` for an unknown step.
  package init?(_ text: String?) throws(ConfigurationError) {
    guard let text, !text.isEmpty else { return nil }
    let parts = text.split(separator: ":", maxSplits: 1)
    guard let first = parts.first, let name = FailpointName(rawValue: String(first)) else {
      throw ConfigurationError(
        "HEQI_FAILPOINT=\(text): there is no such step. Steps: \(FailpointName.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
    self.name = name
    turn = parts.count == 2 ? Int(parts[1]) ?? 1 : 1
  }

  package func pass(_ name: FailpointName) {
    guard name == self.name, count.add(1, ordering: .relaxed).newValue == turn else { return }
    _exit(137)
  }
}
