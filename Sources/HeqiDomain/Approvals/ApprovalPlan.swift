/// Which question a list of approvers answers (F-032, F-034).
package enum ApprovalStage: String, Sendable, CaseIterable {
  /// 业务审批: may the contract go on?
  case business
  /// 用章审批: may the seal be used?
  case seal

  package var title: Bilingual {
    switch self {
    case .business: Bilingual("业务审批", "Business review")
    case .seal: Bilingual("用章审批", "Seal review")
    }
  }

  /// Its event kinds, requests and party states carry this right.
  package var scope: AccessScope { self == .business ? .inBusinessApproval : .inSealApproval }
}

/// The business meaning of a node (F-083).
package enum ApprovalNodeKind: String, Sendable, CaseIterable {
  case management, finance, legal, executive, special

  package var title: Bilingual {
    switch self {
    case .management: Bilingual("业务管理", "Business management")
    case .finance: Bilingual("财务", "Finance")
    case .legal: Bilingual("法务", "Legal")
    case .executive: Bilingual("高管", "Executives")
    case .special: Bilingual("高层特殊", "Special approval")
    }
  }
}

/// How many of a node's people have to approve (T-007).
package enum ApprovalMode: String, Sendable, CaseIterable {
  /// 会签
  case all
  /// 或签
  case any

  package var title: Bilingual {
    switch self {
    case .all: Bilingual("会签（全部通过）", "All approve")
    case .any: Bilingual("或签（一人通过）", "One approves")
    }
  }
}

/// Who decides at a node.
package enum ApprovalAssignment: Equatable, Sendable {
  case people([ID<Membership>])
  /// 逐级: one superior after the other up the reporting line of the handler, at most so many levels.
  case levelByLevel(levels: Int)
}

/// One step of a plan as a company keeps it (F-060, F-083).
package struct ApprovalNode: Equatable, Sendable {
  package static let titleCharactersMax = 40
  package static let approversMax = 20
  package static let levelsMax = 10

  package let title: String
  package let kind: ApprovalNodeKind
  package let mode: ApprovalMode
  package let approvers: ApprovalAssignment

  package init(title: String, kind: ApprovalNodeKind = .management, mode: ApprovalMode = .all, approvers: ApprovalAssignment) {
    self.title = title
    self.kind = kind
    self.mode = mode
    self.approvers = approvers
  }
}

/// The ordered nodes of one stage (B-29); empty where a company asks nobody.
package struct ApprovalPlan: Equatable, Sendable {
  package static let nodesMax = 20
  package static let none = ApprovalPlan([])

  package let nodes: [ApprovalNode]

  package init(_ nodes: [ApprovalNode]) { self.nodes = nodes }

  package var isEmpty: Bool { nodes.isEmpty }

  /// What must hold before a company may keep it.
  package func check() throws(ApprovalError) {
    guard nodes.count <= Self.nodesMax else { throw ApprovalError(.tooManyNodes) }
    for node in nodes {
      let title = node.title.trimmingWhitespace
      guard !title.isEmpty, title.count <= ApprovalNode.titleCharactersMax else { throw ApprovalError(.titleInvalid) }
      switch node.approvers {
      case .people(let people):
        guard !people.isEmpty else { throw ApprovalError(.noApprover) }
        guard people.count <= ApprovalNode.approversMax else { throw ApprovalError(.tooManyApprovers) }
        guard Set(people).count == people.count else { throw ApprovalError(.duplicateApprover) }
      case .levelByLevel(let levels):
        guard (1...ApprovalNode.levelsMax).contains(levels) else { throw ApprovalError(.levelsInvalid) }
      }
    }
  }
}

/// What a flow has to know of a company's people: who is there, who leads whom, who stands in for whom.
package struct ApprovalDirectory: Equatable, Sendable {
  package struct Person: Equatable, Sendable {
    package let isActive: Bool
    package let managerID: ID<Membership>?
    /// Decides while this person is absent.
    package let standInID: ID<Membership>?

    package init(isActive: Bool = true, managerID: ID<Membership>? = nil, standInID: ID<Membership>? = nil) {
      self.isActive = isActive
      self.managerID = managerID
      self.standInID = standInID
    }
  }

  package let people: [ID<Membership>: Person]

  package init(_ people: [ID<Membership>: Person]) { self.people = people }

  package func isActive(_ id: ID<Membership>) -> Bool { people[id]?.isActive == true }

  /// Active superiors from the nearest up; who has left is passed over, a circle ends the climb.
  package func reportingLine(of id: ID<Membership>, levels: Int) -> [ID<Membership>] {
    var line: [ID<Membership>] = []
    var seen: Set<ID<Membership>> = [id]
    var next = people[id]?.managerID
    while let superior = next, seen.insert(superior).inserted, line.count < levels {
      if isActive(superior) { line.append(superior) }
      next = people[superior]?.managerID
    }
    return line
  }

  /// Who decides for `id` now: themselves, or their stand-in while they are absent.
  func holder(for id: ID<Membership>) -> ID<Membership> {
    guard let standIn = people[id]?.standInID, standIn != id, isActive(standIn), people[standIn]?.standInID == nil
    else { return id }
    return standIn
  }
}

extension ApprovalPlan {
  /// The plan with its people named, for a contract that `handler` brings.
  ///
  /// Who has left is passed over; a node with nobody left is an error, so that no approval is ever skipped silently.
  package func flow(
    of stage: ApprovalStage, handler: ID<Membership>, directory: ApprovalDirectory
  ) throws(ApprovalError) -> ApprovalFlow? {
    guard !isEmpty else { return nil }
    try check()
    var steps: [ApprovalStep] = []
    for node in nodes {
      switch node.approvers {
      case .people(let people):
        let active = people.filter(directory.isActive)
        guard !active.isEmpty else { throw ApprovalError(.noActiveApprover, node: node.title) }
        steps.append(ApprovalStep(title: node.title, kind: node.kind, mode: node.mode, approvers: active, directory: directory))
      case .levelByLevel(let levels):
        let line = directory.reportingLine(of: handler, levels: levels)
        guard !line.isEmpty else { throw ApprovalError(.noSuperior, node: node.title) }
        for superior in line {
          steps.append(
            ApprovalStep(title: node.title, kind: node.kind, mode: .all, approvers: [superior], directory: directory))
        }
      }
    }
    return ApprovalFlow(stage: stage, steps: steps)
  }
}
