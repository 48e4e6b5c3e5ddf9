package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// A contract of a business system with everything the API tells of it (M-007).
package struct ClientContractView: Sendable {
  package let order: ClientContract
  package let contract: Contract
  /// Rows of the signed contract, by provider; none before that (M-015).
  package let archives: [ContractArchive]
  /// True when this is the answer to a repeat (40002).
  package let isDuplicate: Bool

  package init(order: ClientContract, contract: Contract, archives: [ContractArchive] = [], isDuplicate: Bool = false) {
    self.order = order
    self.contract = contract
    self.archives = archives
    self.isDuplicate = isDuplicate
  }
}

/// Loads contracts of one client's tenant; another tenant's do not exist (api.md "Answers").
package struct ClientLedger: Sendable {
  package let contracts: ContractLedger
  package let files: ContractFiles

  package init(contracts: ContractLedger, files: ContractFiles) {
    self.contracts = contracts
    self.files = files
  }

  var engine: any SQLEngine { contracts.engine }
  var clock: any WallClock { contracts.clock }
  var random: any RandomSource { contracts.random }

  func vault(_ tenantID: String) async throws -> TenantVault {
    try await contracts.vault.open(tenantID: tenantID, at: clock.now)
  }

  /// Throws `ClientError` `.notFound`.
  func find(_ id: ID<Contract>, tenantID: String) async throws -> ClientContractView {
    let vault = try await vault(tenantID)
    return try await engine.read { try Self.find(id, vault: vault, in: $0) }
  }

  static func find(_ id: ID<Contract>, vault: TenantVault, in connection: any SQLConnection) throws -> ClientContractView {
    guard let order = try ClientContractStore(vault: vault).find(id, in: connection),
      let contract = try ContractStore(vault: vault).find(id, in: connection)
    else { throw ClientError(.notFound) }
    return try view(of: order, contract, in: connection)
  }

  static func view(
    of order: ClientContract, _ contract: Contract, in connection: any SQLConnection
  ) throws -> ClientContractView {
    let archives =
      contract.apiStatus == .signed && !order.archiveProviders.isEmpty
      ? try ArchiveStore().list(of: contract.id, tenantID: contract.tenantID, in: connection) : []
    return ClientContractView(order: order, contract: contract, archives: archives)
  }

  /// One command in the name of the client, in one transaction.
  func perform(
    _ id: ID<Contract>, as client: APIClient, scene: Scene,
    _ command: @escaping @Sendable (Contract) throws -> ContractCommand
  ) async throws -> ClientContractView {
    let vault = try await vault(client.tenantID)
    let store = ContractStore(vault: vault)
    let now = clock.now
    let contracts = contracts
    let view = try await engine.write { connection in
      let view = try Self.find(id, vault: vault, in: connection)
      let saved = try contracts.apply(
        command(view.contract), to: view.contract, by: .party(view.contract.round.initiator.id), as: client.actor, from: scene,
        store: store, at: now, in: connection)
      return ClientContractView(order: view.order, contract: saved)
    }
    await contracts.announce(view.contract)
    return view
  }
}
