import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiPorts
import HeqiStorage
import Hummingbird

/// The eleven folders, the newest of all of them, and the search box.
struct ContractListRoutes: Sendable {
  private static let rowsPerFolder = 8
  private static let rowsOfAll = 30
  let renderer: PageRenderer
  let actions: ContractActions
  let clock: any WallClock

  func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.contracts), use: all)
    router.get("/folders/{folder}", use: folder)
  }

  @Sendable private func all(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    _ = try await actions.linkInvitations(to: caller.accountID, tenantID: caller.tenantID)
    let words = (request.query("q") ?? "").trimmingSpaces
    let counts = try await actions.countFolders(caller: caller)
    let listing =
      words.isEmpty
      ? ContractListing(kind: .all, rows: try await newest(of: counts, caller), counts: counts, after: nil, next: nil)
      : ContractListing(
        kind: .search(words), rows: try await actions.search(words, caller: caller), counts: counts, after: nil, next: nil)
    return try await page(listing, request, context)
  }

  @Sendable private func folder(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    guard let folder = ContractFolder(rawValue: try context.parameters.require("folder")) else { throw Problem.notFound }
    let after = request.query("after").flatMap(FolderCursor.init(text:))
    let found = try await actions.listFolder(folder, after: after, caller: caller)
    let counts = try await actions.countFolders(caller: caller)
    let listing = ContractListing(
      kind: .folder(folder), rows: found.rows, counts: counts, after: after?.text, next: found.next?.text)
    return try await page(listing, request, context)
  }

  private func page(_ listing: ContractListing, _ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    try await renderer.page(ContractListPage(listing, now: clock.now, texts: renderer.texts(context)), request, context)
  }

  private func newest(of counts: [ContractFolder: Int], _ caller: Caller) async throws -> [ContractSummary] {
    var rows: [ContractSummary] = []
    for folder in ContractFolder.allCases where (counts[folder] ?? 0) > 0 {
      rows += try await actions.listFolder(folder, limit: Self.rowsPerFolder, caller: caller).rows
    }
    return Array(rows.sorted { $0.listedAt > $1.listedAt }.prefix(Self.rowsOfAll))
  }
}

extension FolderCursor {
  /// For the address of the next page.
  var text: String { Cursor([String(listedAt.microseconds), partyID.description]).text }

  init?(text: String) {
    guard let values = Cursor(text: text)?.values, values.count == 2, let microseconds = Int64(values[0]),
      let party = ID<ContractParty>(values[1])
    else { return nil }
    self.init(listedAt: Instant(microseconds: microseconds), partyID: party)
  }
}

extension String {
  /// Without white space at either end.
  var trimmingSpaces: String { String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()) }
}
