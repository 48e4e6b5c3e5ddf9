/// A value that must not reach a log, an error text or a debugger's dump by accident (B-24, T-020).
/// Its description is always `‹redacted›`; `reveal()` names the places where the clear value is used.
package struct Sensitive<Value: Sendable>: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private let value: Value

  package init(_ value: Value) { self.value = value }

  /// The clear value; call it only where it is used (a provider call, the vault, a page of its owner).
  package func reveal() -> Value { value }

  package var description: String { "‹redacted›" }
  package var debugDescription: String { "‹redacted›" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension Sensitive: Equatable where Value: Equatable {}
extension Sensitive: Hashable where Value: Hashable {}
