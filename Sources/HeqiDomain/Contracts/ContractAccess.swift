/// Permission keys of table D that concern one contract.
package enum ContractPermission: String, Sendable, CaseIterable {
  case draft = "contract.draft"
  case initiate = "contract.initiate"
  case reinitiate = "contract.reinitiate"
  case receive = "contract.receive"
  case sign = "contract.sign"
  case withdraw = "contract.withdraw"
  case `return` = "contract.return"
  case view = "contract.view"
  case viewLogs = "contract.viewLogs"
  case download = "contract.download"
  case rateLiveImage = "contract.rateLiveImage"
}

extension Contract {
  /// The party `caller` acts for, if table D column P lets it use `permission` on this contract: first line of every action.
  ///
  /// Throws `.notFound` where the contract's existence is private, `.identityUnverified` and `.notPermitted` otherwise.
  package func authorize(_ caller: Caller, _ permission: ContractPermission) throws(ContractError) -> ContractParty {
    guard caller.tenantID == tenantID, let party = party(of: caller.accountID), isVisible(to: party) else {
      throw ContractError(.notFound)
    }
    switch permission {
    case .view, .viewLogs, .download: return party
    case .draft, .initiate, .reinitiate:
      guard party.side == .initiator else { throw ContractError(.notPermitted) }
    case .receive, .return:
      guard party.side == .receiver else { throw ContractError(.notPermitted) }
    case .sign, .withdraw, .rateLiveImage: break
    }
    // A person who cannot be named may look, withdraw and send back, but binds nobody (F-027).
    if permission == .withdraw || permission == .return || permission == .draft { return party }
    guard caller.isVerified else { throw ContractError(.identityUnverified) }
    guard party.name == caller.name else { throw ContractError(.nameMismatch) }
    return party
  }
}
