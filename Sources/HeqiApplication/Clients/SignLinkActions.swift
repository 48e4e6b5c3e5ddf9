package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Whom a link lets in, and to what.
package struct LinkVisit: Sendable {
  package let link: SignLink
  package let state: SignLink.State
  package let order: ClientContract
  package let contract: Contract
  package let signer: ClientSigner
  package let party: ContractParty
  package let client: APIClient
  /// The signer as actions know callers.
  package let caller: Caller

  /// Whether a face check is still due before the code (M-020).
  package var needsFace: Bool { signer.signMethod == .faceAndSMS && signer.progress.facePassedAt == nil }

  /// The same visit on what is known of the signer now.
  func with(_ signer: ClientSigner) -> LinkVisit {
    LinkVisit(
      link: link, state: state, order: order, contract: contract, signer: signer, party: party, client: client, caller: caller)
  }

  /// The signer after signing, with where and on what it happened.
  func signed(transactionNo: String) -> ClientSigner {
    signer.with { progress in
      progress.transactionNo = transactionNo
      progress.ipAddress = caller.scene.ip
      progress.deviceInfo = String(caller.scene.userAgent.prefix(512))
    }
  }
}

/// Opens signing links and acts for the one party each of them names (M-019, M-020, B-21).
package struct SignLinkActions: Sendable {
  let ledger: ClientLedger
  private let desk: CodeDesk
  private let issue: IssueSignLinks
  private let sheet: OpenLinkSheet

  package init(ledger: ClientLedger, desk: CodeDesk, issue: IssueSignLinks) {
    self.ledger = ledger
    self.desk = desk
    self.issue = issue
    sheet = OpenLinkSheet(ledger: ledger)
  }

  /// The party behind a token or short code. Throws `ClientError` `.notFound` for text that is no link of ours.
  package func visit(_ token: String, scene: Scene, language: Language) async throws -> LinkVisit {
    guard token.utf8.count <= 128, !token.isEmpty else { throw ClientError(.notFound) }
    let now = ledger.clock.now
    let hash = IssueSignLinks.hash(token)
    guard let link = try await ledger.engine.read({ try SignLinkStore().find(token: hash, in: $0) }) else {
      throw ClientError(.notFound)
    }
    let vault = try await ledger.vault(link.tenantID)
    return try await ledger.engine.read { connection in
      let view = try ClientLedger.find(link.contractID, vault: vault, in: connection)
      guard let signer = view.order.signer(link.partyID), let party = view.contract.round.party(link.partyID),
        let client = try ClientStore().find(view.order.clientID, in: connection)
      else { throw ClientError(.notFound) }
      return LinkVisit(
        link: link, state: link.state(at: now), order: view.order, contract: view.contract, signer: signer, party: party,
        client: client, caller: signer.caller(tenantID: link.tenantID, scene: scene, language: language))
    }
  }

  /// What the page shows beside the file.
  package func sheet(of visit: LinkVisit) async throws -> LinkSheet { try await sheet(visit) }

  /// Row 13 for a signer by link: opening the link and confirming (C row 13). Repeating it changes nothing.
  package func receive(_ visit: LinkVisit) async throws -> Contract {
    try requireOpen(visit)
    return try await ledger.contracts.perform(visit.contract.id, for: visit.caller, .receive) { _, _ in .receive }
  }

  /// Sends the code that signs this very file. Throws `ClientError` `.linkExpired`, `.linkUsed`.
  package func askCode(_ visit: LinkVisit, seen: Digest) async throws -> CodeReceipt {
    try requireOpen(visit)
    guard visit.contract.stage.isLive, visit.party.state == .awaitingSignature else { throw ContractError(.notYourTurn) }
    guard visit.contract.round.file?.showsContent(seen) == true else { throw ContractError(.fileChanged) }
    guard !visit.needsFace else { throw ClientError(.faceFailed) }
    guard let mobile = MobileNumber(visit.signer.mobile.reveal()) else { throw ClientError(.notFound) }
    let title = visit.contract.round.title
    let language = visit.caller.language
    return try await desk.issue(
      .sign, binding: .signature(contract: visit.contract.id.description, file: seen, party: visit.party.id),
      to: .mobile(mobile), scene: visit.caller.scene, tenantID: visit.link.tenantID, isSignedIn: true
    ) { code in ContractMessage.signingCode(code, title: title, digest: seen, in: language) }
  }

  /// Row 16 for a signer by link: refuses with a reason (M-013 REJECTED).
  package func refuse(_ visit: LinkVisit, reason: String) async throws -> Contract {
    try requireOpen(visit)
    let vault = try await ledger.vault(visit.link.tenantID)
    let signer = visit.signer.with { progress in
      progress.rejectReason = String(reason.prefix(ContractLimits.orderReasonCharactersMax))
      progress.ipAddress = visit.caller.scene.ip
      progress.deviceInfo = String(visit.caller.scene.userAgent.prefix(512))
    }
    return try await ledger.contracts.perform(visit.contract.id, for: visit.caller, .return) { saved, connection in
      try ClientContractStore(vault: vault).save(signer, in: connection)
    } _: { _, _ in
      .returnContract(reason: reason)
    }
  }

  /// A fresh link to the registered mobile number, for a page whose link has expired (40004). The old link dies.
  package func sendFresh(_ visit: LinkVisit) async throws {
    guard visit.contract.stage.isLive, !visit.party.state.isSigned else { throw ClientError(.wrongState) }
    let now = ledger.clock.now
    let vault = try await ledger.vault(visit.link.tenantID)
    let limit = RateLimit("link.fresh:\(visit.party.id)", count: 5, per: .seconds(3600))
    if let wait = try await ledger.engine.write({ try RateLimitStore().take([limit], at: now, in: $0) }) {
      throw ClientError(.tooMany, retryAfterSeconds: Int(wait.components.seconds) + 1)
    }
    let task = issue.make(for: visit.signer, of: visit.order, scene: visit.link.scene, client: visit.client, at: now)
    try await ledger.engine.write { connection in
      try task.link.map { try SignLinkStore().insert($0, in: connection) }
      try issue.send(
        task, to: visit.signer, title: visit.contract.round.title, client: visit.client, vault: vault, at: now, in: connection)
    }
  }

  /// How long the file has been open, as the server measured it. Throws `ContractError` `.readingTooShort` below what the
  /// link asks for.
  func readSeconds(_ visit: LinkVisit, seen: Digest, at now: Instant) async throws -> Int {
    let store = try await ledger.contracts.store(visit.link.tenantID)
    let reading = try await ledger.engine.read { try store.reading(party: visit.party.id, digest: seen, in: $0) }
    let seconds = reading.map { Int(max(0, now.since($0.openedAt).components.seconds)) } ?? 0
    guard seconds >= visit.link.scene.readingSeconds else {
      throw ContractError(.readingTooShort, "\(seconds)/\(visit.link.scene.readingSeconds) s")
    }
    return seconds
  }

  /// Before anything of the file is shown or given. Throws `ClientError` `.linkExpired`.
  package func requireReadable(_ visit: LinkVisit) throws(ClientError) {
    guard visit.state.isReadable else { throw ClientError(.linkExpired) }
  }

  func requireOpen(_ visit: LinkVisit) throws(ClientError) {
    switch visit.state {
    case .open: return
    case .used: throw ClientError(.linkUsed)
    case .expired, .replaced: throw ClientError(.linkExpired)
    }
  }
}

