package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// A signer's task as the API answers it (M-006). The clear link exists only here and in the message that carries it.
package struct SignTask: Sendable {
  package let partyID: String
  /// nil for a company: its handler signs in.
  package let link: SignLink?
  package let expiresAt: Instant
  package let url: String
  /// nil for a company.
  package let shortURL: String?
}

/// Makes links by which people without an account sign, and sends those that the platform sends (M-019, M-025).
package struct IssueSignLinks: Sendable {
  private let ledger: ClientLedger
  private let publicURL: String

  /// - Parameter publicURL: address of the platform without a slash at its end.
  package init(ledger: ClientLedger, publicURL: String) {
    self.ledger = ledger
    self.publicURL = publicURL
  }

  func make(for order: ClientContract, client: APIClient, at now: Instant) -> [SignTask] {
    order.signers.map { make(for: $0, of: order, scene: LinkScene(), client: client, at: now) }
  }

  func make(
    for signer: ClientSigner, of order: ClientContract, scene: LinkScene, client: APIClient, at now: Instant,
    token fixed: String? = nil
  ) -> SignTask {
    if signer.organization != nil { return page(for: signer, of: order) }
    let token = fixed ?? ledger.random.token(byteCount: SignLink.tokenBytes)
    let code = ledger.random.token(byteCount: SignLink.codeBytes)
    let seconds = signer.notifyType == .sms ? client.settings.smsLinkSeconds : client.settings.pageLinkSeconds
    let end = min(now.adding(.seconds(seconds)), order.expiresAt)
    let link = SignLink(
      id: ledger.random.id(at: now), tenantID: order.tenantID, contractID: order.contractID, partyID: signer.id,
      tokenHash: Self.hash(token), shortHash: Self.hash(code), scene: scene, createdAt: now, expiresAt: end)
    return SignTask(
      partyID: signer.partyID, link: link, expiresAt: end, url: "\(publicURL)/s/\(token)", shortURL: "\(publicURL)/s/\(code)")
  }

  /// Where a company signs: the page of the contract, behind its handler's login.
  private func page(for signer: ClientSigner, of order: ClientContract) -> SignTask {
    SignTask(
      partyID: signer.partyID, link: nil, expiresAt: order.expiresAt, url: "\(publicURL)/contracts/\(order.contractID)",
      shortURL: nil)
  }

  /// Links for the answer to a repeated request: fresh ones for those who have not signed, since only hashes are kept.
  func repeated(_ view: ClientContractView, client: APIClient) async throws -> [SignTask] {
    let now = ledger.clock.now
    guard view.contract.stage.isLive else { return [] }
    let open = view.order.signers.filter { view.contract.round.party($0.id)?.state.isSigned == false }
    let tasks = open.map { make(for: $0, of: view.order, scene: LinkScene(), client: client, at: now) }
    try await ledger.engine.write { connection in
      for task in tasks { try task.link.map { try SignLinkStore().insert($0, in: connection) } }
    }
    return tasks
  }

  /// Sends the links of those whose turn it is and who are told by SMS.
  func send(
    _ tasks: [SignTask], of order: ClientContract, contract: Contract, client: APIClient, vault: TenantVault, at now: Instant,
    in connection: any SQLConnection
  ) throws {
    for task in tasks {
      guard let link = task.link, let signer = order.signer(link.partyID), signer.notifyType == .sms,
        let party = contract.round.party(signer.id), party.state == .awaitingReceipt || party.state == .awaitingSignature
      else { continue }
      try send(task, to: signer, title: contract.round.title, client: client, vault: vault, at: now, in: connection)
    }
  }

  func send(
    _ task: SignTask, to signer: ClientSigner, title: String, client: APIClient, vault: TenantVault, at now: Instant,
    in connection: any SQLConnection
  ) throws {
    guard let link = task.link, let url = task.shortURL else { return }
    let outbox = MessageOutbox(vault: vault, random: ledger.random)
    let text = "\(client.name)请您签署《\(title)》，请在 \(link.expiresAt.shortText) 前打开链接办理：\(url) 。如非本人业务，请勿打开。"
    try outbox.sms(to: signer.mobile, text: text, key: "sign-link:\(link.id)", at: now, in: connection)
    guard let email = signer.email else { return }
    try outbox.mail(
      to: email, subject: "请签署《\(title)》", body: text, key: "sign-link:\(link.id):mail", at: now, in: connection)
  }

  /// What is stored of a token or short code.
  static func hash(_ token: String) -> Digest { FileDigest.of(Array(token.utf8)) }
}
