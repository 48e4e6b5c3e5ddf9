package import HeqiApplication
package import HeqiDomain
package import HeqiHTTPKit
package import HeqiPorts
package import Hummingbird

/// All pages of the site. The server builds it once and adds it after the pipeline.
package struct WebRoutes: Sendable {
  private let renderer: PageRenderer
  private let configuration: WebConfiguration
  private let people: PeopleActions
  private let review: ReviewActions
  private let backlog: ReadBacklog
  private let contracts: ContractActions
  private let companies: CompanyActions
  private let outbox: EvaluationOutbox?
  private let clock: any WallClock

  /// `outbox` only in evaluation mode.
  package init(
    renderer: PageRenderer, configuration: WebConfiguration, people: PeopleActions, review: ReviewActions, backlog: ReadBacklog,
    contracts: ContractActions, companies: CompanyActions, outbox: EvaluationOutbox?, clock: any WallClock
  ) {
    self.renderer = renderer
    self.configuration = configuration
    self.people = people
    self.review = review
    self.backlog = backlog
    self.contracts = contracts
    self.companies = companies
    self.outbox = outbox
    self.clock = clock
  }

  /// Adds every page and the public files.
  package func add(to router: Router<HeqiRequestContext>) {
    renderer.library.assets.add(to: router)
    PublicRoutes(renderer: renderer, changeLanguage: people.changeLanguage).add(to: router)
    AccessRoutes(renderer: renderer, people: people, tenantID: configuration.tenantID).add(to: router)
    ModeRoutes(renderer: renderer, people: people).add(to: router)
    AccountRoutes(renderer: renderer, people: people, clock: clock).add(to: router)
    VerificationRoutes(renderer: renderer, people: people, configuration: configuration).add(to: router)
    ReviewRoutes(renderer: renderer, review: review, clock: clock).add(to: router)
    CompanyRoutes(renderer: renderer, companies: companies, clock: clock).add(to: router)
    OrganizationRoutes(renderer: renderer, companies: companies, clock: clock).add(to: router)
    UnitRoutes(renderer: renderer, companies: companies).add(to: router)
    LetterRoutes(renderer: renderer, companies: companies).add(to: router)
    CompanyReviewRoutes(renderer: renderer, companies: companies, clock: clock).add(to: router)
    AnnouncementRoutes(renderer: renderer, announcements: contracts.announcements, clock: clock).add(to: router)
    JobsRoutes(renderer: renderer, backlog: backlog, clock: clock).add(to: router)
    WorkbenchRoutes(
      renderer: renderer, requests: contracts.requests, inbox: contracts.inbox, onboarding: contracts.onboarding, folders: contracts.countFolders, linkInvitations: contracts.linkInvitations,
      updates: contracts.live, clock: clock, isEvaluation: configuration.isEvaluation
    ).add(to: router)
    if let outbox { OutboxRoutes(renderer: renderer, outbox: outbox, clock: clock).add(to: router) }
  }
}

/// Counts for the navigation, from the contract actions.
package struct WorkbenchCounter: NavigationCounter {
  private let folders: CountFolders
  private let announcements: ManageAnnouncements
  private let alarms: OperateNotices

  package init(_ contracts: ContractActions, alarms: OperateNotices) {
    self.alarms = alarms
    folders = contracts.countFolders
    announcements = contracts.announcements
  }

  package func counts(for caller: Caller) async throws -> NavigationCounts {
    guard caller.platformRoles.isEmpty else { return NavigationCounts(alarms: try await alarms.count(caller: caller)) }
    let (folders, requests) = try await folders.withRequests(caller: caller)
    return NavigationCounts(
      requests: requests, all: folders.values.reduce(0, +), folders: folders,
      announcements: try await announcements.unread(caller: caller))
  }
}
