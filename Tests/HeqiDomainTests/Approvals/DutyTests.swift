import HeqiDomain
import Testing

@Suite("Duties of a company's people, and who takes them over")
struct DutyTests {
  static let samples = ContractSamples(order: .signThenSend, isCompany: true)
  static let handler: ID<Membership> = ContractSamples.id(610)
  static let heir: ID<Membership> = ContractSamples.id(696)
  static let first = ContractSamples.approver(samples.party(.initiator), 0)
  static let second = ContractSamples.approver(samples.party(.initiator), 1)

  static func contract(_ stage: ContractStageName) throws -> Contract { try #require(try samples.contract(in: stage)) }

  @Test("a duty that is done, ended or another's is taken over by nobody, and only by who may ask for the company")
  func refusals() throws {
    func refused(
      _ code: ContractError.Code, _ duty: ContractDuty, _ from: ID<Membership>, _ contract: Contract, to: ID<Membership> = Self.heir,
      by issuer: CommandIssuer = Self.samples.initiator
    ) {
      #expect(throws: ContractError(code)) {
        try ContractLifecycle.apply(.takeOver(duty, from: from, to: to), to: contract, by: issuer, at: ContractSamples.start)
      }
    }
    let reviewed = try Self.contract(.initiatorBusinessReview)
    refused(.approvalRefused, .businessReview, Self.heir, reviewed)
    refused(.approvalRefused, .sealReview, Self.first, reviewed)
    refused(.approvalRefused, .businessReview, Self.first, reviewed, to: Self.first)
    refused(.approvalRefused, .businessReview, Self.first, reviewed, by: Self.samples.receiver())
    refused(.notPermitted, .businessReview, Self.first, reviewed, by: reviewed.approver(of: ContractSamples.initiatorID))
    refused(.approvalRefused, .handling, Self.handler, try Self.contract(.completed))
    refused(.approvalRefused, .handling, Self.handler, try Self.contract(.withdrawnByInitiator))
    let signed = try Self.contract(.awaitingReceipt)
    refused(.approvalRefused, .handling, Self.handler, signed)
    let person = ContractSamples(order: .signThenSend)
    refused(.notPermitted, .handling, Self.handler, try #require(try person.contract(in: .awaitingInitiatorSign)))
  }

  @Test("a review goes on with the new person, and both names stand in the event")
  func review() throws {
    let contract = try Self.contract(.initiatorBusinessReview)
    let facts = [Event.Fact(ContractFact.from, "吴*批"), Event.Fact(ContractFact.to, "钱*务")]
    let moved = try ContractLifecycle.apply(
      .takeOver(.businessReview, from: Self.second, to: Self.heir, remarks: facts), to: contract, by: Self.samples.initiator,
      at: ContractSamples.start)
    #expect(moved.events.map(\.kind) == [.dutyTakenOver] && moved.events[0].isBySystem == false)
    #expect(moved.events[0].fact(ContractFact.duty) == "业务审批" && moved.events[0].fact(ContractFact.to) == "钱*务")
    let flow = try #require(moved.contract.round.initiator.company?.business)
    #expect(flow.steps.map { $0.tasks.map(\.holder) }.contains([Self.heir]))
    #expect(flow.holders == contract.round.initiator.company?.business?.holders, "what is asked now is not touched")
  }

  @Test("who is asked now changes with the duty: the old request closes and the new one opens")
  func asked() throws {
    let contract = try Self.contract(.initiatorBusinessReview)
    let holder = try #require(contract.openRequests.first?.holder)
    let moved = try ContractLifecycle.apply(
      .takeOver(.businessReview, from: holder, to: Self.heir), to: contract, by: .system, at: ContractSamples.start)
    #expect(moved.closed.map(\.holder) == [holder] && moved.opened.map(\.holder) == [Self.heir])
    #expect(moved.events.map(\.isBySystem) == [true])
  }

  @Test("the handler is replaced in a draft and in a live contract; a named signer by another, once")
  func handlerAndSigner() throws {
    for stage in [ContractStageName.draft, .initiatorBusinessReview, .awaitingInitiatorSign] {
      let moved = try Self.samples.play(
        .takeOver(.handling, from: Self.handler, to: Self.heir), on: Self.contract(stage), by: Self.samples.initiator)
      #expect(moved.round.initiator.company?.handlerID == Self.heir, "\(stage)")
      #expect(moved.stage.name == stage)
    }
    let (samples, waiting) = try SignersTests.waiting()
    let replaced = try samples.play(
      .takeOver(.signing, from: SignersTests.people[0], to: Self.heir), on: waiting, by: samples.initiator)
    #expect(replaced.round.initiator.company?.signers == [Self.heir, SignersTests.people[1]])
    let merged = try samples.play(
      .takeOver(.signing, from: SignersTests.people[0], to: SignersTests.people[1]), on: waiting, by: samples.initiator)
    #expect(merged.round.initiator.company?.signers == [SignersTests.people[1]])
  }

  @Test("stuck is what nobody asked can do: one able approver of 或签 is enough, one absent of 会签 is too many")
  func stuck() throws {
    func flow(_ mode: ApprovalMode) -> Contract {
      var draft = Self.samples.draft()
      let step = ApprovalStep(
        title: "部门", kind: .management, mode: mode,
        tasks: [ApprovalTask(approver: Self.first), ApprovalTask(approver: Self.second)])
      let company = PartyCompany(
        organizationID: ContractSamples.id(600), handlerID: Self.handler, businessType: .init(id: ContractSamples.id(611), name: "采购"),
        business: ApprovalFlow(stage: .business, steps: [step]))
      draft = Contract(
        id: draft.id, tenantID: draft.tenantID, transactionNo: draft.transactionNo, createdAt: draft.createdAt,
        round: ContractRound(
          title: draft.round.title, file: draft.round.file, initiator: draft.round.initiator.with(company),
          receivers: draft.round.receivers, places: draft.round.places, settings: draft.round.settings))
      return draft
    }
    for (mode, count) in [(ApprovalMode.any, 0), (.all, 1)] {
      let contract = try Self.samples.play(.initiate(prepared: Self.samples.prepared), on: flow(mode), by: Self.samples.initiator)
      let stuck = contract.stuckDuties(of: contract.round.initiator) { $1 != Self.first }
      #expect(stuck.map(\.holder) == Array(repeating: Self.first, count: count), "\(mode)")
      let both = contract.stuckDuties(of: contract.round.initiator) { duty, _ in duty != .businessReview }
      #expect(both.count == 2 && both.allSatisfy(\.isNow))
    }
  }

  @Test("nothing is left to the handler while others are named to sign, and nothing to anybody once the side has signed")
  func openDuties() throws {
    let (_, waiting) = try SignersTests.waiting()
    #expect(waiting.openDuties(of: waiting.round.initiator).map(\.duty) == [.signing, .signing])
    let reviewed = try Self.contract(.initiatorBusinessReview)
    let duties = reviewed.openDuties(of: reviewed.round.initiator)
    #expect(duties.map(\.duty) == [.businessReview, .businessReview, .sealReview, .handling])
    #expect(duties.map(\.isNow) == [true, false, false, false])
    #expect(reviewed.openDuties(of: reviewed.round.receivers[0]).allSatisfy { !$0.isNow })
    let signed = try Self.contract(.awaitingReceipt)
    #expect(signed.openDuties(of: signed.round.initiator).isEmpty)
  }

  @Test("able is who has the role that the duty takes; a review may be given only to an approver of its kind")
  func able() throws {
    let company = ContractSamples.company(600)
    func standing(_ roles: Set<CompanyRole>, types: Set<ID<BusinessType>> = [], of organization: Int = 600) -> CompanyStanding {
      CompanyStanding(
        organizationID: ContractSamples.id(organization), organizationName: "示例", membershipID: Self.heir, roles: roles,
        delegatedTypes: types)
    }
    #expect(company.isAble(.handling, standing([.handler])) && company.isAble(.signing, standing([.legalRep])))
    #expect(!company.isAble(.handling, standing([.ccViewer, .businessApprover])))
    #expect(!company.isAble(.handling, standing([.delegate])))
    #expect(company.isAble(.handling, standing([.delegate], types: [ContractSamples.id(611)])))
    #expect(!company.isAble(.handling, standing([.handler], of: 620)))
    #expect(company.isAble(.businessReview, standing([])) && !company.mayTakeOver(.businessReview, standing([])))
    #expect(company.mayTakeOver(.businessReview, standing([.businessApprover])))
    #expect(!company.mayTakeOver(.sealReview, standing([.businessApprover])))
    #expect(company.mayTakeOver(.sealReview, standing([.sealApprover])))
  }

  @Test("the log names who had the task and who has it now, by a person and by the system")
  func log() throws {
    let contract = try Self.contract(.initiatorBusinessReview)
    let facts = [Event.Fact(ContractFact.from, "吴*批"), Event.Fact(ContractFact.to, "钱*务")]
    func line(_ event: ContractEvent, _ actor: Actor) throws -> String {
      let stored = Event(
        id: ContractSamples.id(1), tenantID: "main", at: ContractSamples.start, actor: actor, scene: .system,
        subject: Event.Subject(kind: "contract", id: "1"), kind: event.kind.stored, facts: event.facts,
        fileHash: event.fileDigest, transactionNo: contract.transactionNo)
      return try #require(ContractLog.operation(stored)).line.text()
    }
    for issuer in [Self.samples.initiator, .system] {
      let moved = try ContractLifecycle.apply(
        .takeOver(.businessReview, from: Self.first, to: Self.heir, remarks: facts), to: contract, by: issuer,
        at: ContractSamples.start)
      let actor = issuer == .system ? Actor.system : Actor(kind: .person, id: "1", maskedName: "张*三")
      let text = try line(moved.events[0], actor)
      #expect(text.contains("业务审批") && text.contains("吴*批") && text.contains("钱*务"), "\(text)")
      #expect(text.contains(issuer == .system ? "自动改派离职人员的任务" : "改派任务"))
    }
    let asked = contract.requestsMoved(of: contract.round.initiator, from: "周*办")
    #expect(try line(asked, .system).contains("周*办"))
  }

  @Test("a business type is empty at the nodes whose people have all left, not at those that ask the reporting line")
  func emptyNodes() {
    let rules = BusinessRules(
      name: "采购", code: "CG",
      initiationPlan: ApprovalPlan([
        ApprovalNode(title: "法务", approvers: .people([Self.first])),
        ApprovalNode(title: "财务", approvers: .people([Self.first, Self.second])),
        ApprovalNode(title: "上级", approvers: .levelByLevel(levels: 2)),
      ]), sealPlan: ApprovalPlan([ApprovalNode(title: "用章", approvers: .people([Self.heir]))]))
    let directory = ApprovalDirectory([
      Self.first: .init(isActive: false), Self.second: .init(isActive: true), Self.heir: .init(isActive: false),
    ])
    #expect(rules.emptyNodes(directory) == ["法务", "用章"])
  }
}
