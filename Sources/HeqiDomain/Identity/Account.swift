/// A registered person (F-007).
package struct Account: Equatable, Sendable {
  package let id: ID<Account>
}
