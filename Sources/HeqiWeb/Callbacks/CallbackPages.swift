import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiStorage

/// One of the choices of a list.
struct CallbackChoice: Sendable {
  let value: String
  let text: String
  let isChosen: Bool
}

/// The delivery log of all clients, dead letters first in mind (M-032).
struct OfficeCallbacksPage: PageModel {
  static let template = "callbacks/office"
  let stats: [Statistic]
  let isAlarm: Bool
  let alarms: [Alarm]
  let hasAlarms: Bool
  let states: [CallbackChoice]
  let clients: [CallbackChoice]
  let clientID: String
  let from: String
  let to: String
  let rows: [Row]
  let hasRows: Bool
  let canReplay: Bool
  let hasSpan: Bool
  let next: String?

  /// What operators are told, once an hour and place.
  struct Alarm: Sendable {
    let text: String
    let detail: String
    /// Where it can be looked at and mended.
    let href: String
    let openLabel: String
    /// Fields of the form that says that somebody deals with it; nil for those who only read.
    let form: Form?

    struct Form: Sendable {
      let kind: String
      let place: String
      let hour: String
      let label: String
    }
  }

  struct Row: Sendable {
    let event: String
    let subject: String
    let client: String
    let endpoint: String
    let state: String
    let stateKind: String
    let attempts: String
    let reason: String
    let at: String
    let href: String
    let openLabel: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("callbacks.title") }
}

/// One delivery with every attempt at it.
struct OfficeCallbackPage: PageModel {
  static let template = "callbacks/delivery"
  let heading: String
  let state: String
  let stateKind: String
  let facts: [Fact]
  let attempts: [Attempt]
  let hasAttempts: Bool
  let body: String
  let replay: String?

  struct Fact: Sendable {
    let label: String
    let value: String
  }

  struct Attempt: Sendable {
    let number: String
    let at: String
    let took: String
    let status: String
    let reason: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("callbacks.title") }
}

/// Archive rows that were given up (50003).
struct OfficeArchivesPage: PageModel {
  static let template = "callbacks/archives"
  let rows: [Row]
  let hasRows: Bool

  struct Row: Sendable {
    let contract: String
    let provider: String
    let reason: String
    let attempts: String
    let at: String
    let retry: String?
    let retryLabel: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("archives.title") }
}

extension OfficeCallbacksPage {
  init(
    _ found: OfficeDeliveries, alarms: [OperationNotice], query: OfficeCallbackQuery, canReplay: Bool, now: Instant, texts: LocaleTexts
  ) {
    let order: [CallbackState] = [.pending, .leased, .dead]
    stats = order.map { Statistic(number: String(found.counts[$0] ?? 0), label: texts("callbacks.state.\($0.rawValue)")) }
    self.alarms = alarms.map { Alarm($0, canSee: canReplay, now: now, texts: texts) }
    hasAlarms = !alarms.isEmpty
    isAlarm = (found.counts[.dead] ?? 0) > 0
    states = [CallbackChoice(value: "", text: texts("callbacks.anyState"), isChosen: query.filter.state == nil)]
      + CallbackState.allCases.map {
        CallbackChoice(value: $0.rawValue, text: texts("callbacks.state.\($0.rawValue)"), isChosen: query.filter.state == $0)
      }
    clients = [CallbackChoice(value: "", text: texts("callbacks.anyClient"), isChosen: query.filter.client == nil)]
      + found.clients.map {
        CallbackChoice(value: $0.id.description, text: $0.name, isChosen: query.filter.client == $0.id)
      }
    clientID = query.filter.client?.description ?? ""
    (from, to) = (query.from, query.to)
    hasSpan = query.filter.from != nil && query.filter.until != nil
    self.canReplay = canReplay
    rows = found.items.map { Row($0, now: now, texts: texts) }
    hasRows = !rows.isEmpty
    next = found.next.map { "\(Links.officeCallbacks)?\(query.text)&after=\($0)" }
  }
}

