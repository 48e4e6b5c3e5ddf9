import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport

/// A migrated database with an open vault, and contracts played by the lifecycle and saved after every step.
struct ContractBase: Sendable {
  let engine: any SQLEngine
  let vault: TenantVault
  let store: ContractStore
  let now = TestDatabase.start
  var deadline: Instant { now.adding(.seconds(1000)) }

  static func with<T: Sendable>(
    _ kind: TestDatabase.Engine, _ body: @Sendable (ContractBase) async throws -> T
  ) async throws -> T {
    try await TestDatabase.with(kind) { engine in
      let masters = MasterKeyRing(current: try MasterKey([UInt8](repeating: 7, count: 32)))
      let vault = try await Vault(keys: DataKeyRing(engine: engine, masters: masters)).open(
        tenantID: "main", at: TestDatabase.start)
      return try await body(ContractBase(engine: engine, vault: vault, store: ContractStore(vault: vault)))
    }
  }

  func id<Entity>(_ number: Int, _: Entity.Type = Entity.self) -> ID<Entity> {
    ID(
      at: now, random: [1, 2, 3, 4, 5, 6, 7, UInt8(number >> 16 & 255), UInt8(number >> 8 & 255), UInt8(number & 255)])
  }
  func digest(_ number: Int) -> Digest { Digest([UInt8](repeating: UInt8(number & 255), count: 32))! }

  var me: ID<Account> { id(900) }
  var you: ID<Account> { id(901) }

  /// A draft with one receiver; number separates several.
  func draft(_ number: Int = 1, receiverAccount: Bool = true, order: IssueOrder = .signThenSend) -> Contract {
    let base = number * 100
    let initiator = ContractParty(id: id(base + 1), side: .initiator, accountID: me, name: "张小三")
    let receiver = ContractParty(
      id: id(base + 2), side: .receiver, accountID: receiverAccount ? you : nil, name: "李小四",
      contact: PartyContact(mobile: Sensitive("13812341234"), email: Sensitive("li@example.com")))
    let places = [initiator, receiver].enumerated().map { index, party in
      SignPlace(
        id: id(base + 10 + index), partyID: party.id, kind: .seal, page: 1,
        box: PageBox(x: 1.5, y: 2, width: 119, height: 119.25), text: nil)
    }
    let file = ContractFile(
      id: id(base + 20), name: "租赁.pdf", pageCount: 2,
      original: FileRevision(number: 0, kind: .original, digest: digest(number), length: 1000, at: now))
    let round = ContractRound(
      title: "房屋租赁合同", file: file, initiator: initiator, receivers: [receiver], places: places,
      settings: ContractSettings(
        issueOrder: order, signDeadline: deadline, term: ContractTerm(start: now, end: deadline),
        amount: ContractAmount(minorUnits: 123_45), forcedReadingSeconds: 3, subjectMatter: .general))
    return Contract(
      id: id(base), tenantID: "main", transactionNo: "A000000000\(1000 + number)", createdAt: now, round: round)
  }

  func insert(_ contract: Contract) async throws -> Contract {
    try await engine.write { try store.insert(contract, at: now, in: $0) }
  }

  /// Applies and saves one command.
  func play(_ command: ContractCommand, on contract: Contract, by issuer: CommandIssuer, at instant: Instant? = nil)
    async throws -> Contract
  {
    let at = instant ?? now
    let next = try ContractLifecycle.apply(command, to: contract, by: issuer, at: at).contract
    return try await engine.write { try store.save(next, over: contract, at: at, in: $0) }
  }

  func prepared(_ contract: Contract) -> FileRevision {
    FileRevision(number: 1, kind: .prepared, digest: digest(200), length: 2000, at: now)
  }

  func initiated(_ number: Int = 1, receiverAccount: Bool = true, order: IssueOrder = .signThenSend) async throws
    -> Contract
  {
    let contract = try await insert(draft(number, receiverAccount: receiverAccount, order: order))
    return try await play(
      .initiate(prepared: prepared(contract)), on: contract, by: .party(contract.round.initiator.id))
  }

  func signed(_ contract: Contract, by party: ContractParty) async throws -> Contract {
    let latest = contract.round.file!.latest
    let facts = SigningFacts(
      seenDigest: latest.digest, isContentConfirmed: true, readSeconds: 10,
      intention: IntentionProof(method: .smsCode, fileDigest: latest.digest, at: now), isMarkUsable: true,
      isCertificateValid: true,
      consentedImages: [])
    let produced = FileRevision(
      number: latest.number + 1, kind: .signature, digest: digest(210 + latest.number), length: latest.length + 1000,
      partyID: party.id, at: now)
    return try await play(.sign(facts, produced: produced, remarks: []), on: contract, by: .party(party.id))
  }

  func counts(_ account: ID<Account>, _ connection: any SQLConnection) throws -> [ContractFolder: Int] {
    try ContractListingStore(tenantID: "main").counts(of: .person(account), in: connection)
  }

  func load(_ id: ID<Contract>) async throws -> Contract? { try await engine.read { try store.find(id, in: $0) } }

  func account(_ id: ID<Account>, mobile: String, email: String, confirmed: Bool) -> Account {
    Account(
      id: id, tenantID: "main", name: "李小四", mobile: MobileNumber(mobile)!, email: EmailAddress(email)!,
      emailConfirmedAt: confirmed ? now : nil, createdAt: now)
  }
}
