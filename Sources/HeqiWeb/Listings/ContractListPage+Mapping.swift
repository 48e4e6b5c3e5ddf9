import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiStorage

/// What a list page shows, before it becomes words.
struct ListedContracts: Sendable {
  let filters: ListFilters
  let page: ContractPage
  let counts: [ContractFolder: Int]
  let tags: [ContractTag]
  let views: [SavedView]
  let scopes: [ListScope]
  let roles: [ListRole]
}

extension ContractListPage {
  init(_ listed: ListedContracts, now: Instant, texts: LocaleTexts) {
    let filters = listed.filters
    let words = filters.query.words
    let isNarrow = filters.isNarrowed || !words.isEmpty
    heading = filters.query.folder.map { texts($0.title) } ?? texts(isNarrow ? "lists.found" : "lists.all")
    lead = Self.lead(listed, isNarrow: isNarrow, texts)
    query = words
    searchAction = filters.path
    folders = Self.tabs(listed, texts)
    scopes = listed.scopes.map { ScopeLink($0, filters, texts) }
    hasScopes = listed.scopes.count > 1
    events = Links.workbenchEvents
    filter = FilterPanel(listed, texts)
    views = listed.views.map { ViewLink($0, isCurrent: $0.query == filters.fullText, texts) }
    viewQuery = filters.fullText
    canSave = !filters.fullText.isEmpty && filters.wrong.isEmpty && !listed.views.contains { $0.query == filters.fullText }
    rows = listed.page.rows.map { Row($0, now: now, texts: texts) }
    hasRows = !listed.page.rows.isEmpty
    tagOptions = listed.tags.map { SelectOption(value: $0.id.description, label: $0.name, isSelected: false) }
    hasTags = !listed.tags.isEmpty
    back = filters.address()
    export = filters.address(Links.listExport, filters.query.folder.map { [("folder", $0.rawValue)] } ?? [])
    emptyTitle = texts(isNarrow ? "contracts.emptySearch" : filters.query.folder == nil ? "contracts.emptyAll" : "contracts.emptyFolder")
    emptyText = texts(
      listed.page.isPartial
        ? "lists.emptyPart" : isNarrow ? "lists.emptyNarrow" : filters.query.folder.map { "contracts.empty.\($0.rawValue)" } ?? "contracts.emptyAllText")
    clearHref = isNarrow ? filters.path : nil
    isPartial = listed.page.isPartial
    previous = listed.page.previous.map { filters.address(nil, [("before", $0.text)]) }
    next = listed.page.next.map { filters.address(nil, [("after", $0.text)]) }
    nextLabel = texts(listed.page.isPartial ? "lists.goOn" : filters.query.sort == .recent ? "contracts.older" : "lists.next")
    hasPager = listed.page.previous != nil || listed.page.next != nil
  }

  private static func lead(_ listed: ListedContracts, isNarrow: Bool, _ texts: LocaleTexts) -> String {
    let filters = listed.filters
    if !filters.query.words.isEmpty { return texts("lists.foundLead", ["query": filters.query.words]) }
    if isNarrow { return texts("lists.narrowLead") }
    let all = filters.query.folder.map { CountText.text(listed.counts[$0] ?? 0) } ?? CountText.sum(listed.counts)
    return texts("lists.lead.\(filters.query.sort.rawValue)", ["count": all])
  }

  private static func tabs(_ listed: ListedContracts, _ texts: LocaleTexts) -> [FolderTab] {
    let folder = listed.filters.query.folder
    let first = FolderTab(label: texts("contracts.tabAll"), href: listed.filters.scoped(Links.contracts), count: CountText.sum(listed.counts), isCurrent: folder == nil)
    return [first]
      + ContractFolder.allCases.map { each in
        FolderTab(
          label: texts(each.title), href: listed.filters.scoped(Links.folder(each)), count: CountText.text(listed.counts[each] ?? 0), isCurrent: folder == each)
      }
  }
}

extension ContractListPage.ScopeLink {
  init(_ scope: ListScope, _ filters: ListFilters, _ texts: LocaleTexts) {
    switch scope.kind {
    case .company: label = texts("lists.scopeCompany")
    case .mine: label = texts("lists.scopeMine")
    case .businessType(let name): label = texts("lists.scopeType", ["name": name])
    }
    href = filters.path + (scope.isWidest ? "" : "?scope=\(Links.encode(scope.viewer.key))")
    isCurrent = scope.isChosen
  }
}

