import Graphics
package import HeqiDomain
package import HeqiPorts
import HeqiSQL
import HeqiStorage

/// After all checks passed: key pair, certificate and name seal (F-011, F-045). Safe to repeat.
package struct CompleteVerification: Sendable {
  /// 姓名章: 18 to 20 mm square (E-22).
  static let sealSideMM = 20.0

  private let ledger: PeopleLedger
  private let keys: any KeyStore
  private let authority: any CertificateAuthority

  package init(ledger: PeopleLedger, keys: any KeyStore, authority: any CertificateAuthority) {
    self.ledger = ledger
    self.keys = keys
    self.authority = authority
  }

  /// Does nothing when the person has a certificate in the verified name already.
  package func callAsFunction(_ id: ID<Account>, tenantID: String, scene: Scene) async throws {
    let now = ledger.clock.now
    let vault = try await ledger.open(tenantID)
    let name = try await ledger.engine.read { connection -> String? in
      guard let verification = try VerificationStore(vault: vault).find(of: id, in: connection),
        verification.status == .verified, let name = verification.name
      else { return nil }
      let certificate = try CertificateStore(tenantID: tenantID).usable(by: id, at: now, in: connection)
      let account = try AccountStore(vault: vault).find(id, in: connection)
      return certificate?.subjectName == name && account?.isVerified == true ? nil : name
    }
    guard let name else { return }
    let certificate = try await certificate(for: id, tenantID, name, now)
    let drawing = Self.drawing(name)
    try await ledger.engine.write { connection in
      try finish(id, tenantID, name, certificate, drawing, vault, scene, now, connection)
    }
  }

  private func certificate(
    for id: ID<Account>, _ tenantID: String, _ name: String, _ now: Instant
  ) async throws -> Certificate {
    let key = try await keys.makeKey(owner: id.description)
    let pseudonym = "HEQI-" + ContentHash.sha256(Array("certificate-subject:\(tenantID):\(id)".utf8)).hex.prefix(20).uppercased()
    let issued = try await authority.issue(
      subject: CertificateSubject(commonName: name, serialNumber: pseudonym), publicKey: key.publicKey, at: now)
    return Certificate(
      id: ledger.random.id(at: now), tenantID: tenantID, accountID: id, serial: issued.serial, subjectName: name,
      chain: issued.chain, keyHandle: key.handle, notBefore: issued.notBefore, notAfter: issued.notAfter)
  }

  /// Everything in one transaction; another worker that was faster leaves nothing to do.
  private func finish(
    _ id: ID<Account>, _ tenantID: String, _ name: String, _ certificate: Certificate, _ drawing: SealDrawing?,
    _ vault: TenantVault, _ scene: Scene, _ now: Instant, _ connection: any SQLConnection
  ) throws {
    let accounts = AccountStore(vault: vault)
    let certificates = CertificateStore(tenantID: tenantID)
    guard var account = try accounts.find(id, in: connection),
      let verification = try VerificationStore(vault: vault).find(of: id, in: connection),
      verification.status == .verified, verification.name == name
    else { return }
    var drafts: [EventDraft] = []
    let present = try certificates.usable(by: id, at: now, in: connection)
    if present?.subjectName != name {
      if let present {
        try certificates.revoke(present.id, reason: .superseded, at: now, in: connection)
        drafts.append(VerificationEvent.revoked(serial: present.serial, reason: "superseded"))
      }
      try certificates.insert(certificate, in: connection)
      drafts.append(VerificationEvent.issued(serial: certificate.serial, until: certificate.notAfter))
    }
    drafts += try renewSeal(of: account, name, drawing, now, connection)
    if !account.isVerified || account.name != name {
      account.isVerified = true
      account.name = name
      account = try accounts.save(account, in: connection)
    }
    try EventStore().append(ledger.events(drafts, of: account, scene: scene, at: now), in: connection)
  }

  /// A seal in the verified name; one in another name is cancelled (E-10).
  private func renewSeal(
    of account: Account, _ name: String, _ drawing: SealDrawing?, _ now: Instant, _ connection: any SQLConnection
  ) throws -> [EventDraft] {
    let seals = SealStore(tenantID: account.tenantID)
    let own = try seals.list(ownedBy: account.id, in: connection).filter { $0.kind == .personalName }
    var drafts: [EventDraft] = []
    for seal in own where seal.name != name {
      guard let cancelled = try? SealLifecycle.apply(.cancel, to: seal) else { continue }
      try seals.save(cancelled.seal, in: connection)
      drafts.append(cancelled.event)
    }
    let hasSeal = own.contains { $0.name == name && ($0.status == .active || $0.status == .suspended) }
    guard !hasSeal, let drawing else { return drafts }
    let seal = Seal(
      id: ledger.random.id(at: now), tenantID: account.tenantID, ownerID: account.id, kind: .personalName, name: name,
      status: .active, isDefault: true, widthMM: Self.sealSideMM, heightMM: Self.sealSideMM, createdAt: now)
    try seals.insert(seal, drawing: drawing, in: connection)
    return drafts + [EventDraft(VerificationEvent.sealMade, by: .system, [.init("sealKind", seal.kind.rawValue)])]
  }

  /// `nil` when the machine lacks the fonts; the person signs by hand until `heqi doctor`'s remedy is taken.
  private static func drawing(_ name: String) -> SealDrawing? {
    guard let drawing = try? NameSeal(name: name, side: sealSideMM).drawing() else { return nil }
    return SealDrawing(pdf: drawing.pdf(), svg: drawing.svg())
  }
}
