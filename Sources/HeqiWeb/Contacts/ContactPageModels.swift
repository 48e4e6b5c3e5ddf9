/// 通讯录: who is there, who might be added.
struct ContactsPage: PageModel {
  static let template = "contacts/list"
  let lead: String
  let query: String
  let group: String
  let groups: [Tab]
  let hasGroups: Bool
  let suggestions: [Suggestion]
  let hasSuggestions: Bool
  let rows: [Row]
  let hasRows: Bool
  let emptyTitle: String
  let emptyText: String
  let mayManage: Bool
  let mayInvite: Bool
  let next: String?

  struct Tab: Sendable {
    let label: String
    let href: String
    let isCurrent: Bool
    let count: String
  }

  struct Suggestion: Sendable {
    let party: String
    let person: String
    let kind: String
    let addLabel: String
    let dismissLabel: String
  }

  struct Row: Sendable {
    let person: String
    let initial: String
    let href: String
    let kind: String
    let group: String?
    let note: String?
    let contracts: String
    let contractsHref: String
    let state: String
    let stateKind: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("contacts.title") }
}

/// A new contact.
struct NewContactPage: PageModel {
  static let template = "contacts/new"
  let form: FormFields
  let isCompany: Bool

  func title(_ texts: LocaleTexts) -> String { texts("contacts.new") }
}

/// One contact.
struct ContactPageModel: PageModel {
  static let template = "contacts/contact"
  let form: FormFields
  let person: String
  let kind: String
  let mobile: String?
  let email: String?
  let since: String
  let invited: String?
  let action: String
  let deleteAction: String
  let inviteAction: String?
  let mayManage: Bool
  let isRegistered: Bool

  func title(_ texts: LocaleTexts) -> String { person }
}

/// The owner's link and QR code.
struct ContactInvitationPage: PageModel {
  static let template = "contacts/invitation"
  let form: FormFields
  let address: String?
  let until: String

  func title(_ texts: LocaleTexts) -> String { texts("contacts.inviteTitle") }
}

/// What somebody sees who opened such a link.
struct JoinContactPage: PageModel {
  static let template = "contacts/join"
  let form: FormFields
  let heading: String
  let action: String

  func title(_ texts: LocaleTexts) -> String { texts("contacts.joinTitle") }
}
