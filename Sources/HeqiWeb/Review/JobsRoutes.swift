import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiPorts
import HeqiStorage
import Hummingbird

/// Jobs and dead letters for operators.
struct JobsRoutes: Sendable {
  let renderer: PageRenderer
  let backlog: ReadBacklog
  let clock: any WallClock

  func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.jobs)) { request, context in
      let caller = try context.requireStaff([.operator_, .auditor])
      let found = try await backlog(caller: caller)
      return try await renderer.page(JobsPage(found, now: clock.now, texts: renderer.texts(context)), request, context)
    }
  }
}

extension JobsPage {
  init(_ backlog: Backlog, now: Instant, texts: LocaleTexts) {
    stats = [
      Statistic(number: String(backlog.waiting), label: texts("jobs.pending")),
      Statistic(number: String(backlog.deadCount), label: texts("jobs.deadCount")),
    ]
    hasJobs = !backlog.dead.isEmpty
    jobs = backlog.dead.map { item in
      DeadJob(
        topic: item.channel, id: item.id, error: item.lastError ?? "—", tries: "\(item.attempts) / \(item.attemptsMax)",
        since: item.deadAt.map { ShortTime.text($0, now: now, texts: texts) } ?? "—")
    }
  }
}
