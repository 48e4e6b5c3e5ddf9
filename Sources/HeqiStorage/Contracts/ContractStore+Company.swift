package import HeqiDomain
package import HeqiSQL

/// The company side of parties: approvals and copies, written only where they differ.
extension ContractStore {
  /// A party's company with its flows and copies; the row holds the rest.
  func company(of party: ContractParty, in connection: any SQLConnection) throws -> ContractParty {
    guard let company = party.company else { return party }
    let key: [SQLValue] = [tenant, .text(party.id.description)]
    let steps = try connection.query(ApprovalSQL.selectSteps, key)
    let tasks = steps.isEmpty ? [] : try connection.query(ApprovalSQL.selectTasks, key)
    func flow(_ stage: ApprovalStage) throws -> ApprovalFlow? {
      let own = try steps.filter { try $0.text("stage") == stage.rawValue }
      guard !own.isEmpty else { return nil }
      let asked = try tasks.filter { try $0.text("stage") == stage.rawValue }
      return ApprovalFlow(
        stage: stage,
        steps: try own.map { row in
          let position = try row.int("position")
          return try Self.step(row, tasks: asked.filter { try $0.int("step") == position }.map(Self.task))
        })
    }
    return party.with(
      PartyCompany(
        organizationID: company.organizationID, handlerID: company.handlerID, businessType: company.businessType,
        business: try flow(.business), seal: try flow(.seal),
        ccViewers: try connection.query(ApprovalSQL.selectCopies, key).map { try $0.id("membership_id") },
        signers: try connection.query(ApprovalSQL.selectSigners, key).map { try $0.id("membership_id") },
        signedBy: company.signedBy))
  }

  private static func step(_ row: SQLRow, tasks: [ApprovalTask]) throws -> ApprovalStep {
    ApprovalStep(
      title: try row.text("title"), kind: try row.choice("kind"), mode: try row.choice("mode"),
      isAdded: try row.bool("is_added"), tasks: tasks, openedAt: try row.optionalInstant("opened_at_us"),
      remindedAt: try row.optionalInstant("reminded_at_us"))
  }

  private static func task(_ row: SQLRow) throws -> ApprovalTask {
    var decision: ApprovalDecision?
    if try row.optionalText("outcome") != nil {
      decision = ApprovalDecision(
        outcome: try row.choice("outcome"), opinion: try row.text("opinion"), by: try row.id("decided_by"),
        at: try row.instant("decided_at_us"))
    }
    return ApprovalTask(approver: try row.id("approver_id"), holder: try row.id("holder_id"), decision: decision)
  }

  /// Writes what changed of a party's approvals and copies.
  func writeCompany(
    of party: ContractParty, over old: PartyCompany?, of contract: Contract, in connection: any SQLConnection
  ) throws {
    guard let company = party.company else { return }
    let key: [SQLValue] = [tenant, .text(party.id.description)]
    let flows = ApprovalStage.allCases.compactMap(company.flow)
    let before = ApprovalStage.allCases.compactMap { old?.flow($0) }
    if flows.map(\.shape) == before.map(\.shape) {
      for (flow, known) in zip(flows, before) { try update(flow, over: known, key, in: connection) }
    } else {
      try connection.execute(ApprovalSQL.deleteTasks, key)
      try connection.execute(ApprovalSQL.deleteSteps, key)
      for flow in flows { try insert(flow, key, contract, in: connection) }
    }
    try writeSigners(company, over: old, key, contract, in: connection)
    if company.ccViewers != old?.ccViewers ?? [] {
      try connection.execute(ApprovalSQL.deleteCopies, key)
      for (position, member) in company.ccViewers.enumerated() {
        try connection.execute(ApprovalSQL.insertCopy, key + [.text(member.description), SQLValue(position)])
      }
    }
  }

