/// What a party must have and give to put its mark under a contract.
///
/// A person may draw where the place takes both. A company binds itself by those who hold a right to one of its seals
/// (table D: sign needs an active seal and a grant, F-048); a drawing comes on top of that, never instead of it.
package struct MarkRules: Sendable {
  private let kinds: Set<SignPlace.Kind>
  private let hasSeams: Bool
  private let isCompany: Bool

  package init(_ round: ContractRound, _ party: ContractParty) {
    kinds = Set(round.places(of: party.id).map(\.kind))
    hasSeams = !round.seams(of: party.id).isEmpty
    isCompany = party.kind == .company
  }

  /// A drawn signature has to be given.
  package var needsHandwriting: Bool { kinds.contains(.handwriting) }
  /// A drawn signature may stand instead of a seal.
  package var mayDraw: Bool { !isCompany && kinds.contains(.signature) }

  /// The seal appears in the file.
  package func showsSeal(isDrawn: Bool) -> Bool {
    hasSeams || kinds.contains(.seal) || (kinds.contains(.signature) && (isCompany || !isDrawn))
  }

  /// The signer must have the right to a seal, shown or not.
  package func needsSealRight(isDrawn: Bool) -> Bool { isCompany || showsSeal(isDrawn: isDrawn) }

  package func isUsable(isSealUsable: Bool, isDrawn: Bool) -> Bool {
    if needsSealRight(isDrawn: isDrawn), !isSealUsable { return false }
    // Whoever draws for a company where only its seal is shown meant something else than would be signed.
    if isCompany, isDrawn, !needsHandwriting { return false }
    return !needsHandwriting || isDrawn
  }
}
