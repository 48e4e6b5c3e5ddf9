import HeqiDomain
import HeqiSQL

/// Chooses the statement for a query and fills it.
struct ListingLook {
  let query: ContractQuery
  let viewer: ListViewer
  let order: ListingOrder
  let isBackward: Bool
  private let cursor: ListingCursor?

  init(_ query: ContractQuery, _ viewer: ListViewer, _ cursor: ListingCursor?, isBackward: Bool) {
    self.query = query
    self.viewer = viewer
    self.cursor = cursor
    self.isBackward = isBackward
    order = ListingOrder(query.sort)
  }

  private enum Shape { case all, folder, search, filtered }

  private var shape: Shape {
    if query.hasFilters { return .filtered }
    if query.sort != .recent { return query.folder == nil && query.words.isEmpty ? .all : .filtered }
    if !query.words.isEmpty { return .search }
    return query.folder == nil ? .all : .folder
  }

  /// Rows that one page looks at; nil where the index leads to nothing but hits.
  var rowsLookedAt: Int? {
    switch shape {
    case .all, .folder: nil
    case .search: ContractListingStore.searchedRowsMax
    case .filtered: ContractListingStore.filteredRowsMax
    }
  }

  var sql: String {
    switch shape {
    case .all: ContractListingSQL.all(order, isBackward: isBackward)
    case .folder: ContractListingSQL.folder(isBackward: isBackward)
    case .search: ContractListingSQL.search(isBackward: isBackward)
    case .filtered: ContractListingSQL.filtered(order, isBackward: isBackward)
    }
  }

  /// $1…$4: whose list, and where the look begins.
  func start(_ tenant: SQLValue) -> [SQLValue] { [tenant, .text(viewer.key)] + from }

  private var from: [SQLValue] {
    if let cursor { return [.integer(cursor.key), .text(cursor.contractID)] }
    // No row sorts before the least or behind the greatest: an identifier is never empty, and none begins with "~".
    return order.ascends(isBackward: isBackward) ? [.integer(.min), .text("")] : [.integer(.max), .text("~")]
  }

  func arguments(_ tenant: SQLValue, limit: Int) -> [SQLValue] {
    let limit = SQLValue(limit), rows = SQLValue(rowsLookedAt)
    let folder = SQLValue.text(query.folder?.rawValue ?? "")
    switch shape {
    case .all: return start(tenant) + [limit]
    case .folder: return [tenant, .text(viewer.key), folder] + from + [limit]
    case .search: return start(tenant) + [rows, limit, folder, .text(Self.pattern(query.words))]
    case .filtered:
      return start(tenant) + [
        rows, limit, folder, .text(query.stage?.rawValue ?? ""), .text(Self.pattern(query.counterparty)),
        .text(Self.pattern(query.words)), .text(query.tagID?.description ?? ""), .text(query.businessTypeID ?? ""),
        .integer(query.initiatedFrom?.microseconds ?? (query.initiatedTo == nil ? .min : 1)),
        .integer(query.initiatedTo?.microseconds ?? .max), .integer(query.dueFrom?.microseconds ?? .min), .integer(dueTo),
        .integer(query.amountFrom ?? (query.amountTo == nil ? .min : 0)), .integer(query.amountTo ?? .max),
        .text(query.role.map { "% \($0.rawValue) %" } ?? ""),
      ]
    }
  }

  /// A contract without a date or an amount passes only where none is asked for.
  private var dueTo: Int64 {
    if let to = query.dueTo { return to.microseconds }
    return query.dueFrom == nil ? .max : .max - 1
  }

  /// `%words%` with its own signs escaped; empty for no words.
  static func pattern(_ words: String) -> String {
    let folded = SearchText.fold(words)
    guard !folded.isEmpty else { return "" }
    return "%" + folded.map { "!%_".contains($0) ? "!\($0)" : String($0) }.joined() + "%"
  }
}
