/// 合同业务类型: binds seals, numbering and the people of each role of one company (F-060).
package struct BusinessType: Equatable, Sendable {
  package enum Status: String, Sendable, CaseIterable {
    case active, stopped

    package var label: Bilingual {
      switch self {
      case .active: Bilingual("启用", "Active")
      case .stopped: Bilingual("停用", "Stopped")
      }
    }
  }

  /// F-062, B-17: stopping a type is a step of its own.
  package enum Command: String, Sendable, CaseIterable {
    case stop, resume

    package var label: Bilingual {
      switch self {
      case .stop: Bilingual("停用", "Stop")
      case .resume: Bilingual("恢复启用", "Resume")
      }
    }
  }

  package static let nameMax = 40
  package static let codeMax = 10
  /// People of one role.
  package static let peopleMax = 200
  package static let sealsMax = 20
  /// Types of one company.
  package static let typesMax = 500

  package let id: ID<BusinessType>
  package let tenantID: String
  package let organizationID: ID<Organization>
  /// What people edit.
  package var rules: BusinessRules
  package internal(set) var status: Status
  package let createdAt: Instant
  package let revision: Int64

  package init(
    id: ID<BusinessType>, tenantID: String, organizationID: ID<Organization>, rules: BusinessRules,
    status: Status = .active, createdAt: Instant, revision: Int64 = 0
  ) {
    self.id = id
    self.tenantID = tenantID
    self.organizationID = organizationID
    self.rules = rules
    self.status = status
    self.createdAt = createdAt
    self.revision = revision
  }

  package var subject: Event.Subject { Event.Subject(kind: "businessType", id: id.description) }

  package static func next(_ command: Command, _ status: Status) -> Status? {
    switch (command, status) {
    case (.stop, .active): .stopped
    case (.resume, .stopped): .active
    case (.stop, .stopped), (.resume, .active): nil
    }
  }

  /// The type after a command and the event to log. Throws `BusinessTypeError` `.wrongStatus`.
  package func applying(_ command: Command) throws(BusinessTypeError) -> (type: BusinessType, event: EventDraft) {
    guard let next = Self.next(command, status) else {
      throw BusinessTypeError(
        .wrongStatus,
        Bilingual("业务类型已经是「\(status.label.chinese)」。", "The type is \(status.label.english.lowercased()) already."))
    }
    var type = self
    type.status = next
    return (type, EventDraft("businessType.\(next.rawValue)", by: .caller, [.init("businessType", rules.name)]))
  }

  /// Throws `.stopped` unless contracts may be initiated or received in it.
  package func requireActive() throws(BusinessTypeError) {
    guard status == .active else { throw BusinessTypeError.stopped }
  }
}

