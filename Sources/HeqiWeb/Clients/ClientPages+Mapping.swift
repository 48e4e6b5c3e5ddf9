import HeqiApplication
import HeqiDomain
import HeqiStorage

extension ClientsPage {
  init(_ clients: [APIClient], mayManage: Bool, now: Instant, texts: LocaleTexts) {
    self.mayManage = mayManage
    hasRows = !clients.isEmpty
    rows = clients.map { client in
      Row(
        heading: client.name, href: Links.officeClient(client.id.description), identifier: client.id.description,
        state: texts(client.isActive ? "clients.active" : "clients.revoked"), stateKind: client.isActive ? "ok" : "",
        lastUsed: client.lastUsedAt.map { ShortTime.text($0, now: now, texts: texts) } ?? texts("clients.never"))
    }
  }
}

extension ClientFormPage {
  init(_ client: APIClient?, chosen: Set<APIScope>?, form: FormFields, texts: LocaleTexts) {
    isNew = client == nil
    heading = client?.name ?? texts("clients.new")
    action = client.map { Links.officeClient($0.id.description) + "/settings" } ?? Links.officeClients
    back = client.map { Links.officeClient($0.id.description) } ?? Links.officeClients
    let scopesNow = chosen ?? client?.scopes ?? Set(APIScope.allCases).subtracting([.templateApprove])
    scopes = APIScope.allCases.map { Scope(word: $0.rawValue, text: texts("clients.scope.\($0.rawValue)"), isChosen: scopesNow.contains($0)) }
    let settings = client?.settings ?? ClientSettings()
    self.form = form.filling([
      "name": client?.name ?? "", "addresses": client?.allowedAddresses.joined(separator: "\n") ?? "",
      "rate": String(settings.requestsPerMinute), "returnHosts": settings.returnHosts.joined(separator: "\n"),
      "frameAncestors": settings.frameAncestors.joined(separator: "\n"),
    ])
  }
}

extension ClientPage {
  /// The drawing's units; the page scales it.
  private enum Plot {
    static let floor = 150
    static let height = 120
    static let dayWidth = 21
  }

  init(_ dossier: ClientDossier, mayManage: Bool, language: Language, texts: LocaleTexts) {
    let client = dossier.client, now = dossier.now
    let address = Links.officeClient(client.id.description)
    heading = client.name
    identifier = client.id.description
    state = texts(client.isActive ? "clients.active" : "clients.revoked")
    stateKind = client.isActive ? "ok" : ""
    facts = Self.facts(client, now: now, texts: texts)
    secrets = dossier.secrets.map { secret in
      let made = ShortTime.text(secret.createdAt, now: now, texts: texts)
      let until = secret.expiresAt.map { ShortTime.text($0, now: now, texts: texts) }
      return SecretRow(
        text: until.map { texts("clients.secretUntil", ["made": made, "until": $0]) } ?? texts("clients.secretSince", ["made": made]),
        ending: mayManage && dossier.secrets.count > 1 ? "\(address)/secrets/\(secret.id)/end" : nil,
        endLabel: texts("clients.endSecretOf", ["made": made]))
    }
    hasSecrets = !secrets.isEmpty
    let (asked, refused) = dossier.usage.reduce((0, 0)) { ($0.0 + $1.requests, $0.1 + $1.refusals) }
    stats = [
      Stat(number: String(asked), label: texts("clients.requests30")), Stat(number: String(refused), label: texts("clients.refusals30")),
    ]
    hasUse = asked > 0
    let peak = max(1, dossier.usage.map(\.requests).max() ?? 1)
    top = String(peak)
    plotLabel = texts("clients.plotLabel", ["requests": String(asked), "refusals": String(refused)])
    days = Self.days(dossier.usage, until: now, peak: peak)
    requests = dossier.requests.map { Self.row($0, now: now, language: language, texts: texts) }
    hasRequests = !requests.isEmpty
    older = dossier.next.map { "\(address)?before=\($0)#requests" }
    let isOpen = mayManage && client.isActive
    settings = isOpen ? "\(address)/settings" : nil
    rotation = isOpen ? "\(address)/rotation" : nil
    revocation = isOpen ? "\(address)/revocation" : nil
  }

  private static func facts(_ client: APIClient, now: Instant, texts: LocaleTexts) -> [Fact] {
    func list(_ items: [String]) -> String { items.isEmpty ? texts("clients.any") : items.joined(separator: ", ") }
    func none(_ items: [String]) -> String { items.isEmpty ? texts("clients.none") : items.joined(separator: ", ") }
    let scopes = APIScope.allCases.filter(client.scopes.contains).map { texts("clients.scope.\($0.rawValue)") }
    var facts = [
      Fact(label: texts("clients.scopes"), value: scopes.joined(separator: texts("clients.comma"))),
      Fact(label: texts("clients.addresses"), value: list(client.allowedAddresses)),
      Fact(label: texts("clients.rate"), value: String(client.settings.requestsPerMinute)),
      Fact(label: texts("clients.returnHosts"), value: none(client.settings.returnHosts)),
      Fact(label: texts("clients.frameAncestors"), value: none(client.settings.frameAncestors)),
      Fact(label: texts("clients.created"), value: ShortTime.text(client.createdAt, now: now, texts: texts)),
      Fact(label: texts("clients.lastUsed"), value: client.lastUsedAt.map { ShortTime.text($0, now: now, texts: texts) } ?? texts("clients.never")),
    ]
    if let ended = client.revokedAt { facts.append(Fact(label: texts("clients.revokedAt"), value: ShortTime.text(ended, now: now, texts: texts))) }
    return facts
  }

  /// Every day of the span, also those without requests.
  private static func days(_ usage: [ClientUsage], until now: Instant, peak: Int) -> [Day] {
    let found = Dictionary(usage.map { ($0.day, $0) }) { first, _ in first }
    return (0..<OperateClients.usageDays).map { index in
      let day = ClientUsage.day(of: now.adding(.seconds(-86_400 * Int64(OperateClients.usageDays - 1 - index))))
      let (requests, refusals) = (found[day]?.requests ?? 0, found[day]?.refusals ?? 0)
      func height(_ count: Int) -> Int { count > 0 ? max(2, Plot.height * count / peak) : 0 }
      let x = 44 + index * Plot.dayWidth
      return Day(
        label: day, short: index % 5 == 4 ? String(day.suffix(5)) : "", labelX: String(x + 8), x: String(x), requests: String(requests),
        requestsY: String(Plot.floor - height(requests)), requestsHeight: String(height(requests)), refusals: String(refusals),
        refusalsY: String(Plot.floor - height(refusals)), refusalsHeight: String(height(refusals)))
    }
  }

  private static func row(_ entry: RequestLogEntry, now: Instant, language: Language, texts: LocaleTexts) -> RequestRow {
    let title = entry.code.flatMap { Int($0) }.flatMap { ClientError.Code(rawValue: $0) }.map { ClientError($0).title.text(in: language) }
    let cause = entry.field.map { field in
      SignatureRefusal.Reason(rawValue: field).map { texts("clients.reason.\($0.rawValue)") } ?? field
    }
    let parts = [entry.code, title, cause].compactMap { $0 }
    return RequestRow(
      at: ShortTime.text(entry.at, now: now, texts: texts), call: "\(entry.method) \(entry.route)", status: String(entry.status),
      reason: parts.joined(separator: " · "), address: entry.ip)
  }
}
