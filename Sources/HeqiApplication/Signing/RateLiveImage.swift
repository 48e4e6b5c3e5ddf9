package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Row 10: rates a counterparty's live image, where that party agreed to show it (F-027, B-26).
package struct RateLiveImage: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// Throws `ContractError` `.liveImageUnavailable` where there is no image to rate.
  package func callAsFunction(
    _ id: ID<Contract>, of other: ID<ContractParty>, _ rating: LiveImageRating, caller: Caller
  ) async throws -> Contract {
    let vault = try await ledger.vault.open(tenantID: caller.tenantID, at: ledger.clock.now)
    let (contract, party) = try await ledger.find(id, for: caller, .rateLiveImage)
    let images = try await ledger.engine.read { connection in
      try LiveImages.consented(by: contract.round.counterparties(of: party), vault: vault, in: connection)
    }
    guard let image = images.first(where: { $0.partyID == other }) else { throw ContractError(.liveImageUnavailable) }
    return try await ledger.perform(id, for: caller, .rateLiveImage) { _, _ in
      .rateLiveImage(of: other, rating, imageID: image.imageID)
    }
  }
}
