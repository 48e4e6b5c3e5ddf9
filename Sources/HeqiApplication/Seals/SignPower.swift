import CMS
package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
import PAdES

/// 签署授权委托书: the legal representative signs it as a contract is signed: one-time code bound to the file, own key,
/// company certificate, time stamp (F-047, F-061, E-02). Then the grant stands.
package struct SignPower: Sendable {
  private let desk: PowerDesk
  private let codes: CodeDesk
  private let certificates: IssueCompanyCertificate
  private let signFile: SignFile

  package init(
    desk: PowerDesk, codes: CodeDesk, certificates: IssueCompanyCertificate, signFile: SignFile
  ) {
    self.desk = desk
    self.codes = codes
    self.certificates = certificates
    self.signFile = signFile
  }

  /// Sends a code that is good for this paper alone.
  package func askCode(_ id: ID<PowerOfAttorney>, seen: Digest, caller: Caller) async throws -> CodeReceipt {
    let (power, account) = try await load(id, seen, caller)
    let title = power.kind.label.text(in: caller.language)
    return try await codes.issue(
      .sign, binding: Self.binding(power, account), to: .mobile(account.mobile), scene: caller.scene,
      tenantID: caller.tenantID, isSignedIn: true
    ) { code in ContractMessage.signingCode(code, title: title, digest: seen, in: caller.language) }
  }

  /// The signed paper. Throws `SealError` `.notOwner`, `.powerClosed`, `.fileChanged`, `.powerInvalid` where it was not
  /// confirmed, and `IdentityError` `.codeRefused`; then nothing was signed.
  package func callAsFunction(
    _ id: ID<PowerOfAttorney>, seen: Digest, isConfirmed: Bool, code: String, caller: Caller
  ) async throws -> PowerOfAttorney {
    let (power, account) = try await load(id, seen, caller)
    guard isConfirmed else {
      throw SealError(
        .powerInvalid, Bilingual("请确认已阅读委托书全文。", "Confirm that you have read the whole paper."), field: "confirmed")
    }
    try await codes.consume(
      code, .sign, binding: Self.binding(power, account), from: .mobile(account.mobile), tenantID: caller.tenantID)
    let now = desk.ledger.clock.now
    let certificate = try await certificates(
      for: caller.accountID, of: power.organizationID, tenantID: caller.tenantID, scene: caller.scene)
    let base = try await desk.read(power, tenantID: caller.tenantID, isSigned: false)
    let signed = try await sign(base, power, certificate, caller, at: now)
    let blob = try await desk.put(signed, of: power.organizationID, tenantID: caller.tenantID, at: now)
    return try await desk.ledger.engine.write { connection in
      let current = try desk.find(id, caller, in: connection)
      let saved = try current.signed(digest: blob.hash, length: signed.count, at: now)
      let powers = PowerOfAttorneyStore(tenantID: caller.tenantID)
      try powers.save(saved, in: connection)
      try desk.blobs.record(blob, at: now, in: connection)
      try grant(saved, powers, caller, at: now, in: connection)
      try desk.record(
        EventDraft(
          SealLog.powerSigned, by: .caller, PowerDesk.facts(saved) + [.init("certificate", certificate.serial)]),
        about: saved, caller, fileHash: blob.hash, at: now, in: connection)
      return saved
    }
  }

  private func load(
    _ id: ID<PowerOfAttorney>, _ seen: Digest, _ caller: Caller
  ) async throws -> (PowerOfAttorney, Account) {
    try desk.requireGranting(caller)
    let vault = try await desk.ledger.open(caller.tenantID)
    let (power, account) = try await desk.ledger.engine.read { connection in
      (
        try desk.find(id, caller, in: connection),
        try desk.ledger.account(caller, AccountStore(vault: vault), in: connection)
      )
    }
    _ = try power.applying(.sign, at: desk.ledger.clock.now)
    guard power.draftDigest == seen else {
      throw SealError(.fileChanged, Bilingual("委托书已变化，请刷新后重新阅读。", "The paper has changed. Reload and read it again."))
    }
    return (power, account)
  }

  private func sign(
    _ base: [UInt8], _ power: PowerOfAttorney, _ certificate: Certificate, _ caller: Caller, at now: Instant
  ) async throws -> [UInt8] {
    let seals = SealStore(tenantID: caller.tenantID)
    let (company, representative) = try await desk.ledger.engine.read { connection in
      let own = try seals.list(of: .organization(power.organizationID), in: connection).filter(\.isUsable)
      func picture(_ kind: SealKind) throws -> SealDrawing? {
        try own.first { $0.kind == kind }.flatMap { try seals.drawing($0.id, in: connection) }
      }
      let name = try seals.list(ownedBy: caller.accountID, in: connection).first { $0.isUsable }
      return (
        try picture(.companySeal), try picture(.legalRepSeal) ?? name.flatMap { try seals.drawing($0.id, in: connection) }
      )
    }
    var request = SignatureRequest(
      field: .existing(PowerPaper.signatureField), time: PKITime(microsecondsSince1970: now.microseconds))
    request.appearance = PowerPaper.appearance(companySeal: company, representative: representative)
    request.name = caller.name
    request.reason = power.kind.label.chinese
    do {
      return try await signFile(base, request, with: certificate).bytes
    } catch {
      throw SealError(
        .signingUnavailable, Bilingual("暂时无法签署，请稍后再试。", "Signing is not possible at the moment. Try again later."))
    }
  }

  /// The right itself, at the seal's version of this moment; a seal that was stopped meanwhile cannot be granted.
  private func grant(
    _ power: PowerOfAttorney, _ powers: PowerOfAttorneyStore, _ caller: Caller, at now: Instant,
    in connection: any SQLConnection
  ) throws {
    guard power.kind == .sealUse else { return }
    guard let sealID = power.sealID, let seal = try SealStore(tenantID: caller.tenantID).find(sealID, in: connection),
      seal.owner == .organization(power.organizationID), seal.isUsable
    else {
      throw SealError(
        .wrongStatus, Bilingual("印章已不能使用，不能授权。", "The seal can no longer be used, so it cannot be granted."))
    }
    try powers.insert(
      SealGrant(
        id: desk.ledger.random.id(at: now), sealID: sealID, organizationID: power.organizationID,
        grantee: power.businessTypeID.map { .businessType($0) } ?? .membership(power.granteeID), powerID: power.id,
        grantVersion: seal.grantVersion, validFrom: power.validFrom, validUntil: power.validUntil), in: connection)
  }

  private static func binding(_ power: PowerOfAttorney, _ account: Account) -> CodeBinding {
    .signature(contract: "power:\(power.id)", file: power.draftDigest, account: account.id)
  }
}
