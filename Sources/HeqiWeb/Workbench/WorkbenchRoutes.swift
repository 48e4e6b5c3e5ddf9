import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiPorts
import Hummingbird

/// The page after sign-in and its event stream (F-091).
struct WorkbenchRoutes: Sendable {
  let renderer: PageRenderer
  let requests: ListRequests
  let folders: CountFolders
  let linkInvitations: LinkInvitations
  let updates: LiveUpdates
  let clock: any WallClock
  let isEvaluation: Bool

  func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.workbench), use: workbench)
    router.get(RouterPath(stringLiteral: Links.workbenchEvents), use: events)
  }

  @Sendable private func workbench(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    if !caller.platformRoles.isEmpty { return .redirect(to: Links.reviewQueue) }
    _ = try await linkInvitations(for: caller)
    let open = try await requests(limit: 50, caller: caller)
    let done = try await requests(isDone: true, limit: 5, caller: caller)
    let counts = try await folders(caller: caller)
    let model = WorkbenchPage(
      open: open, done: done, counts: counts, elsewhere: try await requests.elsewhere(caller: caller), isVerified: caller.isVerified, isEvaluation: isEvaluation, now: clock.now,
      texts: renderer.texts(context))
    return try await renderer.page(model, request, context)
  }

  @Sendable private func events(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    let stream = await updates.subscribe(caller.accountID)
    let (events, source) = AsyncStream.makeStream(of: ServerSentEvent.self, bufferingPolicy: .bufferingNewest(16))
    // Carries one stream into the other until either ends; the event stream's end ends it.
    let pump = Task {
      for await update in stream { source.yield(ServerSentEvent(event: "changed", data: update.contractID.description)) }
      source.finish()
    }
    source.onTermination = { _ in pump.cancel() }
    return EventStream.response(request, events: events)
  }
}
