internal import ArgumentParser
internal import Foundation
internal import HeqiApplication
internal import HeqiDomain
internal import HeqiPorts
internal import HeqiProviders
internal import HeqiSQL
internal import HeqiSQLite
internal import HeqiStorage

/// One approver's decision, from its request to the durable commit: ten nodes a contract, 200 business types, 10,000 people.
struct ApprovalDecisions: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "approval")

  @Option(help: "People of the company.") var people = 10_000
  @Option(help: "Business types of the company.") var types = 200
  @Option(help: "Contracts that pass all their nodes.") var contracts = 50
  @Option(help: "Folder on the disk to measure.") var folder = NSTemporaryDirectory()

  private static let nodes = 10
  private static let scene = Scene(client: .web, ip: "192.0.2.17", deviceID: "device", userAgent: "benchmark")

  private struct SystemTime: WallClock {
    var now: Instant { Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) }
  }

  /// A company in the stores and the ledger over them.
  private struct Company {
    let ledger: ContractLedger
    let store: ContractStore
    let organization: Organization
    let accounts: [ID<Account>]
    let members: [ID<Membership>]
    let types: [BusinessType]

    func caller(_ index: Int, _ role: CompanyRole) -> Caller {
      Caller(
        accountID: accounts[index], tenantID: "main", name: "员工\(index)", isVerified: true, scene: ApprovalDecisions.scene,
        mode: .company(
          CompanyStanding(
            organizationID: organization.id, organizationName: organization.name, membershipID: members[index],
            roles: [role])))
    }
  }

  func run() async throws {
    let file = folder + "/approval-\(ProcessInfo.processInfo.processIdentifier).sqlite"
    defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + suffix) } }
    let engine = try SQLiteEngine(path: file)
    let company = try await company(engine)
    let decide = DecideApproval(ledger: company.ledger)
    var latencies: [Duration] = []
    var elapsed = Duration.zero
    for number in 0..<contracts {
      let contract = try await started(number, company)
      for node in 0..<Self.nodes {
        let approver = company.caller(1 + node, .businessApprover)
        let start = ContinuousClock.now
        _ = try await decide(contract, .approved, opinion: "同意", caller: approver)
        let took = ContinuousClock.now - start
        latencies.append(took)
        elapsed += took
      }
    }
    await engine.close()
    print(Measurement(name: "approval", operations: latencies.count, elapsed: elapsed, latencies: latencies).json)
  }

  /// Handler is person 0, approvers are 1 to 10; every other person stands in the tables beside them.
  private func company(_ engine: SQLiteEngine) async throws -> Company {
    let clock = SystemTime(), random = SystemRandom(), now = clock.now
    try await HeqiMigrations.run(on: engine, at: now)
    let masters = MasterKeyRing(current: try MasterKey([UInt8](repeating: 7, count: 32)))
    let vault = Vault(keys: DataKeyRing(engine: engine, masters: masters))
    let tenant = try await vault.open(tenantID: "main", at: now)
    let organization = Organization(
      id: random.id(at: now), tenantID: "main", kind: .legalEntity, name: "示例科技有限公司",
      code: try UnifiedSocialCreditCode("91350100M000100Y43"), legalRepresentative: "叶小三", verifiedAt: now, createdAt: now)
    let members: [ID<Membership>] = (0..<people).map { _ in random.id(at: now) }
    let accounts: [ID<Account>] = (0..<people).map { _ in random.id(at: now) }
    try await engine.write { try OrganizationStore(tenantID: "main").insert(organization, in: $0) }
    for first in stride(from: 0, to: people, by: 1000) {
      try await engine.write { connection in
        for index in first..<min(first + 1000, people) {
          try MembershipStore(vault: tenant).insert(
            Membership(
              id: members[index], tenantID: "main", organizationID: organization.id, accountID: accounts[index],
              name: "员工\(index)", roles: index == 0 ? [.handler] : [.businessApprover], status: .active, source: .imported,
              createdAt: now), in: connection)
        }
      }
    }
    let plan = ApprovalPlan(
      (0..<Self.nodes).map { ApprovalNode(title: "节点 \($0 + 1)", approvers: .people([members[1 + $0]])) })
    let made = (0..<types).map { number in
      BusinessType(
        id: random.id(at: now), tenantID: "main", organizationID: organization.id,
        rules: BusinessRules(
          name: "业务 \(number)", code: "B\(number)", handlers: [members[0]], initiationPlan: plan), createdAt: now)
    }
    try await engine.write { connection in
      for type in made { try BusinessTypeStore(tenantID: "main").insert(type, in: connection) }
    }
    let ledger = ContractLedger(
      engine: engine, vault: vault, clock: clock, random: random,
      notifier: ContractNotifier(publicURL: "http://localhost", random: random), live: LiveUpdates())
    return Company(
      ledger: ledger, store: ContractStore(vault: tenant), organization: organization, accounts: accounts,
      members: members, types: made)
  }

  /// A contract of the company whose first approver is asked now.
  private func started(_ number: Int, _ company: Company) async throws -> ID<Contract> {
    let ledger = company.ledger, random = ledger.random, now = ledger.clock.now
    let handler = company.caller(0, .handler)
    let initiator = ContractParty(
      id: random.id(at: now), side: .initiator, kind: .company, accountID: handler.accountID,
      name: company.organization.name,
      company: PartyCompany(organizationID: company.organization.id, handlerID: company.members[0]))
    let receiver = ContractParty(
      id: random.id(at: now), side: .receiver, accountID: nil, name: "李小四",
      contact: PartyContact(mobile: Sensitive("13800000002")))
    let digest = Digest([UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 32))
    guard let digest else { throw ValidationError("no digest") }
    let file = ContractFile(
      id: random.id(at: now), name: "合同.pdf", pageCount: 1,
      original: FileRevision(number: 0, kind: .original, digest: digest, length: 1000, at: now))
    let places = [initiator, receiver].map {
      SignPlace(
        id: random.id(at: now), partyID: $0.id, kind: .seal, page: 1, box: PageBox(x: 50, y: 50, width: 119, height: 119))
    }
    let round = ContractRound(
      title: "采购合同 \(number)", file: file, initiator: initiator, receivers: [receiver], places: places,
      settings: ContractSettings(signDeadline: now.adding(.seconds(86_400)), subjectMatter: .general))
    let id: ID<Contract> = random.id(at: now)
    _ = try await ledger.engine.write { connection in
      try company.store.insert(
        Contract(
          id: id, tenantID: "main", transactionNo: try company.store.nextTransactionNo(in: connection), createdAt: now,
          round: round), at: now, in: connection)
    }
    _ = try await ChooseBusinessType(ledger: ledger)(id, company.types[number % types].id, caller: handler)
    let prepared = FileRevision(number: 1, kind: .prepared, digest: digest, length: 1100, at: now)
    _ = try await ledger.perform(id, for: handler, .draft) { _, _ in .initiate(prepared: prepared) }
    return id
  }
}
