import HeqiApplication
import HeqiDomain

/// Vendors of each port in the order in force, with their breakers and the changes made so far (M-035).
struct VendorsPage: PageModel {
  static let template = "vendors/list"
  let hasBoards: Bool
  let boards: [Board]
  let form: FormFields
  let hasAddresses: Bool
  let addresses: [ReportAddress]

  struct Board: Sendable {
    let port: String
    let label: String
    let text: String
    let end: String
    let action: String
    let revision: String
    let mayChange: Bool
    let places: [Place]
    let hasHistory: Bool
    let history: [Change]
  }

  struct Place: Sendable {
    let port: String
    let name: String
    let label: String
    let mayChange: Bool
    let placeLabel: String
    let onLabel: String
    let isOn: Bool
    let on: String
    let onKind: String
    let state: String
    let stateKind: String
    let calls: String
    let reports: String?
    let options: [Option]
  }

  struct Option: Sendable {
    let value: String
    let isChosen: Bool
  }

  struct Change: Sendable {
    let at: String
    let text: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("vendors.title") }
}

extension VendorsPage {
  init(_ found: [VendorBoard], mayChange: Bool, form: FormFields, addresses: [String: String] = [:], now: Instant, texts: LocaleTexts) {
    let sms = found.first { $0.port == .sms }?.places.map(\.name) ?? []
    self.addresses = mayChange ? sms.compactMap { name in addresses[name].map { ReportAddress(label: Self.name(name, texts), url: $0) } } : []
    hasAddresses = !self.addresses.isEmpty
    hasBoards = !found.isEmpty
    boards = found.map { Board($0, mayChange: mayChange, now: now, texts: texts) }
    self.form = form
  }
}

extension VendorsPage.Board {
  init(_ board: VendorBoard, mayChange: Bool, now: Instant, texts: LocaleTexts) {
    port = board.port.rawValue
    label = texts("vendors.port.\(board.port.rawValue)")
    text = texts("vendors.text.\(board.port.rawValue)")
    end = texts("vendors.end.\(board.port.rawValue)")
    action = Links.officeVendor(board.port.rawValue)
    revision = String(board.revision)
    self.mayChange = mayChange
    places = board.places.enumerated().map { position, place in
      VendorsPage.Place(place, of: board, position: position, mayChange: mayChange, texts: texts)
    }
    hasHistory = !board.history.isEmpty
    let comma = texts("list.comma")
    history = board.history.map { plan in
      let names = plan.order.map { name in
        let label = VendorsPage.name(name, texts)
        return plan.off.contains(name) ? texts("vendors.offName", ["name": label]) : label
      }
      return VendorsPage.Change(
        at: ShortTime.text(plan.changedAt, now: now, texts: texts),
        text: texts("vendors.change", ["order": names.joined(separator: comma), "name": plan.changedBy, "reason": plan.reason]))
    }
  }
}

extension VendorsPage.Place {
  init(_ place: VendorBoard.Place, of board: VendorBoard, position: Int, mayChange: Bool, texts: LocaleTexts) {
    port = board.port.rawValue
    name = place.name
    label = VendorsPage.name(place.name, texts)
    self.mayChange = mayChange
    placeLabel = texts("vendors.placeOf", ["name": label])
    onLabel = texts("vendors.onOf", ["name": label])
    isOn = place.isOn
    on = texts(place.isOn ? "vendors.on" : "vendors.off")
    onKind = place.isOn ? "done" : "wait"
    let state = place.state ?? .closed(failures: 0)
    self.state = texts("vendors.state.\(state.name)")
    stateKind = state.name == "closed" ? "done" : "turn"
    let counts = place.counts ?? VendorLink.Counts()
    let numbers: [String: String] = [
      "answered": "\(counts.answered)", "refused": "\(counts.refused)", "failed": "\(counts.failed)", "spared": "\(counts.spared)",
    ]
    calls = texts("vendors.counts", numbers)
    reports = place.reports.flatMap { Self.reports($0, texts) }
    options = (1...board.places.count).map { VendorsPage.Option(value: String($0), isChosen: $0 == position + 1) }
  }
}

extension VendorsPage.Place {
  /// How many messages arrived in the last day; nil where the vendor has told nothing.
  static func reports(_ counts: SMSReportCounts, _ texts: LocaleTexts) -> String? {
    guard counts.delivered + counts.failed > 0 else { return nil }
    let values = ["delivered": "\(counts.delivered)", "failed": "\(counts.failed)", "reason": counts.lastFailure ?? ""]
    return texts(counts.failed > 0 ? "vendors.reportsFailed" : "vendors.reports", values)
  }
}

/// Where a vendor sends its reports; told to operators only, because the address is the secret.
struct ReportAddress: Sendable {
  let label: String
  let url: String
}

extension VendorsPage {
  /// A vendor as people know it.
  static func name(_ vendor: String, _ texts: LocaleTexts) -> String {
    ["tencent", "aliyun", "gateway", "evaluation", "review"].contains(vendor) ? texts("vendors.name.\(vendor)") : vendor
  }
}
