/// Whose list of contracts: one row per viewer and contract is kept (F-077, B-07).
package struct ListViewer: Hashable, Sendable {
  /// Stable text in the `viewer_key` column.
  package let key: String

  private init(key: String) { self.key = key }

  /// A person's own contracts (scope `own`).
  package static func person(_ account: ID<Account>) -> ListViewer { ListViewer(key: account.description) }
}

extension ContractParty {
  /// The lists on which this party's side of a contract stands; none until the invited person has registered.
  package var listViewers: [ListViewer] { accountID.map { [.person($0)] } ?? [] }
}

extension Caller {
  /// The list this caller reads.
  package var listViewer: ListViewer { .person(accountID) }
}
