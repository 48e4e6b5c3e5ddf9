/// Whose list of contracts: one row per viewer and contract is kept (F-077, B-07). The scopes of table D are these keys, so
/// that a list reads exactly the rows its reader may see (F-030).
package struct ListViewer: Hashable, Sendable {
  /// Stable text in the `viewer_key` column.
  package let key: String

  private init(key: String) { self.key = key }

  /// A person's own contracts (scope `own`).
  package static func person(_ account: ID<Account>) -> ListViewer { ListViewer(key: account.description) }
  /// What one person of a company handles, is copied on, or approves (`participated`, `ccOnly`, `inBusinessApproval`,
  /// `inSealApproval`).
  package static func member(_ membership: ID<Membership>) -> ListViewer { ListViewer(key: "member:\(membership)") }
  /// Everything of one business type (`delegatedBusinessTypes`).
  package static func businessType(_ type: ID<BusinessType>) -> ListViewer { ListViewer(key: "type:\(type)") }
  /// Everything of a company (`wholeCompany`).
  package static func organization(_ id: ID<Organization>) -> ListViewer { ListViewer(key: "company:\(id)") }
}

extension ContractParty {
  /// The lists on which this party's side of a contract stands; none until the invited person has registered.
  package var listViewers: [ListViewer] {
    guard let company, let organization = company.organizationID else { return accountID.map { [.person($0)] } ?? [] }
    return [.organization(organization)] + (company.businessType.map { [.businessType($0.id)] } ?? [])
      + company.viewers.sorted().map(ListViewer.member)
  }
}

extension Caller {
  /// The list this caller reads unless it chooses another of `listViewers`.
  package var listViewer: ListViewer { listViewers.first ?? .person(accountID) }

  /// The lists this caller may read, the widest first.
  package var listViewers: [ListViewer] {
    guard let standing = mode.standing else { return [.person(accountID)] }
    var viewers: [ListViewer] = []
    let scopes = scopes(of: .contractView)
    if scopes.contains(.wholeCompany) { viewers.append(.organization(standing.organizationID)) }
    viewers.append(.member(standing.membershipID))
    if scopes.contains(.delegatedBusinessTypes) { viewers += standing.delegatedTypes.sorted().map(ListViewer.businessType) }
    return viewers
  }
}
