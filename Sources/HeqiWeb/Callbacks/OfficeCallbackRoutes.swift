package import HeqiApplication
import HeqiDomain
package import HeqiHTTPKit
package import HeqiPorts
import HeqiStorage
package import Hummingbird

/// Back office: callbacks of all clients, their dead letters and replay; archives that were given up (M-032).
package struct OfficeCallbackRoutes: Sendable {
  private static let readers: Set<PlatformRole> = [.operator_, .auditor]
  private let renderer: PageRenderer
  private let callbacks: OperateCallbacks
  private let archives: OperateArchives
  private let alarms: OperateNotices
  private let clock: any WallClock

  package init(
    renderer: PageRenderer, callbacks: OperateCallbacks, archives: OperateArchives, alarms: OperateNotices, clock: any WallClock
  ) {
    self.alarms = alarms
    self.renderer = renderer
    self.callbacks = callbacks
    self.archives = archives
    self.clock = clock
  }

  package func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.officeCallbacks), use: list)
    router.post(RouterPath(stringLiteral: Links.callbackReplays), use: replaySpan)
    router.get("/office/callbacks/{id}", use: show)
    router.post("/office/callbacks/{id}/replay") { _, context in
      try await callbacks.replay(context.entity(), caller: context.requireStaff([.operator_]))
      return Response.redirect(to: Links.noticing(Links.officeCallbacks, "callbackReplayed"))
    }
    router.post(RouterPath(stringLiteral: Links.officeAlarms), use: seeAlarm)
    router.get(RouterPath(stringLiteral: Links.officeArchives), use: failedArchives)
    router.post("/office/archives/{tenant}/{id}") { _, context in
      let tenant = try context.parameters.require("tenant")
      try await archives.again(context.entity(), tenantID: tenant, caller: context.requireStaff([.operator_]))
      return Response.redirect(to: Links.noticing(Links.officeArchives, "archiveAgain"))
    }
  }

  @Sendable private func list(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireStaff(Self.readers)
    let query = OfficeCallbackQuery { request.query($0) }
    let found = try await callbacks.list(query.filter, after: query.after, caller: caller)
    let page = OfficeCallbacksPage(
      found, alarms: try await alarms.open(caller: caller), query: query, canReplay: caller.platformRoles.contains(.operator_),
      now: clock.now, texts: renderer.texts(context))
    return try await renderer.page(page, request, context)
  }

  @Sendable private func show(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireStaff(Self.readers)
    let found = try await callbacks.find(context.entity(), caller: caller)
    let page = OfficeCallbackPage(
      found, canReplay: caller.platformRoles.contains(.operator_), now: clock.now, texts: renderer.texts(context))
    return try await renderer.page(page, request, context)
  }

  @Sendable private func replaySpan(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireStaff([.operator_])
    let form = try await request.form()
    var filter = OfficeCallbackQuery { form.text($0) }.filter
    filter.state = .dead
    _ = try await callbacks.replay(filter, caller: caller)
    return .redirect(to: Links.noticing(Links.officeCallbacks, "callbacksReplayed"))
  }

  /// A form that names no notice changes nothing.
  @Sendable private func seeAlarm(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireStaff([.operator_])
    let form = try await request.form()
    if let kind = OperationNotice.Kind(rawValue: form.trimmed("kind")), let hour = Int64(form.trimmed("hour")) {
      try await alarms.see(.init(kind, at: form.trimmed("place"), hour: hour), caller: caller)
    }
    return .redirect(to: Links.noticing(Links.officeCallbacks, "alarmSeen"))
  }

  @Sendable private func failedArchives(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireStaff(Self.readers)
    let failed = try await archives.failed(caller: caller)
    let page = OfficeArchivesPage(
      failed, canRetry: caller.platformRoles.contains(.operator_), now: clock.now, texts: renderer.texts(context))
    return try await renderer.page(page, request, context)
  }
}

/// Filters of the list: state, client, days from and to (the last one included); whatever is malformed counts as not given.
struct OfficeCallbackQuery: Sendable {
  let filter: CallbackFilter
  let after: ID<CallbackDelivery>?
  /// Days as typed, where they are days.
  let from: String
  let to: String

  init(_ text: (String) -> String?) {
    func day(_ name: String) -> (text: String, start: Instant)? {
      guard let typed = text(name) else { return nil }
      let parts = typed.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
        let start = CivilTime.instant(year: year, month: month, day: day)
      else { return nil }
      return (typed, start)
    }
    let (first, last) = (day("from"), day("to"))
    from = first?.text ?? ""
    to = last?.text ?? ""
    after = text("after").flatMap { ID<CallbackDelivery>($0) }
    filter = CallbackFilter(
      state: text("state").flatMap(CallbackState.init(rawValue:)), client: text("client").flatMap { ID<APIClient>($0) },
      from: first?.start, until: last?.start.adding(.seconds(86_400)))
  }

  /// The same filters as a query.
  var text: String {
    "state=\(filter.state?.rawValue ?? "")&client=\(filter.client?.description ?? "")&from=\(from)&to=\(to)"
  }
}
