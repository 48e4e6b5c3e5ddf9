import HeqiDomain
import HeqiSQL
import HeqiStorage

/// What signing needs from the database, read at one moment.
struct SigningMaterial: Sendable {
  let account: Account
  let certificate: Certificate?
  let seal: Seal?
  /// What `SealPolicy` says of it at this moment; the signing transaction asks again.
  let isSealUsable: Bool
  let drawing: SealDrawing?
  let reading: ReadingRow?
  let images: [ConsentedImage]

  /// - Parameter sealID: the chosen seal; the default one, or the only usable one, when nil.
  static func load(
    _ contract: Contract, _ party: ContractParty, caller: Caller, sealID: ID<Seal>?, seen: Digest, vault: TenantVault,
    at now: Instant, in connection: any SQLConnection
  ) throws -> SigningMaterial {
    guard let account = try AccountStore(vault: vault).find(caller.accountID, in: connection) else {
      throw ContractError(.notFound)
    }
    let seals = SealStore(tenantID: caller.tenantID)
    let usable = try SealUsage.usable(by: caller, for: party, at: now, in: connection)
    let seal = sealID.map { id in usable.first { $0.id == id } } ?? usable.first { $0.isDefault } ?? usable.first
    return SigningMaterial(
      account: account,
      certificate: try CertificateStore(tenantID: caller.tenantID).usable(
        by: caller.accountID, for: party.company?.organizationID, at: now, in: connection),
      seal: seal, isSealUsable: seal != nil, drawing: try seal.flatMap { try seals.drawing($0.id, in: connection) },
      reading: try ContractStore(vault: vault).reading(party: party.id, digest: seen, in: connection),
      images: try LiveImages.consented(by: contract.round.counterparties(of: party), vault: vault, in: connection))
  }

  /// What this signer proved for this very file, not what a colleague did.
  var intention: IntentionProof? { reading?.intention(of: account.id) }

  /// Seconds since the file was first opened, as the server measured them.
  func readSeconds(at now: Instant) -> Int {
    reading.map { Int(max(0, now.since($0.openedAt).components.seconds)) } ?? 0
  }
}

/// Which counterparties let their live image be shown (B-26).
enum LiveImages {
  static func consented(
    by parties: [ContractParty], vault: TenantVault, in connection: any SQLConnection
  ) throws -> [ConsentedImage] {
    let verifications = VerificationStore(vault: vault)
    return try parties.compactMap { party in
      guard let account = party.accountID, let verification = try verifications.find(of: account, in: connection),
        verification.consents.showLiveImage != nil, let live = verification.images.live
      else { return nil }
      return ConsentedImage(partyID: party.id, imageID: live.digest.hex)
    }
  }
}
