import HeqiApplication
import HeqiDomain

extension WorkbenchPage {
  init(
    open: [HeqiApplication.RequestRow], done finished: [HeqiApplication.RequestRow], inbox: [ReadInbox.Row] = [], onboarding found: Onboarding? = nil, counts: [ContractFolder: Int],
    elsewhere other: [(organization: Organization?, count: Int)] = [],
    isVerified: Bool, isCompany: Bool = false, isEvaluation: Bool, now: Instant, texts: LocaleTexts
  ) {
    let sorted = open.sorted { Self.order($0) < Self.order($1) }
    let nearest = sorted.compactMap(\.turn.until).min()
    let live = ContractFolder.allCases.filter { ![.completed, .invalid, .draft].contains($0) }.reduce(0) { $0 + (counts[$1] ?? 0) }
    heading = open.isEmpty ? texts("workbench.headingNone") : texts("workbench.heading", ["count": String(open.count)])
    lead =
      nearest.map { texts("workbench.lead", ["due": ShortTime.text($0, now: now, texts: texts)]) }
      ?? texts(open.isEmpty ? "workbench.leadNone" : "workbench.leadOpen")
    let isGuided = isEvaluation && !isCompany && (counts[.completed] ?? 0) == 0
    showGuide = isGuided
    hasSample = !open.isEmpty
    needsVerification = !isVerified && !isGuided
    guide = Self.guide(sorted, isVerified: isVerified, texts)
    onboarding = found.flatMap { found in
      found.doneCount == found.entries.count
        ? nil : OnboardingCard(found, isCompany: isCompany, isFolded: isGuided, texts: texts)
    }
    stats = [
      Statistic(number: String(open.count), label: texts("workbench.waitingMe")),
      Statistic(number: String(max(0, live - Set(open.map(\.contract.id)).count)), label: texts("workbench.waitingOthers")),
      Statistic(number: String(counts[.completed] ?? 0), label: texts("workbench.completed")),
      Statistic(number: String(counts[.invalid] ?? 0), label: texts("workbench.invalid")),
    ]
    requests = sorted.enumerated().map { RequestRow($1, isFirst: $0 == 0 && !isGuided, now: now, texts: texts) }
    batch = open.count { $0.turn.yourAction == .sign } > 1 ? Links.batch : nil
    elsewhere = other.map { each in
      texts(
        "workbench.elsewhere", ["name": each.organization?.name ?? texts("mode.personal"), "count": String(each.count)])
    }
    mode = Links.mode
    news = inbox.map { row in
      NewsRow(
        sentence: texts(row.sentence), href: Links.contract(row.notice.contractID),
        at: ShortTime.text(row.notice.at, now: now, texts: texts), isNew: row.notice.readAt == nil)
    }
    hasNews = !inbox.isEmpty
    hasUnread = inbox.contains { $0.notice.readAt == nil }
    reading = Links.inboxReading
    hasDone = !finished.isEmpty
    done = finished.map { row in
      DoneRow(
        turn: texts("workbench.doneAction", ["action": texts(row.request.key.action.title)]), title: row.contract.round.title,
        at: ShortTime.text(row.request.closedAt ?? row.request.openedAt, now: now, texts: texts))
    }
  }

  /// Nearest deadline first; those without one by age.
  private static func order(_ row: HeqiApplication.RequestRow) -> Int64 {
    row.turn.until?.microseconds ?? Int64.max - row.request.openedAt.microseconds.magnitudeClamped
  }

  private static func guide(_ open: [HeqiApplication.RequestRow], isVerified: Bool, _ texts: LocaleTexts) -> [GuideStep] {
    let first = open.first.map { Links.contract($0.contract.id.description) } ?? Links.newContract
    let verify = GuideLink(href: Links.verification, action: texts(isVerified ? "account.verifyShow" : "guide.go"))
    return [
      GuideStep(
        label: texts("guide.verify"), text: texts("guide.verifyText"), state: isVerified ? "done" : "current",
        isCurrent: !isVerified, link: verify),
      GuideStep(
        label: texts(open.isEmpty ? "guide.start" : "guide.sign"), text: texts(open.isEmpty ? "guide.startText" : "guide.signText"), state: isVerified ? "current" : "later", isCurrent: isVerified,
        link: isVerified ? GuideLink(href: first, action: texts("guide.go")) : nil),
      GuideStep(label: texts("guide.check"), text: texts("guide.checkText"), state: "later", isCurrent: false, link: nil),
    ]
  }
}

extension WorkbenchPage.RequestRow {
  init(_ row: HeqiApplication.RequestRow, isFirst: Bool, now: Instant, texts: LocaleTexts) {
    let contract = row.contract
    let digest = contract.round.file?.latest.digest
    let id = contract.id.description
    initial = contract.round.title.first.map(String.init) ?? "·"
    turn = texts(row.turn.sentence)
    title = contract.round.title
    href = row.request.key.action == .sign ? Links.signing(id) : Links.contract(id)
    counterparty = contract.round.parties.filter { $0.id != row.party.id }.map { Mask.name($0.name) }.joined(separator: texts("list.comma"))
    transactionNo = contract.transactionNo
    folder = row.folder.map { texts($0.title) } ?? ""
    hash = digest?.description ?? ""
    hashShort = digest?.short ?? ""
    due = row.turn.until.map { ShortTime.text($0, now: now, texts: texts) } ?? "—"
    remaining = row.turn.until.map { ShortTime.remaining(until: $0, now: now, texts: texts) } ?? ""
    urged = row.request.urgedAt.map { texts("workbench.urged", ["at": ShortTime.text($0, now: now, texts: texts)]) }
    isSoon = row.turn.until.map { ShortTime.isSoon($0, now: now) } ?? false
    self.isFirst = isFirst
    action = texts("request.\(row.request.key.action.rawValue)")
  }
}

extension Int64 {
  fileprivate var magnitudeClamped: Int64 { self == .min ? .max : abs(self) }
}
