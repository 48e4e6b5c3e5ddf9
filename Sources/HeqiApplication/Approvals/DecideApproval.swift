package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Rows 7 to 9, 14 and 15: one approver approves or rejects with an opinion (F-033, F-034, F-040, F-084).
package struct DecideApproval: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// Throws `ContractError` `.opinionMissing`, `.reviewRejected`, `.notPermitted`, and `.approvalRefused` with what another
  /// approver has done in between (drill 19).
  package func callAsFunction(
    _ id: ID<Contract>, _ outcome: ApprovalOutcome, opinion: String, caller: Caller
  ) async throws -> Contract {
    try await ledger.perform(id, for: caller, .decide) { _, party in
      switch (party.state.review, outcome) {
      case (.business?, .approved): .approveBusiness(opinion: opinion)
      case (.business?, .rejected): .rejectBusiness(opinion: opinion)
      case (.seal?, .approved): .approveSeal(opinion: opinion)
      case (.seal?, .rejected): .rejectSeal(opinion: opinion)
      case (nil, _): throw ContractError(.notAllowedInStage, "no review is open")
      }
    }
  }
}

/// More approvers or copies for one contract, on top of what its type asks (F-065); never fewer.
package struct AddToReview: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// Throws `ContractError` `.approvalRefused` with what is wrong, `.notAllowedInStage` once that list is decided.
  package func approvers(_ id: ID<Contract>, _ step: ApprovalAdditions.Step, caller: Caller) async throws -> Contract {
    let vault = try await ledger.vault.open(tenantID: caller.tenantID, at: ledger.clock.now)
    let now = ledger.clock.now
    return try await ledger.perform(id, for: caller, .addApprover) { _, party, connection in
      guard let organization = party.company?.organizationID, let handler = party.company?.handlerID else {
        throw ContractError(.businessTypeMissing)
      }
      let directory = try ApprovalDirectoryStore(tenantID: vault.tenantID).directory(
        of: organization, people: Set(step.approvers), handler: handler, at: now, in: connection)
      try requireRole(
        step.stage == .business ? .businessApprover : .sealApprover, step.approvers, organization, vault, in: connection)
      do throws(ApprovalError) {
        return [.addApprovers(step.stage, try CompanyRules.step(step, directory))]
      } catch {
        throw ContractError(approval: error)
      }
    }
  }

  package func copies(_ id: ID<Contract>, _ people: [ID<Membership>], caller: Caller) async throws -> Contract {
    let vault = try await ledger.vault.open(tenantID: caller.tenantID, at: ledger.clock.now)
    return try await ledger.perform(id, for: caller, .addCC) { _, party, connection in
      guard let organization = party.company?.organizationID else { throw ContractError(.businessTypeMissing) }
      try requireRole(.ccViewer, people, organization, vault, in: connection)
      return [.addCC(people)]
    }
  }

  /// Who is added must be able to do it: a right comes from a role, never from being named.
  private func requireRole(
    _ role: CompanyRole, _ people: [ID<Membership>], _ organization: ID<Organization>, _ vault: TenantVault,
    in connection: any SQLConnection
  ) throws {
    for person in people {
      let member = try MembershipStore(vault: vault).find(person, of: organization, in: connection)
      guard let member, member.isActive, member.roles.contains(role) else {
        throw ContractError(
          .approvalRefused, "role",
          remark: Bilingual(
            "所选人员没有「\(role.label.chinese)」角色或已离职。请另选，或请管理人先授予该角色。",
            "The person chosen is not a \(role.label.english.lowercased()) or has left. Choose another or have the role given first."))
      }
    }
  }
}

/// Hands one's own open reviews of a contract to a colleague who may decide them (T-007), and reminds those asked.
package struct MoveReview: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  package func handOver(_ id: ID<Contract>, to other: ID<Membership>, caller: Caller) async throws -> Contract {
    let vault = try await ledger.vault.open(tenantID: caller.tenantID, at: ledger.clock.now)
    return try await ledger.perform(id, for: caller, .decide) { _, party, connection in
      guard let standing = caller.mode.standing, let review = party.state.review else {
        throw ContractError(.notAllowedInStage, "no review is open")
      }
      let role: CompanyRole = review == .business ? .businessApprover : .sealApprover
      let member = try MembershipStore(vault: vault).find(other, of: standing.organizationID, in: connection)
      guard let member, member.isActive, member.roles.contains(role) else {
        throw ContractError(
          .approvalRefused, "role",
          remark: Bilingual(
            "只能转交给在职的\(role.label.chinese)。", "It can only be handed to an active \(role.label.english.lowercased())."))
      }
      return [.handOver(from: standing.membershipID, to: other)]
    }
  }

  /// 催办; first after half an hour, then every ten minutes (G-07).
  package func remind(_ id: ID<Contract>, caller: Caller) async throws -> Contract {
    try await ledger.perform(id, for: caller, .addApprover) { _, _ in .remindApprovers }
  }
}
