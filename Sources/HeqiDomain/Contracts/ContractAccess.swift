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
  case decide = "approval.decide"
  case addApprover = "approval.addApprover"
  case addCC = "approval.addCc"
  /// Putting papers beside the contract: derived for those who may also take its files home (下载).
  case attach = "contract.attach"
  /// Duties of the company's people in this contract are given to others (F-058).
  case reassign = "org.update"
}

extension Contract {
  /// The party `caller` acts for, if table D lets it use `permission` on this contract in the mode it is in: first line of
  /// every action.
  ///
  /// Throws `.notFound` where the contract's existence is private, `.identityUnverified`, `.nameMismatch`,
  /// `.companyModeNeeded` and `.notPermitted` otherwise.
  package func authorize(_ caller: Caller, _ permission: ContractPermission) throws(ContractError) -> ContractParty {
    guard caller.tenantID == tenantID, let party = party(for: caller), isVisible(to: party),
      party.isReached(by: .contractView, of: caller)
    else { throw ContractError(.notFound) }
    switch permission {
    case .view, .viewLogs: return party
    case .download: break
    case .draft, .initiate, .reinitiate:
      guard party.side == .initiator else { throw ContractError(.notPermitted) }
    case .receive, .return:
      guard party.side == .receiver else { throw ContractError(.notPermitted) }
    case .sign, .withdraw, .rateLiveImage, .decide, .addApprover, .addCC, .attach, .reassign: break
    }
    if party.kind == .company, caller.mode.standing == nil { throw ContractError(.companyModeNeeded) }
    guard party.isReached(by: permission.permission, of: caller) else { throw ContractError(.notPermitted) }
    // A person who cannot be named may look, withdraw and send back, but binds nobody (F-027).
    switch permission {
    case .withdraw, .return, .draft, .view, .viewLogs, .download, .reassign: return party
    case .initiate, .reinitiate, .receive, .sign, .rateLiveImage, .decide, .addApprover, .addCC, .attach: break
    }
    guard caller.isVerified else { throw ContractError(.identityUnverified) }
    guard party.name == caller.partyName else { throw ContractError(.nameMismatch) }
    return party
  }
}

extension Caller {
  /// The name a party has when the caller acts for it: their own, or their company's.
  package var partyName: String { mode.standing?.organizationName ?? name }
}

extension ContractParty {
  /// True where table D gives the caller this right and its scope reaches this party (F-030).
  package func isReached(by permission: Permission, of caller: Caller) -> Bool {
    guard let standing = caller.mode.standing else {
      return accountID == caller.accountID && company?.organizationID == nil && caller.permits(permission)
    }
    if isAddressed(to: caller.accountID, as: standing) { return caller.permits(permission) }
    guard let company else { return false }
    if permission == .contractSign, !company.mayBeSigned(by: standing.membershipID) { return false }
    return AccessPolicy.tableD.scopes(of: permission, for: company.roles(of: standing))
      .contains { company.isReached(by: $0, of: standing) }
  }

  /// A company that was invited by name before it was verified here: the person addressed takes it on in its name.
  func isAddressed(to account: ID<Account>, as standing: CompanyStanding) -> Bool {
    kind == .company && side == .receiver && company?.organizationID == nil && accountID == account
      && name == standing.organizationName
  }
}