/// What a business type says (F-060). Approvers stand in the plans, in order.
package struct BusinessRules: Equatable, Sendable {
  package var name: String
  /// Short sign for numbers, such as `CG`.
  package var code: String
  /// nil: contracts of this type carry no 合同编号.
  package var numbering: NumberingRule?
  package var seals: [ID<Seal>]
  /// 经办人
  package var handlers: [ID<Membership>]
  /// 抄送人
  package var ccViewers: [ID<Membership>]
  /// 授权委托人
  package var delegates: [ID<Membership>]
  /// 发起业务审批
  package var initiationPlan: ApprovalPlan
  /// 接收业务审批
  package var receiptPlan: ApprovalPlan
  /// 用章审批
  package var sealPlan: ApprovalPlan

  package init(
    name: String, code: String, numbering: NumberingRule? = nil, seals: [ID<Seal>] = [],
    handlers: [ID<Membership>] = [], ccViewers: [ID<Membership>] = [], delegates: [ID<Membership>] = [],
    initiationPlan: ApprovalPlan = .none, receiptPlan: ApprovalPlan = .none, sealPlan: ApprovalPlan = .none
  ) {
    self.name = name
    self.code = code
    self.numbering = numbering
    self.seals = seals
    self.handlers = handlers
    self.ccViewers = ccViewers
    self.delegates = delegates
    self.initiationPlan = initiationPlan
    self.receiptPlan = receiptPlan
    self.sealPlan = sealPlan
  }

  /// Throws `BusinessTypeError` with the field that is wrong.
  package func check() throws(BusinessTypeError) {
    guard !name.isEmpty, name.count <= BusinessType.nameMax else {
      throw BusinessTypeError(
        .nameInvalid, Bilingual("名称为 1 至 40 个字。", "A name has 1 to 40 characters."), field: "name")
    }
    guard !code.isEmpty, code.count <= BusinessType.codeMax, code.allSatisfy({ $0.isLetter || $0.isNumber }) else {
      throw BusinessTypeError(
        .codeInvalid, Bilingual("代号为 1 至 10 个字母、数字或汉字。", "A code has 1 to 10 letters or digits."), field: "code")
    }
    guard !handlers.isEmpty else {
      throw BusinessTypeError(
        .peopleInvalid, Bilingual("请至少选择一位经办人。", "Choose at least one handler."), field: "handlers")
    }
    for people in [handlers, ccViewers, delegates] where people.count > BusinessType.peopleMax {
      throw BusinessTypeError(
        .peopleInvalid, Bilingual("每种角色最多 200 人。", "A role takes at most 200 people."), field: "handlers")
    }
    for (field, plan) in [("initiationPlan", initiationPlan), ("receiptPlan", receiptPlan), ("sealPlan", sealPlan)] {
      do throws(ApprovalError) {
        try plan.check()
      } catch {
        throw BusinessTypeError(.planInvalid, error.message, field: field)
      }
    }
    guard seals.count <= BusinessType.sealsMax else {
      throw BusinessTypeError(
        .sealInvalid, Bilingual("一个业务类型最多 20 枚印章。", "A type takes at most 20 seals."), field: "seals")
    }
  }

  /// What one contract adds on top: more approvers at the end of a plan, more copies. Nothing the type asks for can be
  /// taken away (F-065). Throws `.removalRefused`.
  package func checkAddition(
    to plan: ApprovalPlan, wanted: ApprovalPlan, ccViewers wantedViewers: [ID<Membership>]
  ) throws(BusinessTypeError) {
    guard wanted.nodes.starts(with: plan.nodes), Set(ccViewers).isSubset(of: wantedViewers) else {
      throw BusinessTypeError(
        .removalRefused,
        Bilingual(
          "业务类型规定的审批人和抄送人不能删除或改变，只能在其后增加。",
          "Approvers and copies that the business type asks for cannot be removed or changed, only added to."))
    }
  }
}

/// Roles that a business type gives to people one by one; approvers stand in its plans.
package enum BusinessRole: String, Sendable, CaseIterable {
  case handler, ccViewer, delegate

  package var label: Bilingual {
    switch self {
    case .handler: Bilingual("经办人", "Handlers")
    case .ccViewer: Bilingual("抄送人", "Copies to")
    case .delegate: Bilingual("授权委托人", "Delegates")
    }
  }
}

extension BusinessRules {
  package func people(_ role: BusinessRole) -> [ID<Membership>] {
    switch role {
    case .handler: handlers
    case .ccViewer: ccViewers
    case .delegate: delegates
    }
  }
}

extension BusinessRules {
  /// The plans by the names of their form fields.
  package var plans: [(field: String, plan: ApprovalPlan)] {
    [("initiationPlan", initiationPlan), ("receiptPlan", receiptPlan), ("sealPlan", sealPlan)]
  }

  /// Titles of the nodes that name people of whom none is left, so that a contract of this type stops there.
  package func emptyNodes(_ directory: ApprovalDirectory) -> [String] {
    [initiationPlan, receiptPlan, sealPlan].flatMap(\.nodes).compactMap { node in
      guard case .people(let people) = node.approvers, !people.contains(where: directory.isActive) else { return nil }
      return node.title
    }
  }

  /// Everybody the rules name, once.
  package var everybody: Set<ID<Membership>> {
    var everybody = Set(handlers + ccViewers + delegates)
    for (_, plan) in plans {
      for node in plan.nodes {
        if case .people(let people) = node.approvers { everybody.formUnion(people) }
      }
    }
    return everybody
  }
}

extension BusinessType {
  /// Whether this person may start or receive contracts in it now (F-061): it is active, and they handle it, are its
  /// delegate, or represent the company.
  package func isUsable(by standing: CompanyStanding) -> Bool {
    guard status == .active, organizationID == standing.organizationID else { return false }
    return standing.roles.contains(.legalRep) || rules.handlers.contains(standing.membershipID)
      || rules.delegates.contains(standing.membershipID)
  }
}
