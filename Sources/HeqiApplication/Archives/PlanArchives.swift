import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Writes the rows of a signed contract in the transaction that completes it: one per provider that was asked for (M-027).
enum PlanArchives {
  static func write(
    from former: Contract, to contract: Contract, vault: TenantVault, random: any RandomSource, at now: Instant,
    in connection: any SQLConnection
  ) throws {
    guard contract.round.isSentByObserver, contract.apiStatus == .signed, former.apiStatus != .signed,
      let order = try ClientContractStore(vault: vault).find(contract.id, in: connection)
    else { return }
    try write(of: order, contract, random: random, at: now, in: connection)
  }

  /// Rows that are there already stay as they are.
  static func write(
    of order: ClientContract, _ contract: Contract, random: any RandomSource, at now: Instant, in connection: any SQLConnection
  ) throws {
    guard let file = contract.round.file else { return }
    for provider in order.archiveProviders {
      let event = Event(
        id: random.id(at: now), tenantID: contract.tenantID, at: now, actor: .system, scene: .system,
        subject: Event.Subject(kind: "archive", id: ContractArchive.archiveID(contract.id, provider)), kind: "archive.planned",
        facts: [Event.Fact("provider", provider.rawValue), Event.Fact("documentHash", file.latest.digest.description)])
      let archive = ContractArchive(
        tenantID: contract.tenantID, contractID: contract.id, provider: provider, digest: file.latest.digest, eventID: event.id,
        nextAt: now, createdAt: now)
      if try ArchiveStore().insert(archive, in: connection) { try EventStore().append([event], in: connection) }
    }
  }
}

/// `data` of `ContractArchivedEvent`.
struct ArchiveCallback: Encodable {
  let archiveId: String
  let contractId: String
  let transactionNo: String?
  let bizId: String
  let bizType: String
  let provider: String
  let status: String
  let archiveTime: String?
  let documentHash: String
  let code: Int?
  let sequence: Int
}
