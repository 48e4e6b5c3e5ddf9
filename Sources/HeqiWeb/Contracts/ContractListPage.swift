import HeqiApplication
import HeqiDomain

/// A folder, all folders' newest, or what a search found (F-077).
struct ContractListPage: PageModel {
  static let template = "contracts/list"
  let heading: String
  let lead: String
  let query: String
  let folders: [FolderTab]
  let events: String
  let hasRows: Bool
  let rows: [Row]
  let emptyTitle: String
  let emptyText: String
  let hasPager: Bool
  let isLater: Bool
  let first: String
  let hasNext: Bool
  let next: String

  struct FolderTab: Sendable {
    let label: String
    let href: String
    let count: String
    let isCurrent: Bool
  }

  struct Row: Sendable {
    let initial: String
    /// Whose turn, what next, until when.
    let turn: String
    let title: String
    let href: String
    let counterparty: String
    let transactionNo: String
    let listed: String
    let isYours: Bool
    let stage: String
    let stageKind: String
    let due: String?
    let isSoon: Bool
    let goHref: String
    let go: String
    let goLabel: String
  }

  func title(_ texts: LocaleTexts) -> String { heading }
}

/// What a list page shows, before it becomes words.
struct ContractListing: Sendable {
  enum Kind: Sendable, Equatable {
    case all
    case folder(ContractFolder)
    case search(String)
  }

  let kind: Kind
  let rows: [ContractSummary]
  let counts: [ContractFolder: Int]
  /// Text of the cursor this page began after.
  let after: String?
  let next: String?
}

extension ContractListPage {
  init(_ listing: ContractListing, now: Instant, texts: LocaleTexts) {
    let path: String
    switch listing.kind {
    case .all:
      (heading, lead, query, path) = (texts("contracts.all"), texts("contracts.allLead"), "", Links.contracts)
      (emptyTitle, emptyText) = (texts("contracts.emptyAll"), texts("contracts.emptyAllText"))
    case .folder(let folder):
      heading = texts(folder.title)
      lead = texts("contracts.folderLead", ["count": String(listing.counts[folder] ?? 0)])
      (query, path) = ("", Links.folder(folder))
      (emptyTitle, emptyText) = (texts("contracts.emptyFolder"), texts("contracts.empty.\(folder.rawValue)"))
    case .search(let words):
      heading = texts("contracts.found", ["count": String(listing.rows.count)])
      lead = texts("contracts.foundLead", ["query": words])
      (query, path) = (words, Links.contracts)
      (emptyTitle, emptyText) = (texts("contracts.emptySearch"), texts("contracts.emptySearchText"))
    }
    folders = Self.tabs(listing, texts)
    events = Links.workbenchEvents
    rows = listing.rows.map { Row($0, now: now, texts: texts) }
    hasRows = !listing.rows.isEmpty
    isLater = listing.after != nil
    hasNext = listing.next != nil
    hasPager = isLater || hasNext
    first = path
    next = "\(path)?after=\(listing.next ?? "")"
  }

  private static func tabs(_ listing: ContractListing, _ texts: LocaleTexts) -> [FolderTab] {
    let all = listing.counts.values.reduce(0, +)
    return [FolderTab(label: texts("contracts.tabAll"), href: Links.contracts, count: String(all), isCurrent: listing.kind == .all)]
      + ContractFolder.allCases.map { folder in
        FolderTab(
          label: texts(folder.title), href: Links.folder(folder), count: String(listing.counts[folder] ?? 0),
          isCurrent: listing.kind == .folder(folder))
      }
  }
}

extension ContractListPage.Row {
  init(_ summary: ContractSummary, now: Instant, texts: LocaleTexts) {
    let contract = summary.contract
    let round = (summary.party.side == .initiator ? contract.editable : nil) ?? contract.round
    initial = round.title.first.map(String.init) ?? "·"
    turn = texts(summary.turn.sentence)
    title = round.title
    href = Links.contract(contract.id)
    counterparty = Self.others(round, than: summary.party, texts)
    transactionNo = contract.transactionNo
    listed = ShortTime.text(summary.listedAt, now: now, texts: texts)
    isYours = summary.turn.isYours
    stage = texts(contract.stage.name.title)
    stageKind = StageBadge.kind(contract.stage, isYours: summary.turn.isYours)
    due = summary.turn.until.map { DueText.text($0, now: now, texts: texts) }
    isSoon = summary.turn.until.map { ShortTime.isSoon($0, now: now) } ?? false
    let key: String
    switch summary.turn.yourAction {
    case .sign?: (goHref, key) = (Links.signing(contract.id), "contracts.goSign")
    case .receive?: (goHref, key) = (href, "contracts.goReceive")
    default:
      let isDraft = contract.stage == .draft
      (goHref, key) = isDraft ? (Links.draft(contract.id), "contracts.goEdit") : (href, "contracts.goOpen")
    }
    go = texts(key)
    goLabel = texts("contracts.goLabel", ["action": go, "title": round.title])
  }

  private static func others(_ round: ContractRound, than party: ContractParty, _ texts: LocaleTexts) -> String {
    let names = round.parties.filter { $0.side != party.side }.map(\.name)
    guard let first = names.first else { return texts("contracts.noReceiver") }
    if names.count > 2 { return texts("contracts.withMore", ["name": first, "count": String(names.count)]) }
    return texts("contracts.with", ["names": names.joined(separator: texts("list.comma"))])
  }
}
