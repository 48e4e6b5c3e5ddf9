import Testing

@testable import HeqiDomain

@Suite("Contracts sent by a business system that signs nothing itself (M-005, B-03)")
struct ObserverTests {
  private static let now = Instant(seconds: 1_800_000_000)

  private static func id<T>(_ byte: UInt8) -> ID<T> { ID(at: now, random: Array(repeating: byte, count: 10)) }
  private static let digest = Digest(Array(repeating: UInt8(7), count: 32))!

  private static func contract(turns: [Int], order: SigningOrder) -> Contract {
    let initiator = ContractParty(
      id: id(1), side: .initiator, kind: .company, accountID: nil, name: "示例商户", state: .observing)
    let receivers = turns.enumerated().map { index, turn in
      ContractParty(id: id(UInt8(10 + index)), side: .receiver, accountID: id(UInt8(10 + index)), name: "签署人\(index)", turn: turn)
    }
    let file = ContractFile(
      id: id(2), name: "a.pdf", pageCount: 1,
      original: FileRevision(number: 0, kind: .original, digest: digest, length: 10, at: now))
    let places = receivers.map {
      SignPlace(id: $0.id.cast(to: SignPlace.self), partyID: $0.id, kind: .seal, page: 1, box: PageBox(x: 0, y: 0, width: 90, height: 90))
    }
    let deadline = now.adding(.seconds(86_400))
    return Contract(
      id: id(3), tenantID: "t", transactionNo: "A0000000000001", createdAt: now,
      round: ContractRound(
        title: "协议", file: file, initiator: initiator, receivers: receivers, places: places,
        settings: ContractSettings(
          issueOrder: .sendThenSign, signingOrder: order, signDeadline: deadline, flowExpiresAt: deadline, subjectMatter: .general)))
  }

  private static func apply(_ command: ContractCommand, _ contract: Contract, _ issuer: CommandIssuer) throws -> Contract {
    try ContractLifecycle.apply(command, to: contract, by: issuer, at: now).contract
  }

  private static func started(turns: [Int], order: SigningOrder) throws -> Contract {
    let draft = contract(turns: turns, order: order)
    let prepared = FileRevision(number: 1, kind: .prepared, digest: digest, length: 20, at: now)
    return try apply(.initiate(prepared: prepared), draft, .party(draft.round.initiator.id))
  }

  private static func sign(_ contract: Contract, _ index: Int) throws -> Contract {
    let party = contract.round.receivers[index]
    let received = try apply(.receive, contract, .party(party.id))
    let latest = received.round.file!.latest
    let facts = SigningFacts(
      seenDigest: latest.digest, isContentConfirmed: true, readSeconds: 0,
      intention: IntentionProof(method: .smsCode, fileDigest: latest.digest, at: now), isMarkUsable: true, isCertificateValid: true,
      consentedImages: [])
    let produced = FileRevision(
      number: latest.number + 1, kind: .signature, digest: digest, length: latest.length + 10, partyID: party.id, at: now)
    return try apply(.sign(facts, produced: produced, remarks: []), received, .party(party.id))
  }

  @Test("it never signs")
  func neverSigns() throws {
    let contract = try Self.started(turns: [1], order: .parallel)
    #expect(throws: ContractError(.notAllowedInStage)) {
      try ContractLifecycle.checkSigning(
        SigningFacts(
          seenDigest: Self.digest, isContentConfirmed: true, readSeconds: 0, intention: nil, isMarkUsable: true,
          isCertificateValid: true, consentedImages: []), of: contract, by: contract.round.initiator.id, at: Self.now)
    }
  }

  @Test("starting sends at once, and the last signer's signature leaves nobody to wait for")
  func wholeLife() throws {
    var contract = try Self.started(turns: [1, 2], order: .sequential)
    #expect(contract.stage == .awaitingReceipt)
    #expect(contract.apiStatus == .created)
    #expect(contract.round.receivers.map(\.state) == [.awaitingReceipt, .waiting])
    contract = try Self.sign(contract, 0)
    #expect(contract.apiStatus == .partialSigned)
    #expect(contract.round.receivers[1].state == .awaitingReceipt)
    contract = try Self.sign(contract, 1)
    #expect(contract.round.allSigned)
    #expect(contract.openRequests.isEmpty)
    let done = try Self.apply(.complete(CompletionFacts(isVerified: true, report: nil, confirmation: nil)), contract, .system)
    #expect(done.apiStatus == .signed)
  }

  @Test("it may revoke until everybody has signed, and never after")
  func revoke() throws {
    let open = try Self.sign(Self.started(turns: [1, 1], order: .parallel), 0)
    let revoked = try Self.apply(.withdraw(reason: "取消"), open, .party(open.round.initiator.id))
    #expect(revoked.apiStatus == .revoked)
    let signed = try Self.sign(open, 1)
    #expect(throws: ContractError(.everyoneSigned)) {
      try Self.apply(.withdraw(reason: "取消"), signed, .party(signed.round.initiator.id))
    }
  }

  @Test("one refusal ends it as REJECTED")
  func refused() throws {
    let open = try Self.started(turns: [1, 1], order: .parallel)
    let ended = try Self.apply(.returnContract(reason: "不同意"), open, .party(open.round.receivers[0].id))
    #expect(ended.apiStatus == .rejected)
    #expect(SignerAPIStatus(ended.round.receivers[0].state) == .rejected)
    #expect(SignerAPIStatus(ended.round.receivers[1].state) == .pending)
  }

  @Test("past its end it expires")
  func expires() throws {
    let open = try Self.started(turns: [1], order: .parallel)
    let later = Self.now.adding(.seconds(86_401))
    let ended = try ContractLifecycle.apply(.expire, to: open, by: .system, at: later).contract
    #expect(ended.apiStatus == .expired)
  }
}
