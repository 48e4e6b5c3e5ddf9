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
      turn: try row.int("turn"), company: try company(row), state: try state(row),
      confirmedAt: try row.optionalInstant("confirmed_at_us"),
      mode: try row.choice("sign_mode"))
  }

  /// What the row knows of a company; flows and copies have tables of their own. A business system has none.
  private func company(_ row: SQLRow) throws -> PartyCompany? {
    guard try row.text("kind") == PartyKind.company.rawValue, try row.text("state") != PartyState.observing.name else {
      return nil
    }
    let type: ID<BusinessType>? = try row.optionalID("business_type_id")
    return PartyCompany(
      organizationID: try row.optionalID("organization_id"), handlerID: try row.optionalID("handler_id"),
      businessType: try type.map { .init(id: $0, name: try row.text("business_type_name")) },
      signedBy: try row.optionalID("signed_by"))
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
      SQLValue(party.turn), SQLValue(party.company?.business?.steps.count ?? 0),
      SQLValue(party.company?.seal?.steps.count ?? 0), SQLValue(party.isBusinessTypeLinked),
    ]
    values += Self.stateValues(party.state) + [SQLValue(folder?.rawValue), .integer(now.microseconds)]
    return values + Self.companyValues(party.company) + [SQLValue(party.confirmedAt?.microseconds), .text(party.mode.rawValue)]
  }

  /// `organization_id`, `handler_id`, `business_type_id`, `business_type_name`, `signed_by`.
  static func companyValues(_ company: PartyCompany?) -> [SQLValue] {
    [
      SQLValue(company?.organizationID?.description), SQLValue(company?.handlerID?.description),
      SQLValue(company?.businessType?.id.description), SQLValue(company?.businessType?.name),
      SQLValue(company?.signedBy?.description),
    ]
  }

  func index(_ value: String, column: String) -> SQLValue {
    .blob(vault.blindIndex(Sensitive(value), table: "contract_party", column: column))
  }

  private static func place(_ column: String, _ id: ID<ContractParty>) -> VaultPlace {
    VaultPlace(table: "contract_party", column: column, row: id.description)
  }
}