  private func writeSigners(
    _ company: PartyCompany, over old: PartyCompany?, _ key: [SQLValue], _ contract: Contract,
    in connection: any SQLConnection
  ) throws {
    guard company.signers != old?.signers ?? [] else { return }
    try connection.execute(ApprovalSQL.deleteSigners, key)
    for (position, member) in company.signers.enumerated() {
      try connection.execute(
        ApprovalSQL.insertSigner,
        key + [.text(contract.id.description), .text(member.description), SQLValue(position)])
    }
  }

  private func insert(
    _ flow: ApprovalFlow, _ key: [SQLValue], _ contract: Contract, in connection: any SQLConnection
  ) throws {
    for (position, step) in flow.steps.enumerated() {
      try connection.execute(
        ApprovalSQL.insertStep,
        key + [
          .text(flow.stage.rawValue), SQLValue(position), .text(step.title), .text(step.kind.rawValue),
          .text(step.mode.rawValue), SQLValue(step.isAdded), SQLValue(step.openedAt?.microseconds),
          SQLValue(step.remindedAt?.microseconds),
        ])
      for (place, task) in step.tasks.enumerated() {
        try connection.execute(
          ApprovalSQL.insertTask,
          key + [
            .text(flow.stage.rawValue), SQLValue(position), SQLValue(place), .text(contract.id.description),
            .text(task.approver.description),
          ] + Self.values(task))
      }
    }
  }

  private func update(
    _ flow: ApprovalFlow, over old: ApprovalFlow, _ key: [SQLValue], in connection: any SQLConnection
  ) throws {
    for (position, (step, known)) in zip(flow.steps, old.steps).enumerated() where step != known {
      let place: [SQLValue] = key + [.text(flow.stage.rawValue), SQLValue(position)]
      if step.openedAt != known.openedAt || step.remindedAt != known.remindedAt {
        try connection.execute(
          ApprovalSQL.updateStep,
          place + [SQLValue(step.openedAt?.microseconds), SQLValue(step.remindedAt?.microseconds)])
      }
      for (index, (task, former)) in zip(step.tasks, known.tasks).enumerated() where task != former {
        try connection.execute(ApprovalSQL.updateTask, place + [SQLValue(index)] + Self.values(task))
      }
    }
  }

  /// `holder_id`, `outcome`, `opinion`, `decided_by`, `decided_at_us`.
  private static func values(_ task: ApprovalTask) -> [SQLValue] {
    [
      .text(task.holder.description), SQLValue(task.decision?.outcome.rawValue), SQLValue(task.decision?.opinion),
      SQLValue(task.decision?.by.description), SQLValue(task.decision?.at.microseconds),
    ]
  }

  func deleteCompany(of party: ID<ContractParty>, in connection: any SQLConnection) throws {
    let key: [SQLValue] = [tenant, .text(party.description)]
    for statement in [ApprovalSQL.deleteTasks, ApprovalSQL.deleteSteps, ApprovalSQL.deleteCopies, ApprovalSQL.deleteSigners] {
      try connection.execute(statement, key)
    }
  }

  /// Contracts in which this person is named as a signer, live or not; at most `limit`.
  package func contracts(
    signedBy member: ID<Membership>, limit: Int = 1000, in connection: any SQLConnection
  ) throws -> [ID<Contract>] {
    try connection.query(ApprovalSQL.selectOfSigner, [tenant, .text(member.description), SQLValue(limit)])
      .map { try $0.id("contract_id") }
  }

  /// Contracts in which this person has undecided approvals, live or not; at most `limit`.
  package func contracts(
    awaiting holder: ID<Membership>, limit: Int = 1000, in connection: any SQLConnection
  ) throws -> [ID<Contract>] {
    try connection.query(
      ApprovalSQL.selectOpenOfHolder, [tenant, .text(holder.description), SQLValue(limit)]
    ).map { try $0.id("contract_id") }
  }
}

extension ApprovalFlow {
  /// What does not change while a flow runs; another shape is written anew.
  fileprivate var shape: [[String]] {
    steps.map { step in
      [stage.rawValue, step.title, step.kind.rawValue, step.mode.rawValue, "\(step.isAdded)"]
        + step.tasks.map(\.approver.description)
    }
  }
}
