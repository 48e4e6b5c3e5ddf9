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
  /// Longest description of a browser that is passed on, bytes.
  private static let browserBytesMax = 8192

  let ledger: ClientLedger
  let vendors: VendorChain<any FaceVendor>
  let publicURL: String

  /// - Parameters:
  ///   - vendors: empty where no service is configured; then nothing can be begun.
  ///   - publicURL: address of the platform without a slash at its end.
  package init(ledger: ClientLedger, vendors: VendorChain<any FaceVendor>, publicURL: String) {
    self.ledger = ledger
    self.vendors = vendors
    self.publicURL = publicURL
  }

  /// With one vendor at most.
  package init(ledger: ClientLedger, vendor: (any FaceVendor)?, publicURL: String) {
    self.init(
      ledger: ledger,
      vendors: VendorChain(.face, vendor.map { [($0.name, $0)] } ?? [], engine: ledger.engine, clock: ledger.clock),
      publicURL: publicURL)
  }

  // MARK: business systems

  /// Makes a check, or gives the one that holds the business number behind a fresh address (40002). Throws `ClientError`.
  package func initiate(_ request: FaceRequest, client: APIClient, scene: Scene) async throws -> FaceView {
    guard !vendors.isEmpty else { throw ClientError(.providerUnavailable, remark: Self.noVendor) }
    let vault = try await ledger.vault(client.tenantID)
    let now = ledger.clock.now
    let token = ledger.random.token()
    let check = FaceVerification(
      id: ledger.random.id(at: now), tenantID: client.tenantID, clientID: client.id, bizID: request.bizID,
      purpose: request.purpose, person: request.person, requestHash: FileDigest.of(request.body), look: request.look,
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
    guard !vendors.isEmpty else { throw ClientError(.providerUnavailable, remark: Self.noVendor) }
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
      requestHash: FileDigest.of(Array("\(signer.name)\n\(signer.idCardNumber.reveal())".utf8)), 
      look: FaceLook(title: visit.contract.round.title, themeColour: visit.link.scene.themeColour),
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

  /// Records the separate consent (E-15) to these very words, then begins with the first vendor that answers. A repeat goes on
  /// with the check already begun, so that nothing is paid for twice. Throws `ClientError` `.wrongState`,
  /// `.providerUnavailable`.
  /// - Parameter browser: what a vendor's script on the page told of it.
  package func consent(
    _ visit: FaceVisit, token: String, words: String, browser: String? = nil, scene: Scene
  ) async throws {
    guard !vendors.isEmpty else { throw ClientError(.providerUnavailable, remark: Self.noVendor) }
    let consent = FaceConsent(
      at: ledger.clock.now, ip: scene.ip, userAgent: String(scene.userAgent.prefix(512)), textDigest: FileDigest.of(Array(words.utf8)))
    let agreed = try await perform(.consent(consent), visit.check, scene: scene)
    guard agreed.session == nil else { return }
    try await begin(agreed, token: token, browser: browser, besides: [], scene: scene)
  }

  /// Begins with the first vendor that answers, but for those named; each that was passed over stands in the log.
  func begin(
    _ check: FaceVerification, token: String, browser: String?, besides left: Set<String>, scene: Scene
  ) async throws {
    let request = FaceVendorRequest(
      reference: ledger.random.token(byteCount: 16), person: check.person, returnURL: "\(publicURL)\(Self.path(token))/return",
      pushURL: "\(publicURL)\(Self.path(token))/push", browser: browser.flatMap { $0.utf8.count <= Self.browserBytesMax ? $0 : nil })
    let begun: VendorChain<any FaceVendor>.Outcome<FaceSession>
    do throws(ProviderError) {
      begun = try await vendors.first(besides: left) { (vendor: any FaceVendor) async throws(ProviderError) -> FaceSession in
        try await vendor.begin(request)
      }
    } catch {
      let note = EventDraft("face.passedOver", by: .system, [Event.Fact("vendor", error.message)])
      _ = try await perform(.exhausted, check, scene: scene, notes: [note])
      throw ClientError(.providerUnavailable)
    }
    let notes = begun.passedOver.map { EventDraft("face.passedOver", by: .system, [Event.Fact("vendor", $0)]) }
    _ = try await perform(.begin(begun.answer), check, scene: scene, notes: notes)
  }

  /// Begins once more: with any service where none was begun, and with another one where the running one does not answer.
  /// One that answers keeps the check, so that nothing is paid for twice. Throws `ClientError` `.wrongState`,
  /// `.providerUnavailable` when no service answers; then a reviewer may be asked.
  package func again(_ visit: FaceVisit, token: String, browser: String? = nil, scene: Scene) async throws {
    guard !visit.status.isFinal, visit.check.consent != nil, !visit.check.isReviewed else { throw ClientError(.wrongState) }
    guard let session = visit.check.session else {
      return try await begin(visit.check, token: token, browser: browser, besides: [], scene: scene)
    }
    do {
      _ = try await ask(visit.check, scene: scene)
    } catch let error as ClientError where error.code == .providerUnavailable {
      try await begin(visit.check, token: token, browser: browser, besides: [session.vendor], scene: scene)
    }
  }

  /// Scripts that must describe the browser before some vendor in use can begin.
  package func pageScripts() async -> [String] {
    let links = (try? await vendors.chosen()) ?? []
    return links.compactMap { vendors[$0.name]?.pageScript }
  }

  /// Asks the vendor how the check ended; whatever the browser brought along is not looked at (M-030). The state after it.
  /// Throws `ClientError` `.providerUnavailable` when the vendor does not answer; then nothing has changed.
  package func refresh(_ visit: FaceVisit, scene: Scene) async throws -> FaceVerification {
    guard !visit.status.isFinal else { return visit.check }
    return try await ask(visit.check, scene: scene)
  }

  /// The check after its vendor's answer; unchanged where none was begun. Throws `ClientError` `.providerUnavailable`.
  func ask(_ check: FaceVerification, scene: Scene) async throws -> FaceVerification {
    // A reviewer tells by deciding.
    guard let session = check.session, !check.isReviewed else { return check }
    let answer: FaceAnswer
    do throws(ProviderError) {
      answer = try await vendors.ask(session.vendor) { (vendor: any FaceVendor) async throws(ProviderError) -> FaceAnswer in
        try await vendor.result(of: session, for: check.person)
      }
    } catch {
      throw ClientError(.providerUnavailable)
    }
    return try await perform(.settle(answer, session: session), check, scene: scene)
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
      try announce(lapsed, after: held, vault: vault, at: now, in: connection)
    }
    try store.insert(check, in: connection)
    try append(FaceLifecycle.events(from: nil, to: check), of: check, by: actor, from: scene, at: now, in: connection)
    return nil
  }

  /// - Parameters:
  ///   - notes: what else the log tells, where the check has changed.
  ///   - actor: who acts, where it is not the person.
  ///   - method: who checked the face, where it is not the session's vendor.
  ///   - also: what else happens in the transaction.
  func perform(
    _ command: FaceCommand, _ check: FaceVerification, scene: Scene, notes: [EventDraft] = [], actor: Actor? = nil,
    method: String? = nil, also: @escaping @Sendable (any SQLConnection) throws -> Void = { _ in }
  ) async throws -> FaceVerification {
    let vault = try await ledger.vault(check.tenantID)
    let now = ledger.clock.now
    let actor = actor ?? Actor(kind: .person, id: check.subject.id, maskedName: Mask.name(check.person.name.reveal()))
    return try await ledger.engine.write { connection in
      let store = FaceStore(vault: vault)
      guard let before = try store.find(check.id, in: connection) else { throw ClientError(.notFound) }
      let after = try FaceLifecycle.apply(command, to: before, at: now)
      guard after != before else { return before }
      try store.save(after, in: connection)
      try append(notes + FaceLifecycle.events(from: before, to: after), of: after, by: actor, from: scene, at: now, in: connection)
      if after.status == .success {
        try pass(after, method: method ?? after.session?.vendor, vault: vault, at: now, in: connection)
      }
      try announce(after, after: before, vault: vault, at: now, in: connection)
      try also(connection)
      return try store.find(check.id, in: connection) ?? after
    }
  }

  /// A signer whose face passed may ask for the code (M-020), in the same transaction.
  private func pass(
    _ check: FaceVerification, method: String?, vault: TenantVault, at now: Instant, in connection: any SQLConnection
  ) throws {
    guard let contractID = check.contractID, let partyID = check.partyID else { return }
    let store = ClientContractStore(vault: vault)
    guard let signer = try store.find(contractID, in: connection)?.signer(partyID),
      check.person.isSame(name: signer.name, idCardNumber: signer.idCardNumber.reveal())
    else { throw ClientError(.faceFailed) }
    let passed = signer.with { progress in
      progress.facePassedAt = now
      progress.faceTransactionNo = check.transactionNo
      progress.faceMethod = method
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
