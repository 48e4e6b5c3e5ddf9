package import HeqiDomain
import HeqiPorts
import HeqiStorage

/// 骑缝章 of a draft (E-23): pages, edge, height, and over how many pages one seal is cut.
package struct SetSeams: Sendable {
  /// One seam as it was typed.
  package struct Seam: Equatable, Sendable {
    /// An existing seam; nil for a new one.
    package let id: ID<SeamSeal>?
    package let partyID: ID<ContractParty>
    package let pages: SeamSeal.Pages
    package let edge: SeamSeal.Edge
    /// Points from the lower edge of the page to the middle of the seal.
    package let middle: Double
    package let group: Int

    package init(
      id: ID<SeamSeal>? = nil, partyID: ID<ContractParty>, pages: SeamSeal.Pages, edge: SeamSeal.Edge = .right,
      middle: Double, group: Int = SeamSeal.groupUsual
    ) {
      self.id = id
      self.partyID = partyID
      self.pages = pages
      self.edge = edge
      self.middle = middle
      self.group = group
    }
  }

  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// Replaces all seams of the draft. Throws `ContractError` `.seamInvalid` with what to change, `.notAParty`.
  package func callAsFunction(_ id: ID<Contract>, _ seams: [Seam], caller: Caller) async throws -> Contract {
    let now = ledger.clock.now
    let fresh: [ID<SeamSeal>] = seams.map { _ in ledger.random.id(at: now) }
    return try await ledger.perform(id, for: caller, .draft) { contract, _ in
      let known = Set(contract.editable?.seams.map(\.id) ?? [])
      return .saveDraft(
        RoundEdit(
          seams: zip(seams, fresh).map { seam, new in
            SeamSeal(
              id: seam.id.flatMap { known.contains($0) ? $0 : nil } ?? new, partyID: seam.partyID, pages: seam.pages,
              edge: seam.edge, middle: seam.middle, group: seam.group)
          }))
    }
  }
}
