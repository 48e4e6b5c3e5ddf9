package import HeqiDomain
package import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Face checks (M-018): made for business systems and for signers by link, consented to, begun with the vendor, and settled
/// by what the vendor answers to our own question.
package struct FaceDesk: Sendable {
  static let noVendor = Bilingual(
    "平台没有配置人脸核验服务。请改用 CA_CERT 签署，或联系平台管理员。",
    "No face service is configured. Use CA_CERT, or ask the platform's operator.")
  /// New checks of one signer in an hour.
  private static let triesMax = 5

  let ledger: ClientLedger
  let vendor: (any FaceVendor)?
  private let publicURL: String

  /// - Parameters:
  ///   - vendor: nil where no service is configured; then nothing can be begun.
  ///   - publicURL: address of the platform without a slash at its end.
  package init(ledger: ClientLedger, vendor: (any FaceVendor)?, publicURL: String) {
    self.ledger = ledger
    self.vendor = vendor
    self.publicURL = publicURL
  }

  // MARK: business systems

  /// Makes a check, or gives the one that holds the business number behind a fresh address (40002). Throws `ClientError`.
  package func initiate(_ request: FaceRequest, client: APIClient, scene: Scene) async throws -> FaceView {
    guard vendor != nil else { throw ClientError(.providerUnavailable, remark: Self.noVendor) }
    let vault = try await ledger.vault(client.tenantID)
    let now = ledger.clock.now
    let token = ledger.random.token()
    let check = FaceVerification(
      id: ledger.random.id(at: now), tenantID: client.tenantID, clientID: client.id, bizID: request.bizID,
      purpose: request.purpose, person: request.person, requestHash: FileDigest.of(request.body), title: request.title,
      callbackURL: request.callbackURL, callbackHeaders: request.callbackHeaders.map { Sensitive($0) }, createdAt: now,
      expiresAt: now.adding(.seconds(Int64(request.expireMinutes) * 60)), tokenHash: IssueSignLinks.hash(token))
    let url = publicURL + Self.path(token)
    return try await ledger.engine.write { connection in
      try checkSigners(check, vault: vault, in: connection)
      guard let held = try opened(check, by: client.actor, from: scene, vault: vault, in: connection) else {
        return FaceView(check: check, status: check.status, url: url, isDuplicate: false)
      }
      guard held.requestHash == check.requestHash else { throw ClientError(.duplicate, field: "bizId") }
      return FaceView(check: held, status: held.status, url: held.status.isFinal ? nil : url, isDuplicate: true)
    }
  }

  /// Throws `ClientError` `.notFound` also for another tenant's.
  package func find(_ id: ID<FaceVerification>, client: APIClient) async throws -> FaceView {
    let vault = try await ledger.vault(client.tenantID)
    let found = try await ledger.engine.read { try FaceStore(vault: vault).find(id, in: $0) }
    guard let check = found else { throw ClientError(.notFound) }
    return FaceView(check: check, status: check.status(at: ledger.clock.now), url: nil, isDuplicate: false)
  }

  /// The person must be a signer of the live contract of the same business number, by name and number (M-023).
  private func checkSigners(_ check: FaceVerification, vault: TenantVault, in connection: any SQLConnection) throws {
    let orders = try ClientContractStore(vault: vault).list(
      .bizID(check.bizID), from: nil, until: nil, after: nil, limit: 1, in: connection)
    guard let order = orders.first,
      let contract = try ContractStore(vault: vault).find(order.contractID, in: connection), !contract.stage.isInvalid
    else { return }
    guard order.signers.contains(where: { check.person.isSame(name: $0.name, idCardNumber: $0.idCardNumber.reveal()) }) else {
      throw ClientError.parameter(
        "userInfo.idCardNo", "同一 bizId 的合同签署方中没有这个人：姓名和身份证号码须一致。",
        "No signer of the contract with this bizId has this name and idCardNo.")
    }
  }

  // MARK: signers by link

  /// Makes a check for a signer, or opens the running one again; returns the token of its page. Throws `ClientError`,
  /// `ContractError`.
  package func start(_ visit: LinkVisit, signPath: String) async throws -> String {
    guard vendor != nil else { throw ClientError(.providerUnavailable, remark: Self.noVendor) }
    guard visit.state == .open else { throw ClientError(visit.state == .used ? .linkUsed : .linkExpired) }
    guard visit.needsFace, visit.contract.stage.isLive, visit.party.state == .awaitingSignature else {
      throw ContractError(.notYourTurn)
    }
    let vault = try await ledger.vault(visit.link.tenantID)
    let now = ledger.clock.now
    let limit = RateLimit("face.start:\(visit.party.id)", count: Self.triesMax, per: .seconds(3600))
    let token = ledger.random.token()
    let signer = visit.signer
    let check = FaceVerification(
      id: ledger.random.id(at: now), tenantID: visit.link.tenantID, clientID: visit.order.clientID, bizID: visit.order.bizID,
      purpose: .signature, partyID: signer.id, contractID: visit.contract.id,
      person: FacePerson(name: Sensitive(signer.name), idCardNumber: signer.idCardNumber, mobile: signer.mobile),
      requestHash: FileDigest.of(Array("\(signer.name)\n\(signer.idCardNumber.reveal())".utf8)), title: visit.contract.round.title,
      createdAt: now, expiresAt: min(now.adding(.seconds(Int64(FaceLifecycle.minutesDefault) * 60)), visit.order.expiresAt),
      tokenHash: IssueSignLinks.hash(token), returnPath: Sensitive(signPath))
    let (actor, scene) = (visit.caller.actor, visit.caller.scene)
    let wait = try await ledger.engine.write { connection -> Duration? in
      if let wait = try RateLimitStore().take([limit], at: now, in: connection) { return wait }
      _ = try opened(check, by: actor, from: scene, vault: vault, in: connection)
      return nil
    }
    if let wait { throw ClientError(.tooMany, retryAfterSeconds: Int(wait.components.seconds) + 1) }
    return token
  }

  // MARK: the page

  /// The check behind a page's token. Throws `ClientError` `.notFound`.
  package func visit(_ token: String) async throws -> FaceVisit {
    guard !token.isEmpty, token.utf8.count <= 128 else { throw ClientError(.notFound) }
    let hash = IssueSignLinks.hash(token)
    guard let owner = try await ledger.engine.read({ try FaceStore.owner(ofToken: hash, in: $0) }) else {
      throw ClientError(.notFound)
    }
    let vault = try await ledger.vault(owner.tenantID)
    let now = ledger.clock.now
    return try await ledger.engine.read { connection in
      guard let check = try FaceStore(vault: vault).find(owner.id, in: connection),
        let client = try ClientStore().find(check.clientID, in: connection)
      else { throw ClientError(.notFound) }
      return FaceVisit(check: check, status: check.status(at: now), client: client)
    }
  }

  /// Records the separate consent (E-15) to these very words, then begins with the vendor. A repeat goes on with the check already begun, so
  /// that nothing is paid for twice. Throws `ClientError` `.wrongState`, `.providerUnavailable`.
  package func consent(_ visit: FaceVisit, token: String, words: String, scene: Scene) async throws {
    guard let vendor else { throw ClientError(.providerUnavailable, remark: Self.noVendor) }
    let consent = FaceConsent(
      at: ledger.clock.now, ip: scene.ip, userAgent: String(scene.userAgent.prefix(512)), textDigest: FileDigest.of(Array(words.utf8)))
    let agreed = try await perform(.consent(consent), visit.check, scene: scene)
    guard agreed.session == nil else { return }
    let session: FaceSession
    do throws(ProviderError) {
      session = try await vendor.begin(
        FaceVendorRequest(
          reference: ledger.random.token(byteCount: 16), person: agreed.person, returnURL: "\(publicURL)\(Self.path(token))/return"))
    } catch {
      throw ClientError(.providerUnavailable)
    }
    _ = try await perform(.begin(session), agreed, scene: scene)
  }

  /// Asks the vendor how the check ended; whatever the browser brought along is not looked at (M-030). The state after it.
  /// Throws `ClientError` `.providerUnavailable` when the vendor does not answer; then nothing has changed.
  package func refresh(_ visit: FaceVisit, scene: Scene) async throws -> FaceVerification {
    guard let vendor, !visit.status.isFinal, let session = visit.check.session else { return visit.check }
    guard session.vendor == vendor.name else { throw ClientError(.providerUnavailable) }
    let answer: FaceAnswer
    do throws(ProviderError) {
      answer = try await vendor.result(of: session, for: visit.check.person)
    } catch {
      throw ClientError(.providerUnavailable)
    }
    return try await perform(.settle(answer, session: session), visit.check, scene: scene)
  }

  static func path(_ token: String) -> String { "/f/\(token)" }

  // MARK: one transaction each

  /// Puts a new check in place. Where a live one holds the number, that one behind the new address instead; nil else.
  private func opened(
    _ check: FaceVerification, by actor: Actor, from scene: Scene, vault: TenantVault, in connection: any SQLConnection
  ) throws -> FaceVerification? {
    let store = FaceStore(vault: vault)
    let now = check.createdAt
    if let held = try store.live(bizID: check.bizID, purpose: check.purpose, partyID: check.partyID, in: connection) {
      if held.status(at: now).isLive {
        if !held.status.isFinal, held.requestHash == check.requestHash {
          try store.save(held.reopened(tokenHash: check.tokenHash, returnPath: check.returnPath), in: connection)
        }
        return held
      }
      let lapsed = try FaceLifecycle.apply(.lapse, to: held, at: now)
      try store.save(lapsed, in: connection)
      try append(FaceLifecycle.events(from: held, to: lapsed), of: lapsed, by: .system, from: scene, at: now, in: connection)
    }
    try store.insert(check, in: connection)
    try append(FaceLifecycle.events(from: nil, to: check), of: check, by: actor, from: scene, at: now, in: connection)
    return nil
  }

  private func perform(_ command: FaceCommand, _ check: FaceVerification, scene: Scene) async throws -> FaceVerification {
    let vault = try await ledger.vault(check.tenantID)
    let now = ledger.clock.now
    let actor = Actor(kind: .person, id: check.subject.id, maskedName: Mask.name(check.person.name.reveal()))
    return try await ledger.engine.write { connection in
      let store = FaceStore(vault: vault)
      guard let before = try store.find(check.id, in: connection) else { throw ClientError(.notFound) }
      let after = try FaceLifecycle.apply(command, to: before, at: now)
      guard after != before else { return before }
      try store.save(after, in: connection)
      try append(FaceLifecycle.events(from: before, to: after), of: after, by: actor, from: scene, at: now, in: connection)
      if after.status == .success { try pass(after, vault: vault, at: now, in: connection) }
      return try store.find(check.id, in: connection) ?? after
    }
  }

  /// A signer whose face passed may ask for the code (M-020), in the same transaction.
  private func pass(_ check: FaceVerification, vault: TenantVault, at now: Instant, in connection: any SQLConnection) throws {
    guard let contractID = check.contractID, let partyID = check.partyID else { return }
    let store = ClientContractStore(vault: vault)
    guard let signer = try store.find(contractID, in: connection)?.signer(partyID),
      check.person.isSame(name: signer.name, idCardNumber: signer.idCardNumber.reveal())
    else { throw ClientError(.faceFailed) }
    let passed = signer.with { progress in
      progress.facePassedAt = now
      progress.faceTransactionNo = check.transactionNo
    }
    try store.save(passed, in: connection)
  }

  private func append(
    _ drafts: [EventDraft], of check: FaceVerification, by actor: Actor, from scene: Scene, at now: Instant,
    in connection: any SQLConnection
  ) throws {
    let events = drafts.map {
      $0.event(
        id: ledger.random.id(at: now), tenantID: check.tenantID, at: now, caller: actor, scene: scene, subject: check.subject)
    }
    try EventStore().append(events, in: connection)
  }
}
