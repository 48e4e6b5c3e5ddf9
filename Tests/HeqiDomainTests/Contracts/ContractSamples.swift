import HeqiDomain

/// Contracts in every stage, built by playing commands, so that no test meets a state the machine cannot reach.
struct ContractSamples {
  static let start = Instant(seconds: 1_800_000_000)
  static let deadline = start.adding(.seconds(7 * 86_400))
  static let afterDeadline = deadline.adding(.seconds(1))

  let order: IssueOrder
  var receiverCount = 1
  var signing = SigningOrder.parallel
  /// With review nodes: company parties.
  var isCompany = false
  var forcedReading = 0

  static func id<T>(_ number: Int, _: T.Type = T.self) -> ID<T> {
    ID(at: start, random: [0, 0, 0, 0, 0, 0, 0, 0, UInt8(number >> 8), UInt8(number & 255)])
  }

  static func digest(_ number: Int) -> Digest { Digest([UInt8](repeating: UInt8(number & 255), count: 32))! }

  static let initiatorID: ID<ContractParty> = id(1)
  static func receiverID(_ index: Int) -> ID<ContractParty> { id(10 + index) }

  var initiator: CommandIssuer { .party(Self.initiatorID) }
  func receiver(_ index: Int = 0) -> CommandIssuer { .party(Self.receiverID(index)) }

  func party(_ side: ContractSide, _ index: Int = 0) -> ContractParty {
    ContractParty(
      id: side == .initiator ? Self.initiatorID : Self.receiverID(index), side: side,
      kind: isCompany ? .company : .person,
      accountID: Self.id(side == .initiator ? 100 : 110 + index), name: side == .initiator ? "张小三" : "李小\(index)四",
      turn: index + 1, company: isCompany ? Self.company(side == .initiator ? 600 : 620 + 20 * index) : nil)
  }

  static func approver(_ party: ContractParty, _ number: Int) -> ID<Membership> {
    id((party.side == .initiator ? 600 : 620) + 1 + number)
  }

  /// A company with two business approvers one after the other, one seal approver, its business type linked.
  static func company(_ base: Int) -> PartyCompany {
    func step(_ title: String, _ number: Int) -> ApprovalStep {
      ApprovalStep(title: title, kind: .management, mode: .all, tasks: [ApprovalTask(approver: id(base + number))])
    }
    return PartyCompany(
      organizationID: id(base), handlerID: id(base + 10),
      businessType: PartyCompany.BusinessTypeLink(id: id(base + 11), name: "采购"),
      business: ApprovalFlow(stage: .business, steps: [step("部门", 1), step("财务", 2)]),
      seal: ApprovalFlow(stage: .seal, steps: [step("用章", 3)]))
  }

  func file(_ number: Int = 1) -> ContractFile {
    ContractFile(
      id: Self.id(200 + number), name: "合同.pdf", pageCount: 3,
      original: FileRevision(number: 0, kind: .original, digest: Self.digest(number), length: 1000, at: Self.start))
  }

  func draft() -> Contract {
    let receivers = (0..<receiverCount).map { party(.receiver, $0) }
    let parties = [party(.initiator)] + receivers
    let places = parties.enumerated().map { index, party in
      SignPlace(
        id: Self.id(300 + index), partyID: party.id, kind: .seal, page: 1,
        box: PageBox(x: 50, y: 50, width: 119, height: 119))
    }
    let round = ContractRound(
      title: "房屋租赁合同", file: file(), initiator: parties[0], receivers: receivers, places: places,
      settings: ContractSettings(
        issueOrder: order, signingOrder: signing, signDeadline: Self.deadline, forcedReadingSeconds: forcedReading,
        subjectMatter: .general))
    return Contract(
      id: Self.id(400), tenantID: "main", transactionNo: "A0000000000001", createdAt: Self.start, round: round)
  }

  var prepared: FileRevision { revision(1, .prepared) }

  func revision(_ number: Int, _ kind: FileRevision.Kind, of party: ID<ContractParty>? = nil) -> FileRevision {
    FileRevision(
      number: number, kind: kind, digest: Self.digest(50 + number), length: 1000 + 100 * number, partyID: party,
      at: Self.start)
  }

  func facts(
    for contract: Contract, confirmed: Bool = true, read: Int = 1000, intention: Bool = true, mark: Bool = true,
    certificate: Bool = true, images: [ConsentedImage] = [], seen: Digest? = nil
  ) -> SigningFacts {
    let latest = contract.round.file?.latest.digest ?? Self.digest(0)
    let digest = seen ?? latest
    return SigningFacts(
      seenDigest: digest, isContentConfirmed: confirmed, readSeconds: read,
      intention: intention ? IntentionProof(method: .smsCode, fileDigest: digest, at: Self.start) : nil,
      isMarkUsable: mark,
      isCertificateValid: certificate, consentedImages: images)
  }

