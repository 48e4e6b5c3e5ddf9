package import HeqiDomain
import HeqiSQL
import HeqiStorage

/// What one contract adds to the rules of its business type (F-065); nothing of them can be taken away.
package struct ApprovalAdditions: Equatable, Sendable {
  package struct Step: Equatable, Sendable {
    package let stage: ApprovalStage
    package let title: String
    package let approvers: [ID<Membership>]

    package init(stage: ApprovalStage, title: String, approvers: [ID<Membership>]) {
      self.stage = stage
      self.title = title
      self.approvers = approvers
    }
  }

  package static let none = ApprovalAdditions(steps: [], ccViewers: [])

  package let steps: [Step]
  package let ccViewers: [ID<Membership>]
  /// 或签: of whom any one signs.
  package let signers: [ID<Membership>]

  package init(steps: [Step], ccViewers: [ID<Membership>], signers: [ID<Membership>] = []) {
    self.steps = steps
    self.ccViewers = ccViewers
    self.signers = signers
  }
}

/// Binds a company's side of a contract to a business type, inside the transaction that initiates or receives (F-039,
/// F-060): the rules as they are at that moment, with their people named.
struct CompanyRules: Sendable {
  let vault: TenantVault

  private var types: BusinessTypeStore { BusinessTypeStore(tenantID: vault.tenantID) }

  /// Throws `ContractError` `.businessTypeRefused`, `.approvalRefused` with the node at fault.
  func bind(
    _ typeID: ID<BusinessType>, _ party: ContractParty, standing: CompanyStanding, additions: ApprovalAdditions,
    at now: Instant, in connection: any SQLConnection
  ) throws -> (company: PartyCompany, type: BusinessType) {
    let type = try usable(typeID, standing, in: connection)
    let plan = party.side == .initiator ? type.rules.initiationPlan : type.rules.receiptPlan
    let handler = party.company?.handlerID ?? standing.membershipID
    let directory = try ApprovalDirectoryStore(tenantID: vault.tenantID).directory(
      of: standing.organizationID, people: type.rules.everybody.union(additions.everybody), handler: handler, at: now,
      in: connection)
    do throws(ApprovalError) {
      var business = try plan.flow(of: .business, handler: handler, directory: directory)
      var seal = try type.rules.sealPlan.flow(of: .seal, handler: handler, directory: directory)
      for added in additions.steps {
        let step = try Self.step(added, directory)
        switch added.stage {
        case .business: business = try Self.adding(step, to: business, .business)
        case .seal: seal = try Self.adding(step, to: seal, .seal)
        }
      }
      var copies = type.rules.ccViewers
      copies += additions.ccViewers.filter { !copies.contains($0) }
      return (
        PartyCompany(
          organizationID: standing.organizationID, handlerID: handler, businessType: .init(id: type.id, name: type.rules.name),
          business: business, seal: seal, ccViewers: copies.filter { directory.isActive($0) },
          signers: additions.signers.filter { directory.isActive($0) }), type
      )
    } catch {
      throw ContractError(approval: error)
    }
  }

  private func usable(
    _ id: ID<BusinessType>, _ standing: CompanyStanding, in connection: any SQLConnection
  ) throws -> BusinessType {
    do {
      guard let type = try types.find(id, of: standing.organizationID, in: connection) else {
        throw BusinessTypeError.unknown
      }
      try type.requireActive()
      guard type.isUsable(by: standing) else { throw BusinessTypeError.notHandled }
      return type
    } catch let error as BusinessTypeError {
      throw ContractError(.businessTypeRefused, error.code.rawValue, remark: error.message, cause: error)
    }
  }

  static func step(
    _ added: ApprovalAdditions.Step, _ directory: ApprovalDirectory
  ) throws(ApprovalError) -> ApprovalStep {
    guard added.approvers.allSatisfy(directory.isActive) else {
      throw ApprovalError(.noActiveApprover, node: added.title)
    }
    return ApprovalStep(
      title: added.title, kind: .special, mode: .all, isAdded: true, approvers: added.approvers, directory: directory)
  }

  private static func adding(
    _ step: ApprovalStep, to flow: ApprovalFlow?, _ stage: ApprovalStage
  ) throws(ApprovalError) -> ApprovalFlow {
    guard var flow else { return try ApprovalFlow.added(step, to: stage) }
    try flow.add(step)
    return flow
  }

  /// Types in which the caller may start or receive contracts now, by name (F-065).
  func choices(_ standing: CompanyStanding, in connection: any SQLConnection) throws -> [BusinessType] {
    try types.list(of: standing.organizationID, in: connection).filter { $0.isUsable(by: standing) }
  }
}

extension ApprovalAdditions {
  var everybody: Set<ID<Membership>> { Set(steps.flatMap(\.approvers) + ccViewers + signers) }

  /// What a draft has gathered so far.
  package init(of company: PartyCompany?) {
    let steps = ApprovalStage.allCases.flatMap { stage in
      (company?.flow(stage)?.steps ?? []).filter(\.isAdded).map { step in
        Step(stage: stage, title: step.title, approvers: step.tasks.map(\.approver))
      }
    }
    self.init(steps: steps, ccViewers: company?.ccViewers ?? [], signers: company?.signers ?? [])
  }
}
