import HeqiApplication
import HeqiDomain

/// A contract that its initiator may edit: a draft, or the next round of an ended one.
struct Draft: Sendable {
  let contract: Contract
  let round: ContractRound

  /// nil where there is nothing to edit.
  init?(_ contract: Contract) {
    guard let round = contract.editable else { return nil }
    self.contract = contract
    self.round = round
  }

  var id: ID<Contract> { contract.id }

  func isDone(_ step: DraftStep) -> Bool {
    switch step {
    case .file: round.file != nil
    case .receivers: !round.receivers.isEmpty
    case .places: round.parties.count > 1 && round.parties.allSatisfy { party in round.places(of: party.id).contains { $0.kind.isMark } }
    case .settings: round.settings.signDeadline != nil && round.settings.subjectMatter != nil
    case .send: false
    }
  }

  /// The first step that still asks for something.
  var currentStep: DraftStep { DraftStep.allCases.first { !isDone($0) } ?? .send }

  /// What keeps it from being started now, with the step that mends it.
  func obstacle(isVerified: Bool, at now: Instant) -> (error: ContractError, href: String)? {
    guard isVerified else { return (ContractError(.identityUnverified), Links.verification) }
    do throws(ContractError) {
      try ContractLifecycle.checkInitiation(of: round, at: now)
      return nil
    } catch {
      return (error, Links.draft(id, Self.step(mending: error.code)))
    }
  }

  private static func step(mending code: ContractError.Code) -> DraftStep {
    switch code {
    case .fileMissing, .fileRefused, .fileTooLarge, .tooManyPages: .file
    case .receiversMissing, .tooManyReceivers, .duplicateParty, .receiverUnreachable: .receivers
    case .placesMissing, .tooManyPlaces, .placeOutsidePage, .seamInvalid, .notAParty: .places
    default: .settings
    }
  }

  func head(_ step: DraftStep, texts: LocaleTexts) -> DraftHead {
    let isAgain = contract.upcoming != nil
    return DraftHead(
      name: round.title, transactionNo: contract.transactionNo, lead: texts(step.leadKey),
      note: isAgain ? texts("draft.again", ["number": String(round.number)]) : nil,
      steps: DraftStep.allCases.map { each in
        DraftHead.Step(
          label: texts(each.titleKey), href: Links.draft(id, each), isDone: each != step && isDone(each), isNow: each == step,
          isOpen: each != step)
      })
  }
}

extension DraftHead {
  /// Above the first page of a contract that does not exist yet.
  static func new(texts: LocaleTexts) -> DraftHead {
    DraftHead(
      name: texts("draft.newTitle"), transactionNo: nil, lead: texts(DraftStep.file.leadKey), note: nil,
      steps: DraftStep.allCases.map {
        Step(label: texts($0.titleKey), href: "", isDone: false, isNow: $0 == .file, isOpen: false)
      })
  }
}

extension DraftStep {
  var titleKey: String {
    switch self {
    case .file: "draft.stepFile"
    case .receivers: "draft.stepReceivers"
    case .places: "draft.stepPlaces"
    case .settings: "draft.stepSettings"
    case .send: "draft.stepSend"
    }
  }

  var leadKey: String {
    switch self {
    case .file: "draft.leadFile"
    case .receivers: "draft.leadReceivers"
    case .places: "draft.leadPlaces"
    case .settings: "draft.leadSettings"
    case .send: "draft.leadSend"
    }
  }
}
