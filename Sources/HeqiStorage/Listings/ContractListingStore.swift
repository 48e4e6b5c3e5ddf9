package import HeqiDomain
package import HeqiSQL

/// The lists of contracts: one row per viewer and contract.
///
/// A filtered list looks at a bounded number of rows per page and says where it stopped, so that no combination of
/// filters can make a page slow.
package struct ContractListingStore: Sendable {
  /// Rows of one page at most.
  package static let pageCountMax = 100
  /// Rows that a search of words looks at in one page, all in one index.
  package static let searchedRowsMax = 20_000
  /// Rows that a list with other filters looks at in one page.
  package static let filteredRowsMax = 10_000

  private let tenant: SQLValue

  package init(tenantID: String) { tenant = .text(tenantID) }

  // MARK: reading

  /// Where a folder is not counted any further: every page shows these counts, and none may become slow.
  package static let countMax = 1_000

  /// Counts of all folders, each up to `countMax`; folders without contracts are absent.
  package func countsUpToMax(of viewer: ListViewer, in connection: any SQLConnection) throws -> [ContractFolder: Int] {
    var counts: [ContractFolder: Int] = [:]
    for row in try connection.query(
      ContractListingSQL.countsUpTo, [tenant, .text(viewer.key), SQLValue(Self.countMax)])
    {
      let number = try row.int("number")
      let folder: ContractFolder = try row.choice("folder")
      if number > 0 { counts[folder] = number }
    }
    return counts
  }

  /// Exact counts of all folders in one query; folders without contracts are absent. Reads the whole list.
  package func counts(of viewer: ListViewer, in connection: any SQLConnection) throws -> [ContractFolder: Int] {
    var counts: [ContractFolder: Int] = [:]
    for row in try connection.query(ContractListingSQL.counts, [tenant, .text(viewer.key)]) {
      let folder: ContractFolder = try row.choice("folder")
      counts[folder] = try row.int("number")
    }
    return counts
  }

  package func find(
    _ contract: ID<Contract>, of viewer: ListViewer, in connection: any SQLConnection
  ) throws -> ContractListing? {
    try connection.first(ContractListingSQL.find, [tenant, .text(viewer.key), .text(contract.description)])
      .map(ContractListing.init)
  }

  /// One page; `isBackward` reads the page that ends before `cursor`.
  package func page(
    _ query: ContractQuery, of viewer: ListViewer, from cursor: ListingCursor? = nil, isBackward: Bool = false,
    limit: Int = 20, in connection: any SQLConnection
  ) throws -> ListingPage {
    let limit = max(1, min(limit, Self.pageCountMax))
    if cursor == nil, let exact = try byNumber(query, viewer, in: connection) {
      return ListingPage(rows: exact, previous: nil, next: nil, isPartial: false)
    }
    if cursor == nil, let exact = try byHash(query, viewer, limit: limit, in: connection) {
      return ListingPage(rows: exact, previous: nil, next: nil, isPartial: false)
    }
    let look = ListingLook(query, viewer, cursor, isBackward: isBackward && cursor != nil)
    var rows = try connection.query(look.sql, look.arguments(tenant, limit: limit + 1)).map(ContractListing.init)
    let isFull = rows.count > limit
    if isFull { rows.removeLast() }
    var end = isFull ? rows.last?.cursor(look.order) : nil
    var isPartial = false
    if !isFull, let edge = try edge(look, in: connection) {
      end = edge
      isPartial = true
    }
    if look.isBackward { rows.reverse() }
    let near = rows.first?.cursor(look.order) ?? cursor
    let far = rows.last?.cursor(look.order) ?? cursor
    return look.isBackward
      ? ListingPage(rows: rows, previous: isFull ? near : end, next: far, isPartial: isPartial)
      : ListingPage(rows: rows, previous: cursor == nil ? nil : near, next: end, isPartial: isPartial)
  }

  /// The contract with this 系统交易编号, however old it is; nil where the words are none or it is not on the list.
  private func byNumber(
    _ query: ContractQuery, _ viewer: ListViewer, in connection: any SQLConnection
  ) throws -> [ContractListing]? {
    guard let number = query.transactionNo, !query.hasFilters else { return nil }
    let found = try connection.first(
      ContractListingSQL.byTransactionNo, [tenant, .text(viewer.key), .text(number)])
    guard let id: ID<Contract> = try found?.id("contract_id"), let row = try find(id, of: viewer, in: connection),
      query.folder == nil || row.folder == query.folder
    else { return nil }
    return [row]
  }

  /// Contracts that hold a file with this hash; nil where the words are no hash or nothing has it.
  private func byHash(
    _ query: ContractQuery, _ viewer: ListViewer, limit: Int, in connection: any SQLConnection
  ) throws -> [ContractListing]? {
    guard let prefix = query.hashPrefix else { return nil }
    let low = prefix + [UInt8](repeating: 0, count: 32 - prefix.count)
    let high = prefix + [UInt8](repeating: 255, count: 32 - prefix.count)
    let ids = try connection.query(
      ContractListingSQL.byDigest, [tenant, .text(viewer.key), .blob(low), .blob(high), SQLValue(limit)])
    let rows = try ids.compactMap { try find($0.id("contract_id"), of: viewer, in: connection) }
      .filter { query.folder == nil || $0.folder == query.folder }
    return rows.isEmpty ? nil : rows
  }

  /// Where a bounded look ended; nil when it reached the end of the list.
  private func edge(_ look: ListingLook, in connection: any SQLConnection) throws -> ListingCursor? {
    guard let rows = look.rowsLookedAt else { return nil }
    let found = try connection.first(
      ContractListingSQL.edge(look.order, isBackward: look.isBackward), look.start(tenant) + [SQLValue(rows - 1)])
    return try found.map { ListingCursor(key: try $0.integer("sort_key"), contractID: try $0.text("contract_id")) }
  }

  // MARK: writing

  /// Writes what differs between the lists before and after a change of a contract.
  func update(_ contract: Contract, over before: Contract?, at now: Instant, in connection: any SQLConnection) throws {
    let old = before.flatMap { $0.round.number == contract.round.number ? $0 : nil }
    var seen: Set<ListViewer> = []
    for party in contract.round.parties {
      let entry = ListingEntry(contract, party)
      let known = old.flatMap { old in old.round.party(party.id).flatMap { ListingEntry(old, $0) } }
      for viewer in party.listViewers where seen.insert(viewer).inserted {
        if let entry, entry != known {
          try connection.execute(ContractListingSQL.upsert, entry.arguments(viewer, tenant: tenant, at: now))
        } else if entry == nil, known != nil {
          try remove(contract.id, from: viewer, in: connection)
        }
      }
    }
    for party in old?.round.parties ?? [] {
      for viewer in party.listViewers where seen.insert(viewer).inserted {
        try remove(contract.id, from: viewer, in: connection)
      }
    }
  }

  private func remove(_ contract: ID<Contract>, from viewer: ListViewer, in connection: any SQLConnection) throws {
    try connection.execute(ContractListingSQL.delete, [tenant, .text(viewer.key), .text(contract.description)])
  }

  /// The viewer's own note on invoicing. False where the contract is not on its list.
  package func setInvoiced(
    _ isInvoiced: Bool, _ contract: ID<Contract>, of viewer: ListViewer, in connection: any SQLConnection
  ) throws -> Bool {
    try connection.execute(
      ContractListingSQL.setInvoiced,
      [tenant, .text(viewer.key), .text(contract.description), SQLValue(isInvoiced)]) == 1
  }
}