extension ContractListPage.FilterPanel {
  init(_ listed: ListedContracts, _ texts: LocaleTexts) {
    let filters = listed.filters
    let query = filters.query
    action = filters.path
    isOpen = filters.isNarrowed
    let errors = Dictionary(
      uniqueKeysWithValues: filters.wrong.map { ($0, texts($0 == "min" || $0 == "max" ? "settings.amountWrong" : "settings.dateWrong")) })
    form = FormFields(.init(values: filters.values, errors: errors))
    let none = SelectOption(value: "", label: texts("lists.any"), isSelected: false)
    roles = [none]
      + listed.roles.map { SelectOption(value: $0.rawValue, label: texts($0.title), isSelected: query.role == $0) }
    stages = [none]
      + ContractStageName.allCases.filter { $0 != .discarded }.map {
        SelectOption(value: $0.rawValue, label: texts($0.title), isSelected: query.stage == $0)
      }
    tags = [none] + listed.tags.map { SelectOption(value: $0.id.description, label: $0.name, isSelected: query.tagID == $0.id) }
    hasTags = !listed.tags.isEmpty
    sorts = ContractQuery.Sort.allCases.map {
      SelectOption(value: $0.rawValue, label: texts("lists.sort.\($0.rawValue)"), isSelected: query.sort == $0)
    }
  }
}

extension ContractListPage.ViewLink {
  init(_ view: SavedView, isCurrent: Bool, _ texts: LocaleTexts) {
    label = view.name
    href = "\(Links.contracts)?\(view.query)"
    self.isCurrent = isCurrent
    deleteAction = Links.viewDeletion(view.id)
    deleteLabel = texts("lists.deleteView", ["name": view.name])
  }
}

extension ContractListPage.Row {
  init(_ summary: ContractSummary, now: Instant, texts: LocaleTexts) {
    let contract = summary.contract
    let round = (summary.party.side == .initiator ? contract.editable : nil) ?? contract.round
    contractID = contract.id.description
    chooseLabel = texts("lists.choose", ["title": round.title])
    initial = round.title.first.map(String.init) ?? "·"
    turn = texts(summary.turn.sentence)
    title = round.title
    href = Links.contract(contract.id)
    counterparty = Self.others(round, than: summary.party, texts)
    transactionNo = contract.transactionNo
    listed = ShortTime.text(summary.listing.listedAt, now: now, texts: texts)
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
    tags = summary.tags.map { TagBadge(name: $0.name, color: $0.color.rawValue) }
  }

  private static func others(_ round: ContractRound, than party: ContractParty, _ texts: LocaleTexts) -> String {
    let names = round.parties.filter { $0.side != party.side }.map(\.name)
    guard let first = names.first else { return texts("contracts.noReceiver") }
    if names.count > 2 { return texts("contracts.withMore", ["name": first, "count": String(names.count)]) }
    return texts("contracts.with", ["names": names.joined(separator: texts("list.comma"))])
  }
}

extension TagsPage {
  init(_ tags: [ContractTag], form: FormFields, texts: LocaleTexts) {
    self.form = form
    func colors(_ chosen: TagColor) -> [SelectOption] {
      TagColor.allCases.map { SelectOption(value: $0.rawValue, label: texts($0.title), isSelected: $0 == chosen) }
    }
    self.colors = colors(form.values["color"].flatMap(TagColor.init(rawValue:)) ?? .cinnabar)
    hasTags = !tags.isEmpty
    self.tags = tags.map { tag in
      let name = ["name": tag.name]
      return Row(
        id: tag.id.description, name: tag.name, color: tag.color.rawValue, colors: colors(tag.color), action: Links.tag(tag.id),
        deleteAction: Links.tagDeletion(tag.id), href: "\(Links.contracts)?tag=\(tag.id)", nameLabel: texts("tags.nameOf", name),
        colorLabel: texts("tags.colorOf", name), saveLabel: texts("tags.saveOf", name), deleteLabel: texts("tags.deleteOf", name),
        showLabel: texts("tags.showOf", name))
    }
  }
}