extension OfficeCallbacksPage.Alarm {
  init(_ notice: OperationNotice, canSee: Bool, now: Instant, texts: LocaleTexts) {
    let key = notice.key
    let place: String
    switch key.kind {
    case .callbackDead: (place, href) = (key.place, "\(Links.officeCallbacks)?state=\(CallbackState.dead.rawValue)")
    case .archiveFailed: (place, href) = (texts("archives.provider.\(key.place)"), Links.officeArchives)
    }
    text = texts("callbacks.alarm.\(key.kind.rawValue)", ["place": place, "count": String(notice.count)])
    detail = texts("callbacks.alarmDetail", ["reason": notice.reason, "at": ShortTime.text(notice.lastAt, now: now, texts: texts)])
    openLabel = texts("callbacks.alarmOpenLabel", ["place": place])
    form = canSee
      ? Form(
        kind: key.kind.rawValue, place: key.place, hour: String(key.hour), label: texts("callbacks.alarmSeenLabel", ["place": place])) : nil
  }
}

extension OfficeCallbacksPage.Row {
  init(_ item: OfficeDelivery, now: Instant, texts: LocaleTexts) {
    let delivery = item.delivery
    event = texts("callbacks.event.\(delivery.type.rawValue)")
    subject = delivery.subject.id
    client = item.clientName
    endpoint = delivery.address.endpoint
    state = texts("callbacks.state.\(delivery.state.rawValue)")
    stateKind = delivery.state.badge
    attempts = String(delivery.attempts)
    reason = delivery.lastError ?? ""
    at = ShortTime.text(delivery.createdAt, now: now, texts: texts)
    href = Links.officeCallback(delivery.id.description)
    openLabel = texts("callbacks.openLabel", ["event": event, "subject": subject])
  }
}

extension OfficeCallbackPage {
  init(_ item: OfficeDelivery, canReplay: Bool, now: Instant, texts: LocaleTexts) {
    let delivery = item.delivery
    heading = texts("callbacks.event.\(delivery.type.rawValue)")
    state = texts("callbacks.state.\(delivery.state.rawValue)")
    stateKind = delivery.state.badge
    facts = [
      Fact(label: texts("callbacks.client"), value: item.clientName),
      Fact(label: texts("callbacks.subject"), value: delivery.subject.id),
      Fact(label: texts("callbacks.sequence"), value: String(delivery.sequence)),
      Fact(label: texts("callbacks.id"), value: delivery.id.description),
      Fact(label: texts("callbacks.address"), value: delivery.address.text),
      Fact(label: texts("callbacks.written"), value: ShortTime.text(delivery.createdAt, now: now, texts: texts)),
      Fact(
        label: texts("callbacks.nextAttempt"),
        value: delivery.state.isOpen ? ShortTime.text(delivery.nextAt, now: now, texts: texts) : "—"),
    ]
    attempts = item.attempts.map { attempt in
      Attempt(
        number: String(attempt.number), at: ShortTime.text(attempt.at, now: now, texts: texts),
        took: "\(Int(attempt.took / .milliseconds(1))) ms", status: attempt.status.map(String.init) ?? "—",
        reason: attempt.error ?? "—")
    }
    hasAttempts = !attempts.isEmpty
    body = delivery.body
    replay = canReplay && !delivery.state.isOpen ? Links.callbackReplay(delivery.id.description) : nil
  }
}

extension OfficeArchivesPage {
  init(_ failed: [ContractArchive], canRetry: Bool, now: Instant, texts: LocaleTexts) {
    rows = failed.map { archive in
      Row(
        contract: archive.contractID.description, provider: texts("archives.provider.\(archive.provider.rawValue)"),
        reason: archive.lastError ?? "—", attempts: String(archive.attempts),
        at: ShortTime.text(archive.createdAt, now: now, texts: texts),
        retry: canRetry ? Links.archiveRetry(archive.tenantID, archive.contractID.description) : nil,
        retryLabel: texts("archives.retryLabel", ["contract": archive.contractID.description]))
    }
    hasRows = !rows.isEmpty
  }
}

extension CallbackState {
  /// Colour of its badge.
  var badge: String {
    switch self {
    case .done: "ok"
    case .dead: "turn"
    case .pending, .leased: "wait"
    }
  }
}
