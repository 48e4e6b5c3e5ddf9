/// The tree and the people of a company (F-056).
struct OrganizationPage: PageModel {
  static let template = "organizations/organization"
  let heading: String
  let lead: String
  let mayUpdate: Bool
  let peopleTitle: String
  let tabs: [PageTab]
  let hasPeople: Bool
  let people: [Person]
  let next: String?
  let isAll: Bool
  let units: [Unit]

  struct Person: Sendable {
    let name: String
    let mobile: String
    let units: String
    let roles: String
    let status: String
    let kind: String
    let href: String
  }

  struct Unit: Sendable {
    let name: String
    let count: String
    /// 0…5, for the indentation.
    let depth: String
    let href: String
    let isCurrent: Bool
    /// Nil for people who only look.
    let edit: String?
    let editLabel: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("org.title") }
}

/// One person: roles, departments, manager, leaving (F-058, F-060).
struct MemberPage: PageModel {
  static let template = "organizations/member"
  let heading: String
  let lead: String
  let status: String
  let kind: String
  let mayUpdate: Bool
  let isNew: Bool
  let action: String
  let roles: [Choice]
  let units: [Choice]
  let mains: [Choice]
  let managers: [Choice]
  let submit: String
  let roleText: String
  let unitText: String
  let leave: Leave?
  let form: FormFields

  struct Choice: Sendable {
    let value: String
    let label: String
    let text: String
    let depth: String
    let isChosen: Bool
    let isFixed: Bool
  }

  struct Leave: Sendable {
    let text: String
    let action: String
  }

  func title(_ texts: LocaleTexts) -> String { heading }
}

/// Import of a roster: the file, its faults, or what it would change (F-059).
struct RosterPage: PageModel {
  static let template = "organizations/import"
  let form: FormFields
  let hasFaults: Bool
  let faultTitle: String
  let faults: [Fault]
  let ready: Ready?
  let directory: Directory?

  /// The company's personnel system (F-057).
  struct Directory: Sendable {
    let last: String
    let kind: String
    let detail: String
  }

  struct Fault: Sendable {
    let place: String
    let message: String
  }

  struct Ready: Sendable {
    let facts: [ReviewCasePage.Fact]
    let digest: String
    let length: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("org.import") }
}
