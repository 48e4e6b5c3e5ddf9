/// A folder, all folders together, or what a search and filters found (F-077).
struct ContractListPage: PageModel {
  static let template = "contracts/list"
  let heading: String
  let lead: String
  let query: String
  let searchAction: String
  let folders: [FolderTab]
  /// Whose contracts: the whole company's, one's own, those of a delegated type.
  let scopes: [ScopeLink]
  let hasScopes: Bool
  let events: String
  let filter: FilterPanel
  let views: [ViewLink]
  /// A name can be given to this list.
  let canSave: Bool
  /// What a saved view keeps.
  let viewQuery: String
  let hasRows: Bool
  let rows: [Row]
  let tagOptions: [SelectOption]
  let hasTags: Bool
  let back: String
  let export: String
  let emptyTitle: String
  let emptyText: String
  /// Where filters can be dropped; nil where there are none.
  let clearHref: String?
  /// Only a part of the list has been looked at.
  let isPartial: Bool
  let hasPager: Bool
  let previous: String?
  let next: String?
  let nextLabel: String

  struct FolderTab: Sendable {
    let label: String
    let href: String
    let count: String
    let isCurrent: Bool
  }

  struct ScopeLink: Sendable {
    let label: String
    let href: String
    let isCurrent: Bool
  }

  struct Row: Sendable {
    let contractID: String
    let chooseLabel: String
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
    let tags: [TagBadge]
  }

  /// The form of filters and order.
  struct FilterPanel: Sendable {
    let action: String
    let isOpen: Bool
    let form: FormFields
    let roles: [SelectOption]
    let stages: [SelectOption]
    let tags: [SelectOption]
    let hasTags: Bool
    let sorts: [SelectOption]
  }

  struct ViewLink: Sendable {
    let label: String
    let href: String
    let isCurrent: Bool
    let deleteAction: String
    let deleteLabel: String
  }

  func title(_ texts: LocaleTexts) -> String { heading }
}

/// A tag as a badge: its name, and a colour by class.
struct TagBadge: Sendable {
  let name: String
  let color: String
}

/// One choice of a select.
struct SelectOption: Sendable {
  let value: String
  let label: String
  let isSelected: Bool
}

/// The viewer's tags, to be made, renamed and deleted.
struct TagsPage: PageModel {
  static let template = "contracts/tags"
  let form: FormFields
  let colors: [SelectOption]
  let tags: [Row]
  let hasTags: Bool

  struct Row: Sendable {
    let id: String
    let name: String
    let color: String
    let colors: [SelectOption]
    let action: String
    let deleteAction: String
    let href: String
    let nameLabel: String
    let colorLabel: String
    let saveLabel: String
    let deleteLabel: String
    let showLabel: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("tags.title") }
}
