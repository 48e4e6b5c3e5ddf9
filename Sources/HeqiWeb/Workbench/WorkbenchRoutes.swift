import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiPorts
import Hummingbird

/// The page after sign-in and its event stream (F-091).
struct WorkbenchRoutes: Sendable {
  let renderer: PageRenderer
  let requests: ListRequests
  let inbox: ReadInbox
  let onboarding: ReadOnboarding
  let folders: CountFolders
  let linkInvitations: LinkInvitations
  let updates: LiveUpdates
  let clock: any WallClock
  let isEvaluation: Bool

  func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.workbench), use: workbench)
    router.get(RouterPath(stringLiteral: Links.workbenchEvents), use: events)
    router.post(RouterPath(stringLiteral: Links.inboxReading)) { _, context in
      try await inbox.markRead(caller: context.requireCaller())
      return Response.redirect(to: Links.workbench)
    }
  }

  @Sendable private func workbench(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    if !caller.platformRoles.isEmpty { return .redirect(to: Links.reviewQueue) }
    _ = try await linkInvitations(for: caller)
    let open = try await requests(limit: 50, caller: caller)
    let done = try await requests(isDone: true, limit: 5, caller: caller)
    let counts = try await folders(caller: caller)
    let model = WorkbenchPage(
      open: open, done: done, inbox: try await inbox(caller: caller), onboarding: try await onboarding(caller: caller), counts: counts, elsewhere: try await requests.elsewhere(caller: caller), isVerified: caller.isVerified, isCompany: caller.mode != .personal, isEvaluation: isEvaluation, now: clock.now,
      texts: renderer.texts(context))
    return try await renderer.page(model, request, context)
  }

  @Sendable private func events(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    return await EventStream.changes(of: updates.subscribe(caller.accountID), request)
  }
}
