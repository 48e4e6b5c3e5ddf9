package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// The outbox message that tells a signer by link that the turn has come (M-019, M-024), written in the transaction of
/// the signature before it.
package struct ClientTurn: Equatable, Sendable {
  package static let topic = "client.turn"

  package let contractID: ID<Contract>
  package let partyID: ID<ContractParty>

  package init(contractID: ID<Contract>, partyID: ID<ContractParty>) {
    self.contractID = contractID
    self.partyID = partyID
  }

  /// `<contract> <party>`
  package var payload: String { "\(contractID) \(partyID)" }

  /// Reads `payload`; nil for anything else.
  package init?(payload: String) {
    let parts = payload.split(separator: " ")
    guard parts.count == 2, let contract = ID<Contract>(String(parts[0])), let party = ID<ContractParty>(String(parts[1])) else {
      return nil
    }
    self.init(contractID: contract, partyID: party)
  }

  /// One message for each signer whose turn a step has brought. Starting a contract sends its own links.
  static func announce(
    _ transition: ContractTransition, of contract: Contract, random: any RandomSource, at now: Instant,
    in connection: any SQLConnection
  ) throws {
    guard contract.round.isSentByObserver, !transition.events.contains(where: { $0.kind == .initiated }) else { return }
    for key in transition.opened where key.action == .receive {
      let turn = ClientTurn(contractID: contract.id, partyID: key.partyID)
      try OutboxStore().append(
        random.id(at: now), topic: topic, tenantID: contract.tenantID, payload: turn.payload, dedupKey: turn.payload, at: now,
        in: connection)
    }
  }
}

/// Sends a fresh link to a signer whose turn has come, where the platform does the telling. Safe to repeat: a repeat sends
/// another link and the former dies.
package struct TellClientTurn: Sendable {
  private let ledger: ClientLedger
  private let links: IssueSignLinks

  package init(ledger: ClientLedger, links: IssueSignLinks) {
    self.ledger = ledger
    self.links = links
  }

  package func callAsFunction(_ turn: ClientTurn, tenantID: String) async throws {
    let view = try await ledger.find(turn.contractID, tenantID: tenantID)
    guard let signer = view.order.signer(turn.partyID), signer.notifyType == .sms, signer.organization == nil,
      view.contract.round.party(turn.partyID)?.state == .awaitingReceipt
    else { return }
    let vault = try await ledger.vault(tenantID)
    let now = ledger.clock.now
    let clientID = view.order.clientID
    guard let client = try await ledger.engine.read({ try ClientStore().find(clientID, in: $0) }) else { return }
    let task = links.make(for: signer, of: view.order, scene: LinkScene(), client: client, at: now)
    try await ledger.engine.write { connection in
      try task.link.map { try SignLinkStore().insert($0, in: connection) }
      try links.send(
        task, to: signer, title: view.contract.round.title, client: client, vault: vault, at: now, in: connection)
    }
  }
}
