import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiPorts
import HeqiStorage
import Hummingbird

/// The eleven folders, all of them together, the search box, and the same as a table for spreadsheets (F-077, T-014).
struct ContractListRoutes: Sendable {
  let renderer: PageRenderer
  let actions: ContractActions
  let clock: any WallClock

  func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.contracts)) { request, context in
      try await list(ListFilters(request), request, context)
    }
    router.get("/folders/{folder}") { request, context in
      guard let folder = ContractFolder(rawValue: try context.parameters.require("folder")) else { throw Problem.notFound }
      return try await list(ListFilters(request, folder: folder), request, context)
    }
    router.get(RouterPath(stringLiteral: Links.listExport)) { request, context -> Response in
      let caller = try context.requireCaller()
      return .file(try await actions.exportList(ListFilters(request).query(for: caller), caller: caller))
    }
  }

  private func list(_ filters: ListFilters, _ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    _ = try await actions.linkInvitations(for: caller)
    let before = request.query("before").flatMap(ListingCursor.init(text:))
    let cursor = before ?? request.query("after").flatMap(ListingCursor.init(text:))
    let query = filters.query(for: caller)
    let page = try await actions.list(query, from: cursor, isBackward: before != nil, caller: caller)
    let listing = ListedContracts(
      filters: filters, page: page, counts: try await actions.countFolders(query.viewer, caller: caller),
      tags: try await actions.tags.list(caller: caller), views: try await actions.views.list(caller: caller),
      scopes: try await actions.scopes(chosen: query.viewer, caller: caller), roles: caller.listRoles)
    return try await renderer.page(ContractListPage(listing, now: clock.now, texts: renderer.texts(context)), request, context)
  }
}

extension String {
  /// Without white space at either end.
  var trimmingSpaces: String { String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()) }
}