  func sign(_ contract: Contract, by party: ID<ContractParty>) -> ContractCommand {
    let number = (contract.round.file?.latest.number ?? 0) + 1
    return .sign(facts(for: contract), produced: revision(number, .signature, of: party), remarks: [])
  }

  func play(
    _ command: ContractCommand, on contract: Contract, by issuer: CommandIssuer, at now: Instant = start
  ) throws -> Contract {
    try ContractLifecycle.apply(command, to: contract, by: issuer, at: now).contract
  }

  func nextRound(of contract: Contract) -> ContractRound {
    var number = 500
    var round = contract.nextRound(
      fileID: Self.id(499),
      newPartyID: {
        number += 1; return Self.id(number)
      },
      newPlaceID: {
        number += 1; return Self.id(number)
      })
    var settings = round.settings
    settings.signDeadline = Self.deadline.adding(.seconds(30 * 86_400))
    round = ContractRound(
      number: round.number, title: round.title, file: round.file, initiator: round.initiator,
      receivers: round.receivers,
      places: round.places, settings: settings)
    return round
  }

  func completion(_ contract: Contract) -> ContractCommand {
    .complete(
      CompletionFacts(
        isVerified: true, report: .init(title: "存证报告", digest: Self.digest(90)),
        confirmation: .init(title: "存证确认函", digest: Self.digest(91))))
  }

  /// A contract in that stage, or nil where these parties and this order never reach it.
  func contract(in stage: ContractStageName) throws -> Contract? {
    var contract = draft()
    if stage == .draft { return contract }
    if stage == .discarded { return try play(.discard, on: contract, by: initiator) }
    if stage == .draftAwaitingConfirmation || stage == .draftRejected {
      contract = try play(.startDraft, on: contract, by: initiator)
      return stage == .draftRejected ? try play(.rejectDraft(reason: "价格不符"), on: contract, by: receiver()) : contract
    }
    contract = try play(.initiate(prepared: prepared), on: contract, by: initiator)
    for _ in 0..<60 {
      if contract.stage.name == stage { return contract }
      switch stage {
      case .withdrawnByInitiator: return try play(.withdraw(reason: "条件变化"), on: contract, by: initiator)
      case .expired: return try play(.expire, on: contract, by: .system, at: Self.afterDeadline)
      case .returned where contract.stage == .awaitingReceipt:
        return try play(.returnContract(reason: "姓名有误"), on: contract, by: receiver())
      case .withdrawnByReceiver where order == .sendThenSign && contract.round.receivers[0].state.isSigned:
        return try play(.withdraw(reason: "不再需要"), on: contract, by: receiver())
      case .sent where order == .sendThenSign && contract.stage == .awaitingReceipt:
        return undelivered(contract)
      case .sent where order == .signThenSend && contract.stage == .awaitingReceipt: return undelivered(contract)
      default: break
      }
      guard let next = try advance(contract) else { return nil }
      contract = next
    }
    return nil
  }

  /// `sent` is passed within one transition; a delivery that failed leaves it, so it is rebuilt here.
  private func undelivered(_ contract: Contract) -> Contract {
    let round = contract.round
    return Contract(
      id: contract.id, tenantID: contract.tenantID, transactionNo: contract.transactionNo,
      createdAt: contract.createdAt,
      stage: .sent,
      round: ContractRound(
        title: round.title, file: round.file, initiator: round.initiator,
        receivers: round.receivers.map { $0.renewed(id: $0.id) },
        places: round.places, settings: round.settings, initiatedAt: round.initiatedAt))
  }

  /// The next ordinary step of the story.
  func advance(_ contract: Contract) throws -> Contract? {
    if contract.round.allSigned, contract.stage.isLive {
      return try play(completion(contract), on: contract, by: .system)
    }
    guard let open = contract.openRequests.first else { return nil }
    return switch open.action {
    case .receive: try play(.receive, on: contract, by: .party(open.partyID))
    case .approveBusiness: try play(.approveBusiness(opinion: "同意"), on: contract, by: open.approver)
    case .approveSeal: try play(.approveSeal(opinion: "同意"), on: contract, by: open.approver)
    case .sign: try play(sign(contract, by: open.partyID), on: contract, by: .party(open.partyID))
    case .confirm, .updateLiveImage, .initiate: nil
    }
  }
}

extension ActionRequestKey {
  /// The approver who is asked, as issuer.
  var approver: CommandIssuer { holder.map { .approver(of: partyID, as: $0) } ?? .party(partyID) }
}

extension Contract {
  /// Whoever of a party is asked to review now; its first approver where nobody is.
  func approver(of party: ID<ContractParty>) -> CommandIssuer {
    openRequests.first { $0.partyID == party && $0.holder != nil }?.approver
      ?? .approver(of: party, as: ContractSamples.id(party == ContractSamples.initiatorID ? 601 : 621))
  }
}
