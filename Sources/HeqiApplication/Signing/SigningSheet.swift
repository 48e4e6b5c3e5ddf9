package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Everything the signing page shows besides the file itself.
package struct SigningSheet: Sendable {
  /// A counterparty whose live image may be shown, and how it was rated.
  package struct LiveImage: Equatable, Sendable {
    package let party: ContractParty
    package let imageID: String
    /// nil until this very image was rated.
    package let rating: LiveImageRating?
  }

  package let contract: Contract
  package let party: ContractParty
  package let turn: ContractTurn
  /// Digest of the file to be shown and signed.
  package let digest: Digest
  package let pageCount: Int
  /// Seconds still to read; 0 when done or not asked.
  package let readingSecondsLeft: Int
  package let liveImages: [LiveImage]
  /// Seals the signer may use here now, the default one first.
  package let seals: [Seal]
  /// True when one of them asks for its PIN.
  package let asksSealPIN: Bool
  package let needsHandwriting: Bool
  /// A drawn signature may stand instead of a seal.
  package let mayUseHandwriting: Bool
  package let needsCode: Bool
  /// Where the code goes.
  package let maskedMobile: String
  package let hasCertificate: Bool
}

/// Loads the signing page of a party.
package struct OpenSigningSheet: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// Throws `ContractError` `.alreadySigned`, `.notYourTurn`, `.identityUnverified`, `.nameMismatch`.
  package func callAsFunction(_ id: ID<Contract>, caller: Caller) async throws -> SigningSheet {
    let (contract, party) = try await ledger.find(id, for: caller, .sign)
    let now = ledger.clock.now
    let vault = try await ledger.vault.open(tenantID: caller.tenantID, at: now)
    if party.state.isSigned {
      throw try await ledger.engine.read { try SignedBy.error(party, vault, in: $0) }
    }
    guard party.state == .awaitingSignature, contract.stage.isLive, let file = contract.round.file else {
      throw ContractError(contract.stage.isLive ? .notYourTurn : .notAllowedInStage)
    }
    return try await ledger.engine.read { connection in
      let material = try SigningMaterial.load(
        contract, party, caller: caller, sealID: nil, seen: file.latest.digest, vault: vault, at: now, in: connection)
      let asked = party.side == .receiver ? contract.round.settings.forcedReadingSeconds : 0
      let seals = try SealUsage.usable(by: caller, for: party, at: now, in: connection)
      let store = SealStore(tenantID: caller.tenantID)
      let asksSealPIN = try seals.contains { try store.pin(of: $0.id, in: connection) != nil }
      let rules = MarkRules(contract.round, party)
      return SigningSheet(
        contract: contract, party: party, turn: contract.turn(for: party, caller: caller), digest: file.latest.digest,
        pageCount: file.pageCount,
        readingSecondsLeft: max(0, asked - material.readSeconds(at: now)),
        liveImages: liveImages(contract, party, material.images),
        seals: seals.sorted { $0.isDefault && !$1.isDefault }, asksSealPIN: asksSealPIN, needsHandwriting: rules.needsHandwriting,
        mayUseHandwriting: rules.mayDraw, needsCode: contract.round.settings.requiresIntentionCheck,
        maskedMobile: Mask.mobile(material.account.mobile.text), hasCertificate: material.certificate != nil || party.company != nil)
    }
  }

  private func liveImages(
    _ contract: Contract, _ party: ContractParty, _ images: [ConsentedImage]
  ) -> [SigningSheet.LiveImage] {
    images.compactMap { image in
      guard let other = contract.round.party(image.partyID) else { return nil }
      let rating = contract.round.ratings.first {
        $0.rater == party.id && $0.rated == image.partyID && $0.imageID == image.imageID
      }
      return SigningSheet.LiveImage(party: other, imageID: image.imageID, rating: rating?.rating)
    }
  }
}
