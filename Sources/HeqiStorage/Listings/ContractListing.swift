package import HeqiDomain
import HeqiSQL

/// One contract on one viewer's list.
package struct ContractListing: Equatable, Sendable {
  package let contractID: ID<Contract>
  package let partyID: ID<ContractParty>
  package let roundNumber: Int
  package let isInitiator: Bool
  package let folder: ContractFolder
  package let stage: ContractStageName
  /// When it came into this folder.
  package let listedAt: Instant
  package let title: String
  package let counterparties: String
  package let transactionNo: String
  package let contractNo: String?
  package let businessTypeID: String?
  package let amount: ContractAmount?
  /// Only of a live contract.
  package let due: Instant?
  package let createdAt: Instant
  package let initiatedAt: Instant?
  package let completedAt: Instant?
  /// The viewer's own note that this contract has been invoiced (F-078 是否已开票).
  package let isInvoiced: Bool
}

/// Where a page of a list ends: the value of its order and the contract.
package struct ListingCursor: Hashable, Sendable {
  package let key: Int64
  package let contractID: String

  package init(key: Int64, contractID: String) {
    self.key = key
    self.contractID = contractID
  }
}

/// A page of a list.
package struct ListingPage: Equatable, Sendable {
  package let rows: [ContractListing]
  /// Where the page before begins; nil on the first.
  package let previous: ListingCursor?
  /// nil on the last page.
  package let next: ListingCursor?
  /// True when only a part of the list has been looked at: `next` goes on from there.
  package let isPartial: Bool
}

extension ContractListing {
  static let noDeadline = Int64.max
  static let noAmount: Int64 = -1

  init(_ row: SQLRow) throws {
    contractID = try row.id("contract_id")
    partyID = try row.id("party_id")
    roundNumber = try row.int("round_number")
    isInitiator = try row.bool("is_initiator")
    folder = try row.choice("folder")
    stage = try row.choice("stage")
    listedAt = try row.instant("listed_at_us")
    title = try row.text("title")
    counterparties = try row.text("counterparties")
    transactionNo = try row.text("transaction_no")
    contractNo = try row.optionalText("contract_no")
    businessTypeID = try row.optionalText("business_type_id")
    amount = try row.optionalInteger("amount_minor").map { minor in
      ContractAmount(minorUnits: minor, currency: try row.optionalText("currency") ?? "CNY")
    }
    let dueSort = try row.integer("due_sort_us")
    due = dueSort == Self.noDeadline ? nil : Instant(microseconds: dueSort)
    createdAt = try row.instant("created_at_us")
    initiatedAt = try row.optionalInstant("initiated_at_us")
    completedAt = try row.optionalInstant("completed_at_us")
    isInvoiced = try row.bool("is_invoiced")
  }

  func cursor(_ order: ListingOrder) -> ListingCursor {
    let key =
      switch order {
      case .recent: listedAt.microseconds
      case .deadline: due?.microseconds ?? Self.noDeadline
      case .amount: amount?.minorUnits ?? Self.noAmount
      }
    return ListingCursor(key: key, contractID: contractID.description)
  }
}

/// What a party's viewers see of a contract in their lists; nil where they must not see it.
struct ListingEntry: Equatable {
  private let values: [SQLValue]
  private let roles: [ListViewer: String]
  let viewers: [ListViewer]

  /// Arguments of `ContractListingSQL.upsert`.
  func arguments(_ viewer: ListViewer, tenant: SQLValue, at now: Instant) -> [SQLValue] {
    [tenant, .text(viewer.key)] + values.prefix(6) + [.integer(now.microseconds)] + values.dropFirst(6)
      + [.text(roles[viewer] ?? " ")]
  }

  init?(_ contract: Contract, _ party: ContractParty) {
    guard let folder = contract.folder(of: party), !party.listViewers.isEmpty else { return nil }
    viewers = party.listViewers
    roles = Dictionary(
      party.listViewers.map { viewer in
        (viewer, " " + party.listRoles(of: viewer).map(\.rawValue).sorted().map { $0 + " " }.joined())
      }, uniquingKeysWith: { first, _ in first })
    let round = (party.side == .initiator ? contract.editable : nil) ?? contract.round
    let others = round.parties.filter { $0.side != party.side }.map(\.name)
    var completed: Instant?
    if case .completed(let at) = contract.stage { completed = at }
    let amount = round.settings.amount
    let text = ([round.title] + others + [contract.transactionNo, contract.contractNo ?? ""]).joined(separator: " ")
    values = [
      .text(contract.id.description), .text(party.id.description), SQLValue(contract.round.number),
      SQLValue(party.side == .initiator), .text(folder.rawValue), .text(contract.stage.name.rawValue),
      .text(round.title), .text(others.joined(separator: "、")), .text(contract.transactionNo), SQLValue(contract.contractNo),
      SQLValue(amount?.minorUnits), SQLValue(amount?.currency), SQLValue(amount?.minorUnits ?? ContractListing.noAmount),
      SQLValue(contract.nextExpiry?.microseconds ?? ContractListing.noDeadline),
      .integer(contract.createdAt.microseconds), SQLValue(contract.round.initiatedAt),
      SQLValue(contract.round.initiatedAt?.microseconds ?? 0), SQLValue(completed), .text(SearchText.fold(text)),
      SQLValue(party.company?.businessType?.id.description),
    ]
  }
}
