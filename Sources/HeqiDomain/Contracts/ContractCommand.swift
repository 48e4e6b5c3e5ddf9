/// Who asks something of a contract.
package enum CommandIssuer: Equatable, Sendable {
  /// The person acting for a party.
  case party(ID<ContractParty>)
  /// A person on a company party's list of approvers.
  case approver(of: ID<ContractParty>, as: ID<Membership>)
  case system
}

/// Everything anyone can ask of a contract (section C rows 1 to 24 and 29).
package enum ContractCommand: Equatable, Sendable {
  /// Row 1: send the text of a draft for comment.
  case startDraft
  /// Row 2.
  case rejectDraft(reason: String)
  /// Row 3: a new file under the same number.
  case redraft(file: ContractFile)
  /// Row 4, before agreeing: a receiver's parameters give the text a new file.
  case fillDraft(file: ContractFile)
  /// Row 4.
  case confirmDraft
  /// Row 5: keep what was edited; see `ContractLifecycle.edit`.
  case saveDraft(RoundEdit)
  /// Rows 6 and 13, 关联合同业务类型: binds a company's side to its rules before it initiates or receives. The number is
  /// the initiator's 合同编号, where its type numbers contracts.
  case link(PartyCompany, contractNo: String? = nil)
  /// One more step of approval for this contract, on top of what the type asks (F-065).
  case addApprovers(ApprovalStage, ApprovalStep)
  /// More 抄送人 for this contract (F-065).
  case addCC([ID<Membership>])
  /// 或签: the people of one's own company of whom any one may sign; nobody means whoever handles the contract.
  case setSigners([ID<Membership>])
  /// A leaver signs nothing any more (F-058).
  case releaseSigner(ID<Membership>)
  /// Undecided tasks of one person go to another: absence, or a leaver (F-058, T-007).
  case handOver(from: ID<Membership>, to: ID<Membership>, remarks: [Event.Fact] = [])
  /// A duty of one person of the company goes to another, by whoever manages its people (F-058).
  case takeOver(ContractDuty, from: ID<Membership>, to: ID<Membership>, remarks: [Event.Fact] = [])
  /// 催办: those asked now are reminded (T-007).
  case remindApprovers
  /// Row 6; `prepared` is the file with all fields of all parties in it.
  case initiate(prepared: FileRevision)
  /// Row 7 and 14: one node of the business list approves.
  case approveBusiness(opinion: String)
  /// Row 8 and 15.
  case rejectBusiness(opinion: String)
  /// Row 9 and 14.
  case approveSeal(opinion: String)
  /// Row 8 and 15.
  case rejectSeal(opinion: String)
  /// Row 10.
  case rateLiveImage(of: ID<ContractParty>, LiveImageRating, imageID: String)
  /// Rows 11 and 17.
  case sign(SigningFacts, produced: FileRevision, remarks: [Event.Fact])
  /// Row 12; normally part of the step before it (B-11).
  case deliver
  /// Row 13.
  case receive
  /// Row 16 (退回).
  case returnContract(reason: String)
  /// Rows 19 and 20 (撤回).
  case withdraw(reason: String)
  /// Row 21.
  case complete(CompletionFacts)
  /// Row 22.
  case expire
  /// Before row 23: copy the ended round so that it can be edited; see `Contract.nextRound`.
  case prepareNextRound(ContractRound)
  /// Row 23; `prepared` is the next round's file with all fields in it.
  case reinitiate(prepared: FileRevision)
  /// Row 24.
  case discard
  /// A later time stamp or validation data appended to the file; moves nothing (house decision 3).
  case renew(FileRevision)
  /// Row 29.
  case view, download, verify

  /// Name without payload, for the table and for access rules.
  package var name: ContractCommandName {
    switch self {
    case .startDraft: .startDraft
    case .rejectDraft: .rejectDraft
    case .redraft: .redraft
    case .fillDraft: .fillDraft
    case .confirmDraft: .confirmDraft
    case .saveDraft: .saveDraft
    case .link: .link
    case .addApprovers: .addApprovers
    case .addCC: .addCC
    case .setSigners: .setSigners
    case .releaseSigner: .releaseSigner
    case .handOver: .handOver
    case .takeOver: .takeOver
    case .remindApprovers: .remindApprovers
    case .initiate: .initiate
    case .approveBusiness: .approveBusiness
    case .rejectBusiness: .rejectBusiness
    case .approveSeal: .approveSeal
    case .rejectSeal: .rejectSeal
    case .rateLiveImage: .rateLiveImage
    case .sign: .sign
    case .deliver: .deliver
    case .receive: .receive
    case .returnContract: .returnContract
    case .withdraw: .withdraw
    case .complete: .complete
    case .expire: .expire
    case .prepareNextRound: .prepareNextRound
    case .reinitiate: .reinitiate
    case .discard: .discard
    case .renew: .renew
    case .view: .view
    case .download: .download
    case .verify: .verify
    }
  }
}

/// A command without its payload.
package enum ContractCommandName: String, Sendable, CaseIterable {
  case startDraft, rejectDraft, redraft, fillDraft, confirmDraft, saveDraft, initiate
  case link, addApprovers, addCC, setSigners, releaseSigner, handOver, takeOver, remindApprovers
  case approveBusiness, rejectBusiness, approveSeal, rejectSeal
  case rateLiveImage, sign, deliver, receive, returnContract, withdraw, complete, expire, prepareNextRound, reinitiate
  case discard, renew
  case view, download, verify
}

/// A change to an editable round; nil fields stay as they are.
package struct RoundEdit: Equatable, Sendable {
  package let title: String?
  package let file: ContractFile?
  package let receivers: [ContractParty]?
  package let places: [SignPlace]?
  package let seams: [SeamSeal]?
  package let settings: ContractSettings?
  /// The initiator's verified name, when it has become known or changed since the draft was made.
  package let initiatorName: String?
  /// The initiator's company side: business type, further approvers and copies.
  package let initiatorCompany: PartyCompany?

  package init(
    title: String? = nil, file: ContractFile? = nil, receivers: [ContractParty]? = nil, places: [SignPlace]? = nil,
    seams: [SeamSeal]? = nil, settings: ContractSettings? = nil, initiatorName: String? = nil,
    initiatorCompany: PartyCompany? = nil
  ) {
    self.initiatorCompany = initiatorCompany
    self.initiatorName = initiatorName
    self.title = title
    self.file = file
    self.receivers = receivers
    self.places = places
    self.seams = seams
    self.settings = settings
  }
}

/// What the completion job established (row 21).
package struct CompletionFacts: Equatable, Sendable {
  /// A document the platform made and signed for this contract.
  package struct Document: Equatable, Sendable {
    package let title: String
    package let digest: Digest
    package init(title: String, digest: Digest) {
      self.title = title
      self.digest = digest
    }
  }

  /// Every signature in the file was verified again.
  package let isVerified: Bool
  /// A last revision with validation data, if one was added.
  package let finalFile: FileRevision?
  /// 存证报告
  package let report: Document?
  /// 存证确认函
  package let confirmation: Document?

  package init(isVerified: Bool, finalFile: FileRevision? = nil, report: Document?, confirmation: Document?) {
    self.isVerified = isVerified
    self.finalFile = finalFile
    self.report = report
    self.confirmation = confirmation
  }
}
