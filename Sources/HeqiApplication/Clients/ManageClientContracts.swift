package import HeqiDomain
import HeqiPorts
import HeqiSQL
package import HeqiStorage

/// Everything else a business system asks of its contracts (M-007 to M-009, api.md).
package struct ManageClientContracts: Sendable {
  package static let pageMax = 100
  private let ledger: ClientLedger
  private let links: IssueSignLinks

  package init(ledger: ClientLedger, links: IssueSignLinks) {
    self.ledger = ledger
    self.links = links
  }

  package func find(_ id: ID<Contract>, client: APIClient) async throws -> ClientContractView {
    try await ledger.find(id, tenantID: client.tenantID)
  }

  /// Newest first. `status` is applied to each page, so a page may be shorter than `limit`; `next` continues it.
  package func list(
    _ filter: ClientContractStore.Filter, status: ContractAPIStatus?, from: Instant?, until: Instant?, after: ID<Contract>?,
    limit: Int, client: APIClient
  ) async throws -> (views: [ClientContractView], next: ID<Contract>?) {
    let vault = try await ledger.vault(client.tenantID)
    return try await ledger.engine.read { connection in
      let orders = ClientContractStore(vault: vault)
      var last: ClientContract?
      if let after {
        guard let found = try orders.find(after, in: connection) else {
          throw ClientError.parameter("after", "游标无效，请从第一页重新查询。", "The cursor is not valid; start from the first page.")
        }
        last = found
      }
      let page = try orders.list(filter, from: from, until: until, after: last, limit: limit, in: connection)
      let contracts = ContractStore(vault: vault)
      let views = try page.compactMap { order in
        try contracts.find(order.contractID, in: connection).map { try ClientLedger.view(of: order, $0, in: connection) }
      }
      let wanted = views.filter { status == nil || $0.contract.apiStatus == status }
      return (wanted, page.count == limit ? page.last?.contractID : nil)
    }
  }

  /// Revokes before everybody has signed; repeating it changes nothing (M-008). Throws `ClientError` `.wrongState` (409).
  package func revoke(_ id: ID<Contract>, reason: String, client: APIClient, scene: Scene) async throws -> ClientContractView {
    do {
      return try await ledger.perform(id, as: client, scene: scene) { contract in
        if contract.round.allSigned { throw ContractError(.everyoneSigned) }
        return .withdraw(reason: reason)
      }
    } catch let error as ContractError {
      throw ClientError.of(error)
    }
  }

  /// A new link for one signer; the old one dies (J-012). Throws `ClientError` `.wrongState` when nothing is to be signed.
  package func signURL(
    _ id: ID<Contract>, partyID: String, scene: LinkScene, client: APIClient
  ) async throws -> SignTask {
    let view = try await ledger.find(id, tenantID: client.tenantID)
    guard let signer = view.order.signer(partyID: partyID) else {
      throw ClientError.parameter("partyId", "合同中没有这个 partyId。", "The contract has no such partyId.")
    }
    guard view.contract.stage.isLive, view.contract.round.party(signer.id)?.state.isSigned == false else {
      throw ClientError(.wrongState)
    }
    let task = links.make(for: signer, of: view.order, scene: scene, client: client, at: ledger.clock.now)
    if let link = task.link { try await ledger.engine.write { try SignLinkStore().insert(link, in: $0) } }
    return task
  }

  /// Sends fresh links to those whose turn it is; with the floor of G-07: 30 minutes after the start, then every 10.
  package func remind(_ id: ID<Contract>, client: APIClient) async throws -> [String] {
    let view = try await ledger.find(id, tenantID: client.tenantID)
    let now = ledger.clock.now
    guard view.contract.stage.isLive else { throw ClientError(.wrongState) }
    let earliest = view.order.createdAt.adding(.seconds(1800))
    guard now >= earliest else {
      throw ClientError(.tooMany, retryAfterSeconds: Int(earliest.since(now).components.seconds) + 1)
    }
    let limit = RateLimit("client.remind:\(id)", count: 1, per: .seconds(600))
    if let wait = try await ledger.engine.write({ try RateLimitStore().take([limit], at: now, in: $0) }) {
      throw ClientError(.tooMany, retryAfterSeconds: Int(wait.components.seconds) + 1)
    }
    let due = view.order.signers.filter { signer in
      switch view.contract.round.party(signer.id)?.state {
      case .awaitingReceipt, .awaitingSignature, .businessReview, .sealReview: true
      case .waiting, .signed, .returned, .observing, nil: false
      }
    }
    let vault = try await ledger.vault(client.tenantID)
    let tasks = due.map { ($0, links.make(for: $0, of: view.order, scene: LinkScene(), client: client, at: now)) }
    try await ledger.engine.write { connection in
      try remindCompanies(of: view, vault: vault, at: now, in: connection)
      for (signer, task) in tasks {
        guard let link = task.link else { continue }
        try SignLinkStore().insert(link, in: connection)
        try links.send(
          task, to: signer, title: view.contract.round.title, client: client, vault: vault, at: now, in: connection)
      }
    }
    return due.map(\.partyID)
  }

  /// Asks the people of companies again, whoever of them is asked now: receiver, approver, or signer.
  private func remindCompanies(
    of view: ClientContractView, vault: TenantVault, at now: Instant, in connection: any SQLConnection
  ) throws {
    let companies = Set(view.order.signers.filter { $0.organization != nil }.map(\.id))
    guard !companies.isEmpty else { return }
    let store = ContractStore(vault: vault)
    for request in try RequestStore().open(of: view.contract, in: connection) where companies.contains(request.key.partyID) {
      try RequestStore().urge(request, at: now, in: connection)
      try ledger.contracts.askAgain(request, of: view.contract, store: store, at: now, in: connection)
    }
  }

  /// The signed PDF, or what is signed so far.
  package func document(_ id: ID<Contract>, client: APIClient) async throws -> DownloadedFile {
    let view = try await ledger.find(id, tenantID: client.tenantID)
    guard let file = view.contract.round.file else { throw ClientError(.notFound) }
    return DownloadedFile(
      name: "\(view.contract.round.title)_\(view.contract.transactionNo).pdf", mediaType: "application/pdf",
      bytes: try await ledger.files.read(view.contract), digest: file.latest.digest)
  }

  /// An evidence document of a completed contract. Throws `ClientError` `.notFound` before completion.
  package func evidence(_ id: ID<Contract>, _ kind: EvidenceFile.Kind, client: APIClient) async throws -> DownloadedFile {
    _ = try await ledger.find(id, tenantID: client.tenantID)
    let list = try await ledger.engine.read { try EvidenceFileStore().list(of: id, tenantID: client.tenantID, in: $0) }
    guard let found = list.last(where: { $0.kind == kind }) else { throw ClientError(.notFound) }
    return DownloadedFile(
      name: found.title + ".pdf", mediaType: "application/pdf", bytes: try await ledger.files.readEvidence(found),
      digest: found.digest)
  }

  /// What a provider gave as proof: a time-stamp token, an inclusion proof, a signed statement, a chain's answer.
  /// Throws `ClientError` `.notFound` before it has.
  package func receipt(_ id: ID<Contract>, _ provider: ArchiveProvider, client: APIClient) async throws -> DownloadedFile {
    let view = try await ledger.find(id, tenantID: client.tenantID)
    guard let receipt = view.archives.first(where: { $0.provider == provider })?.receipt else { throw ClientError(.notFound) }
    return DownloadedFile(
      name: "\(provider.rawValue).bin", mediaType: "application/octet-stream", bytes: receipt.proof,
      digest: FileDigest.of(receipt.proof))
  }

  /// The contract's events in order, with their place in its hash chain.
  package func events(_ id: ID<Contract>, client: APIClient) async throws -> [StoredEvent] {
    let view = try await ledger.find(id, tenantID: client.tenantID)
    return try await ledger.engine.read { try ViewContract.events(of: view.contract, in: $0) }
  }
}
