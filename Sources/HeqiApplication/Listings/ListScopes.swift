package import HeqiDomain
import HeqiSQL
import HeqiStorage

/// One of the lists that a person of a company may read (F-030, table D "Scopes").
package struct ListScope: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    /// 法定代表人: everything of the company.
    case company
    /// What one handles, is copied on, approves or may sign.
    case mine
    /// 授权委托人: everything of a delegated business type.
    case businessType(String)
  }

  package let viewer: ListViewer
  package let kind: Kind
  package let isChosen: Bool
  package let isWidest: Bool
}

/// The lists to choose from; one where there is nothing to choose.
package struct ReadListScopes: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  package func callAsFunction(chosen: ListViewer?, caller: Caller) async throws -> [ListScope] {
    let viewers = caller.listViewers
    guard viewers.count > 1, let standing = caller.mode.standing else { return [] }
    let types = try await ledger.engine.read {
      try BusinessTypeStore(tenantID: caller.tenantID).list(of: standing.organizationID, in: $0)
    }
    let names = Dictionary(types.map { (ListViewer.businessType($0.id), $0.rules.name) }) { first, _ in first }
    return viewers.compactMap { viewer in
      let kind: ListScope.Kind
      switch viewer {
      case .organization(standing.organizationID): kind = .company
      case .member(standing.membershipID): kind = .mine
      default:
        guard let name = names[viewer] else { return nil }
        kind = .businessType(name)
      }
      return ListScope(
        viewer: viewer, kind: kind, isChosen: viewer == (chosen ?? caller.listViewer), isWidest: viewer == caller.listViewer)
    }
  }
}
