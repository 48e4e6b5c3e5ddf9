/// One answer of `heqi doctor`.
package struct DoctorFinding: Sendable, Equatable {
  package enum State: Sendable { case good, warning, failed }

  package let name: String
  package let state: State
  package let result: String
  /// What to do; `nil` when nothing is to be done.
  package let remedy: String?

  package init(_ name: String, _ state: State, _ result: String, remedy: String? = nil) {
    self.name = name
    self.state = state
    self.result = result
    self.remedy = remedy
  }

  package var mark: String {
    switch state {
    case .good: "✔"
    case .warning: "!"
    case .failed: "✘"
    }
  }
}
