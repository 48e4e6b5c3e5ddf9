import HeqiDomain
import HeqiSQL

/// Columns of a party to and from its value; contacts are encrypted (B-24).
struct ContractPartyRow {
  let vault: TenantVault

  func party(_ row: SQLRow) throws -> ContractParty {
    let id: ID<ContractParty> = try row.id("id")
    return ContractParty(
      id: id, side: try row.choice("side"), kind: try row.choice("kind"), accountID: try row.optionalID("account_id"),
      name: try row.text("name"),
      contact: PartyContact(mobile: try open(row, "mobile", id), email: try open(row, "email", id)),
      turn: try row.int("turn"),
      businessReviewNodes: try row.int("business_nodes"), sealReviewNodes: try row.int("seal_nodes"),
      isBusinessTypeLinked: try row.bool("is_business_type_linked"), state: try state(row))
  }

  private func open(_ row: SQLRow, _ column: String, _ id: ID<ContractParty>) throws -> Sensitive<String>? {
    try row.optionalBlob(column).map { try vault.open($0, at: Self.place(column, id)) }
  }

  private func state(_ row: SQLRow) throws -> PartyState {
    func progress() throws -> ReviewProgress {
      ReviewProgress(
        nodesLeft: try row.optionalInt("nodes_left") ?? 0, isRejected: try row.optionalBool("is_rejected") ?? false)
    }
    switch try row.text("state") {
    case "waiting": return .waiting
    case "awaitingReceipt": return .awaitingReceipt
    case "businessReview": return .businessReview(try progress())
    case "sealReview": return .sealReview(try progress())
    case "awaitingSignature": return .awaitingSignature
    case "signed": return .signed(at: try row.instant("state_at_us"))
    case "returned": return .returned(at: try row.instant("state_at_us"))
    case "observing": return .observing
    default: throw SQLError.decoding("column “state” holds an unknown word")
    }
  }

  /// `state`, `state_at_us`, `nodes_left`, `is_rejected`.
  static func stateValues(_ state: PartyState) -> [SQLValue] {
    switch state {
    case .signed(let at), .returned(let at): [.text(state.name), .integer(at.microseconds), .null, .null]
    case .businessReview(let progress), .sealReview(let progress):
      [.text(state.name), .null, SQLValue(progress.nodesLeft), SQLValue(progress.isRejected)]
    case .waiting, .awaitingReceipt, .awaitingSignature, .observing: [.text(state.name), .null, .null, .null]
    }
  }

  /// Arguments of `ContractPartySQL.upsert`.
  func arguments(
    _ party: ContractParty, position: Int, round: Int, of contract: Contract, folder: ContractFolder?, at now: Instant
  ) throws -> [SQLValue] {
    func sealed(_ value: Sensitive<String>?, _ column: String) throws -> [SQLValue] {
      guard let value else { return [.null, .null] }
      return [
        .blob(try vault.seal(value, at: Self.place(column, party.id))),
        .blob(vault.blindIndex(value, table: "contract_party", column: column)),
      ]
    }
    var values: [SQLValue] = [
      .text(contract.tenantID), .text(party.id.description), .text(contract.id.description), SQLValue(round),
      SQLValue(position),
      .text(party.side.rawValue), .text(party.kind.rawValue), SQLValue(party.accountID?.description), .text(party.name),
    ]
    values += try sealed(party.contact.mobile, "mobile") + sealed(party.contact.email, "email")
    values += [
      SQLValue(party.turn), SQLValue(party.businessReviewNodes), SQLValue(party.sealReviewNodes),
      SQLValue(party.isBusinessTypeLinked),
    ]
    return values + Self.stateValues(party.state) + [SQLValue(folder?.rawValue), .integer(now.microseconds)]
  }

  func index(_ value: String, column: String) -> SQLValue {
    .blob(vault.blindIndex(Sensitive(value), table: "contract_party", column: column))
  }

  private static func place(_ column: String, _ id: ID<ContractParty>) -> VaultPlace {
    VaultPlace(table: "contract_party", column: column, row: id.description)
  }
}
