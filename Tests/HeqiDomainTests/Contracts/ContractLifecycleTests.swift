import HeqiDomain
import Testing

@Suite("ContractLifecycle")
struct ContractLifecycleTests {
  let now = ContractSamples.start

  func refusal(
    _ command: ContractCommand, on contract: Contract, by issuer: CommandIssuer, at now: Instant = ContractSamples.start
  )
    -> ContractError.Code?
  {
    do {
      _ = try ContractLifecycle.apply(command, to: contract, by: issuer, at: now)
      return nil
    } catch {
      return error.code
    }
  }

  @Test("先签后发 goes initiator, receiver, completed")
  func signThenSend() throws {
    let samples = ContractSamples(order: .signThenSend)
    var contract = samples.draft()
    var path = [contract.stage.name]
    contract = try samples.play(.initiate(prepared: samples.prepared), on: contract, by: samples.initiator)
    path.append(contract.stage.name)
    while let next = try samples.advance(contract) {
      contract = next
      path.append(contract.stage.name)
    }
    #expect(
      path == [.draft, .awaitingInitiatorSign, .awaitingReceipt, .awaitingReceiverSign, .receiverSigned, .completed])
    #expect(contract.round.file?.revisions.map(\.kind) == [.original, .prepared, .signature, .signature])
  }

  @Test("先发后签 goes receiver, initiator, completed")
  func sendThenSign() throws {
    let samples = ContractSamples(order: .sendThenSign)
    var contract = samples.draft()
    contract = try samples.play(.initiate(prepared: samples.prepared), on: contract, by: samples.initiator)
    var path = [contract.stage.name]
    while let next = try samples.advance(contract) {
      contract = next
      path.append(contract.stage.name)
    }
    #expect(path == [.awaitingReceipt, .awaitingReceiverSign, .awaitingInitiatorSign, .initiatorSigned, .completed])
  }

  @Test("companies pass both reviews on both sides", arguments: IssueOrder.allCases)
  func companies(order: IssueOrder) throws {
    let samples = ContractSamples(order: order, isCompany: true)
    var contract = try samples.play(.initiate(prepared: samples.prepared), on: samples.draft(), by: samples.initiator)
    var path = [contract.stage.name]
    while let next = try samples.advance(contract) {
      contract = next
      if path.last != contract.stage.name { path.append(contract.stage.name) }
    }
    let initiatorSeal: [ContractStageName] = [.initiatorSealReview, .awaitingInitiatorSign]
    let receiver: [ContractStageName] = [
      .awaitingReceipt, .receiverBusinessReview, .receiverSealReview, .awaitingReceiverSign,
    ]
    #expect(
      path
        == (order == .signThenSend
          ? [.initiatorBusinessReview] + initiatorSeal + receiver + [.receiverSigned, .completed]
          : [.initiatorBusinessReview] + receiver + initiatorSeal + [.initiatorSigned, .completed]))
  }

  @Test("three receivers in order see the contract one after the other")
  func sequential() throws {
    let samples = ContractSamples(order: .signThenSend, receiverCount: 3, signing: .sequential)
    var contract = try #require(try samples.contract(in: .awaitingReceipt))
    #expect(contract.round.receivers.map(\.state) == [.awaitingReceipt, .waiting, .waiting])
    #expect(contract.folder(of: contract.round.receivers[1]) == nil)
    #expect(refusal(.receive, on: contract, by: samples.receiver(1)) == .notDelivered)
    #expect(
      refusal(samples.sign(contract, by: ContractSamples.receiverID(1)), on: contract, by: samples.receiver(1))
        == .notYourTurn)
    contract = try samples.play(.receive, on: contract, by: samples.receiver(0))
    contract = try samples.play(
      samples.sign(contract, by: ContractSamples.receiverID(0)), on: contract, by: samples.receiver(0))
    #expect(contract.round.receivers.map(\.state) == [.signed(at: now), .awaitingReceipt, .waiting])
    #expect(contract.stage == .awaitingReceipt)
  }

  @Test("three receivers in any order are all asked at once; the shared stage is the least advanced")
  func parallel() throws {
    let samples = ContractSamples(order: .sendThenSign, receiverCount: 3)
    var contract = try samples.play(.initiate(prepared: samples.prepared), on: samples.draft(), by: samples.initiator)
    #expect(contract.openRequests.count == 3)
    contract = try samples.play(.receive, on: contract, by: samples.receiver(2))
    contract = try samples.play(
      samples.sign(contract, by: ContractSamples.receiverID(2)), on: contract, by: samples.receiver(2))
    contract = try samples.play(.receive, on: contract, by: samples.receiver(1))
    #expect(contract.stage == .awaitingReceipt)
    #expect(
      contract.round.receivers.map { contract.folder(of: $0) } == [
        .awaitingReceipt, .awaitingReceiverSign, .awaitingReceiverSign,
      ])
    contract = try samples.play(.receive, on: contract, by: samples.receiver(0))
    #expect(contract.stage == .awaitingReceiverSign)
    contract = try samples.play(
      samples.sign(contract, by: ContractSamples.receiverID(0)), on: contract, by: samples.receiver(0))
    #expect(contract.stage == .awaitingReceiverSign)
    contract = try samples.play(
      samples.sign(contract, by: ContractSamples.receiverID(1)), on: contract, by: samples.receiver(1))
    #expect(contract.stage == .awaitingInitiatorSign)
  }

  static let faults: [(String, @Sendable (ContractSamples, Contract) -> SigningFacts, ContractError.Code)] = [
    ("unconfirmed", { $0.facts(for: $1, confirmed: false) }, .contentUnconfirmed),
    ("read too short", { $0.facts(for: $1, read: 9) }, .readingTooShort),
    ("no intention", { $0.facts(for: $1, intention: false) }, .intentionMissing),
    ("mark unusable", { $0.facts(for: $1, mark: false) }, .markUnusable),
    ("certificate", { $0.facts(for: $1, certificate: false) }, .certificateInvalid),
    (
      "other file", { samples, contract in samples.facts(for: contract, seen: ContractSamples.digest(3)) }, .fileChanged
    ),
    (
      "unrated image",
      { samples, contract in
        samples.facts(for: contract, images: [ConsentedImage(partyID: ContractSamples.initiatorID, imageID: "i1")])
      }, .liveImageUnrated
    ),
  ]

  @Test("each guard of signing refuses with its own code", arguments: 0..<faults.count)
  func signingGuards(index: Int) throws {
    let samples = ContractSamples(order: .signThenSend, forcedReading: 10)
    let contract = try #require(try samples.contract(in: .awaitingReceiverSign))
    let (_, make, code) = Self.faults[index]
    let produced = samples.revision(3, .signature, of: ContractSamples.receiverID(0))
    #expect(
      refusal(.sign(make(samples, contract), produced: produced, remarks: []), on: contract, by: samples.receiver())
        == code)
  }

  @Test("ten seconds of forced reading are enough when ten are asked")
  func readingBoundary() throws {
    let samples = ContractSamples(order: .signThenSend, forcedReading: 10)
    let contract = try #require(try samples.contract(in: .awaitingReceiverSign))
    try ContractLifecycle.checkSigning(
      samples.facts(for: contract, read: 10), of: contract, by: ContractSamples.receiverID(0), at: now)
  }

  @Test("an unacceptable live image closes signing until a newer one is accepted (row 10)")
  func liveImage() throws {
    let samples = ContractSamples(order: .signThenSend)
    var contract = try #require(try samples.contract(in: .awaitingInitiatorSign))
    let receiver = ContractSamples.receiverID(0)
    func facts(_ image: String) -> SigningFacts {
      samples.facts(for: contract, images: [ConsentedImage(partyID: receiver, imageID: image)])
    }
    func check(_ image: String) -> ContractError.Code? {
      do {
        try ContractLifecycle.checkSigning(facts(image), of: contract, by: ContractSamples.initiatorID, at: now)
        return nil
      } catch { return error.code }
    }
    let step = try ContractLifecycle.apply(
      .rateLiveImage(of: receiver, .unacceptable, imageID: "old"), to: contract, by: samples.initiator, at: now)
    contract = step.contract
    #expect(step.events.map(\.kind) == [.liveImageRated, .liveImageRequested])
    #expect(step.notices == [ContractNotice(.liveImageRequested, to: receiver)])
    #expect(step.opened == [ActionRequestKey(partyID: receiver, action: .updateLiveImage)])
    #expect(check("old") == .liveImageUnacceptable)
    #expect(check("new") == .liveImageUnrated)
    contract = try samples.play(
      .rateLiveImage(of: receiver, .similar, imageID: "new"), on: contract, by: samples.initiator)
    #expect(check("new") == nil)
  }

  @Test("a signature needs the file that follows the latest one")
  func producedFile() throws {
    let samples = ContractSamples(order: .signThenSend)
    let contract = try #require(try samples.contract(in: .awaitingInitiatorSign))
    let facts = samples.facts(for: contract)
    for produced in [
      samples.revision(3, .signature, of: ContractSamples.initiatorID),
      samples.revision(2, .renewal, of: ContractSamples.initiatorID),
      samples.revision(2, .signature, of: ContractSamples.receiverID(0)),
    ] {
      #expect(
        refusal(.sign(facts, produced: produced, remarks: []), on: contract, by: samples.initiator) == .fileChanged)
    }
  }

  @Test("先签后发: the initiator may withdraw until the last receiver signs, with a reason after a signature")
  func withdrawSignThenSend() throws {
    let samples = ContractSamples(order: .signThenSend, receiverCount: 2)
    var contract = try #require(try samples.contract(in: .awaitingInitiatorSign))
    #expect(refusal(.withdraw(reason: ""), on: contract, by: samples.initiator) == nil)
    contract = try #require(try samples.contract(in: .awaitingReceiverSign))
    #expect(refusal(.withdraw(reason: "  "), on: contract, by: samples.initiator) == .reasonMissing)
    #expect(
      refusal(.withdraw(reason: String(repeating: "长", count: 201)), on: contract, by: samples.initiator)
        == .reasonTooLong)
    #expect(refusal(.withdraw(reason: String(repeating: "长", count: 200)), on: contract, by: samples.initiator) == nil)
    #expect(refusal(.withdraw(reason: "理由"), on: contract, by: samples.receiver()) == .notPermitted)
    contract = try #require(try samples.contract(in: .receiverSigned))
    #expect(refusal(.withdraw(reason: "理由"), on: contract, by: samples.initiator) == .everyoneSigned)
    contract = try #require(try samples.contract(in: .completed))
    #expect(refusal(.withdraw(reason: "理由"), on: contract, by: samples.initiator) == .notAllowedInStage)
  }

  @Test("先发后签: a receiver may withdraw after its own signature and before the initiator's (row 19)")
  func withdrawSendThenSign() throws {
    let samples = ContractSamples(order: .sendThenSign, receiverCount: 2)
    var contract = try #require(try samples.contract(in: .awaitingReceipt))
    contract = try samples.play(.receive, on: contract, by: samples.receiver())
    #expect(refusal(.withdraw(reason: "理由"), on: contract, by: samples.receiver()) == .notPermitted)
    contract = try samples.play(
      samples.sign(contract, by: ContractSamples.receiverID(0)), on: contract, by: samples.receiver())
    let step = try ContractLifecycle.apply(.withdraw(reason: "理由"), to: contract, by: samples.receiver(), at: now)
    #expect(step.contract.stage.name == .withdrawnByReceiver)
    #expect(Set(step.notices.map(\.partyID)) == [ContractSamples.initiatorID, ContractSamples.receiverID(1)])
    #expect(refusal(.returnContract(reason: "理由"), on: contract, by: samples.receiver()) == .alreadySigned)
    #expect(refusal(.returnContract(reason: "理由"), on: contract, by: samples.receiver(1)) == nil)
  }

  @Test("one return ends the contract for everybody (B-05)")
  func oneReturn() throws {
    let samples = ContractSamples(order: .signThenSend, receiverCount: 2)
    let contract = try #require(try samples.contract(in: .awaitingReceipt))
    #expect(refusal(.returnContract(reason: ""), on: contract, by: samples.receiver()) == .reasonMissing)
    let step = try ContractLifecycle.apply(
      .returnContract(reason: "姓名有误"), to: contract, by: samples.receiver(), at: now)
    #expect(step.contract.stage.name == .returned)
    #expect(step.contract.openRequests.isEmpty)
    #expect(step.closed.count == 2)
    #expect(step.contract.round.receivers.map { step.contract.folder(of: $0) } == [.invalid, .invalid])
  }

  @Test("the deadline is the last moment a receiver may sign, and the first after it expires the contract")
  func deadline() throws {
    let samples = ContractSamples(order: .signThenSend)
    let contract = try #require(try samples.contract(in: .awaitingReceiverSign))
    let sign = samples.sign(contract, by: ContractSamples.receiverID(0))
    #expect(refusal(sign, on: contract, by: samples.receiver(), at: ContractSamples.deadline) == nil)
    #expect(refusal(sign, on: contract, by: samples.receiver(), at: ContractSamples.afterDeadline) == .deadlinePassed)
    #expect(refusal(.expire, on: contract, by: .system, at: ContractSamples.deadline) == .deadlineNotReached)
    #expect(refusal(.expire, on: contract, by: .system, at: ContractSamples.afterDeadline) == nil)
    #expect(refusal(.expire, on: contract, by: samples.initiator, at: ContractSamples.afterDeadline) == .notPermitted)
  }

  @Test("once all receivers signed, the deadline no longer ends a 先发后签 contract (B-06)")
  func deadlineAfterReceivers() throws {
    let samples = ContractSamples(order: .sendThenSign)
    let contract = try #require(try samples.contract(in: .awaitingInitiatorSign))
    #expect(contract.nextExpiry == nil)
    #expect(refusal(.expire, on: contract, by: .system, at: ContractSamples.afterDeadline) == .deadlineNotReached)
    #expect(
      refusal(
        samples.sign(contract, by: ContractSamples.initiatorID), on: contract, by: samples.initiator,
        at: ContractSamples.afterDeadline) == nil)
  }

  @Test("a new round keeps the number, takes new parties and files, and starts from the beginning (row 23)")
  func rounds() throws {
    let samples = ContractSamples(order: .signThenSend)
    var contract = try #require(try samples.contract(in: .returned))
    #expect(refusal(.reinitiate(prepared: samples.prepared), on: contract, by: samples.initiator) == .notAllowedInStage)
    contract = try samples.play(.prepareNextRound(samples.nextRound(of: contract)), on: contract, by: samples.initiator)
    contract = try samples.play(.saveDraft(RoundEdit(title: "房屋租赁合同（二）")), on: contract, by: samples.initiator)
    #expect(contract.stage.name == .returned)
    let step = try ContractLifecycle.apply(
      .reinitiate(prepared: samples.prepared), to: contract, by: samples.initiator, at: now)
    #expect(step.contract.transactionNo == contract.transactionNo)
    #expect(step.contract.round.number == 2)
    #expect(step.contract.round.title == "房屋租赁合同（二）")
    #expect(step.contract.stage == .awaitingInitiatorSign)
    #expect(step.contract.upcoming == nil)
    #expect(step.events.first?.kind == .reinitiated)
    #expect(!step.contract.round.hasSignature)
    #expect(Set(step.contract.round.parties.map(\.id)).isDisjoint(with: contract.round.parties.map(\.id)))
  }

  @Test("completion needs verified signatures and writes the three system lines (F-043)")
  func completion() throws {
    let samples = ContractSamples(order: .signThenSend)
    let contract = try #require(try samples.contract(in: .receiverSigned))
    let unverified = ContractCommand.complete(CompletionFacts(isVerified: false, report: nil, confirmation: nil))
    #expect(refusal(unverified, on: contract, by: .system) == .signaturesUnverified)
    let step = try ContractLifecycle.apply(samples.completion(contract), to: contract, by: .system, at: now)
    #expect(step.events.map(\.kind) == [.completed, .reportIssued, .confirmationIssued])
    #expect(step.events.allSatisfy { $0.isBySystem })
    #expect(step.notices.map(\.kind) == [.completed, .completed])
  }

  @Test("a rejected review stops the flow until withdrawal or return (rows 8 and 15)")
  func rejection() throws {
    let samples = ContractSamples(order: .signThenSend, isCompany: true)
    var contract = try #require(try samples.contract(in: .initiatorBusinessReview))
    let approver = contract.approver(of: ContractSamples.initiatorID)
    #expect(refusal(.rejectBusiness(opinion: " "), on: contract, by: approver) == .opinionMissing)
    contract = try samples.play(.rejectBusiness(opinion: "价格过高"), on: contract, by: approver)
    #expect(contract.stage.name == .initiatorBusinessReview)
    #expect(refusal(.approveBusiness(opinion: "同意"), on: contract, by: approver) == .reviewRejected)
    #expect(contract.openRequests.isEmpty)
    #expect(refusal(.withdraw(reason: ""), on: contract, by: samples.initiator) == nil)
  }

  @Test("system steps come after the deed that caused them")
  func eventOrder() throws {
    let samples = ContractSamples(order: .signThenSend)
    let contract = try #require(try samples.contract(in: .awaitingInitiatorSign))
    let step = try ContractLifecycle.apply(
      samples.sign(contract, by: ContractSamples.initiatorID), to: contract, by: samples.initiator, at: now)
    #expect(step.events.map(\.kind) == [.signed, .sent])
    #expect(step.events.map(\.isBySystem) == [false, true])
    #expect(step.opened == [ActionRequestKey(partyID: ContractSamples.receiverID(0), action: .receive)])
    #expect(step.closed == [ActionRequestKey(partyID: ContractSamples.initiatorID, action: .sign)])
  }

  @Test("every refusal has a message and a remedy in both languages", arguments: ContractError.Code.allCases)
  func messages(code: ContractError.Code) {
    let message = ContractError(code).message
    #expect(message.chinese.count >= 8 && message.english.count >= 20)
  }
}