/// What a signing page by link shows beside the file.
package struct LinkSheet: Sendable {
  package let digest: Digest
  package let pageCount: Int
  /// Seconds still to read; 0 when done or not asked.
  package let readingSecondsLeft: Int
  package let maskedMobile: String
  package let needsHandwriting: Bool
  package let mayUseHandwriting: Bool
  package let needsSeal: Bool
}

struct OpenLinkSheet: Sendable {
  let ledger: ClientLedger

  func callAsFunction(_ visit: LinkVisit) async throws -> LinkSheet {
    guard let file = visit.contract.round.file else { throw ContractError(.fileMissing) }
    let now = ledger.clock.now
    let store = try await ledger.contracts.store(visit.link.tenantID)
    let reading = try await ledger.engine.read { try store.reading(party: visit.party.id, digest: file.latest.digest, in: $0) }
    let read = reading.map { Int(max(0, now.since($0.openedAt).components.seconds)) } ?? 0
    let kinds = visit.contract.round.places(of: visit.party.id).map(\.kind)
    return LinkSheet(
      digest: file.latest.digest, pageCount: file.pageCount, readingSecondsLeft: max(0, visit.link.scene.readingSeconds - read),
      maskedMobile: Mask.mobile(visit.signer.mobile.reveal()), needsHandwriting: kinds.contains(.handwriting),
      mayUseHandwriting: kinds.contains(.signature) || kinds.contains(.handwriting), needsSeal: kinds.contains(.seal))
  }
}
