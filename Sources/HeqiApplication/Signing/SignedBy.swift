import HeqiDomain
import HeqiSQL
import HeqiStorage

/// Who has signed for a party, for a colleague who comes after (或签).
enum SignedBy {
  /// `.alreadySigned`, with the signer's masked name where it was a person of a company.
  static func error(
    _ party: ContractParty, _ vault: TenantVault, in connection: any SQLConnection
  ) throws -> ContractError {
    guard let signer = party.company?.signedBy, let account = try AccountStore(vault: vault).find(signer, in: connection)
    else { return ContractError(.alreadySigned) }
    let name = Mask.name(account.name)
    return ContractError(
      .alreadySigned, "by a colleague",
      remark: Bilingual(
        "\(name)已代表\(party.name)签署了这份合同，您无需再签。",
        "\(name) has signed this contract for \(party.name). You need not sign."))
  }
}
