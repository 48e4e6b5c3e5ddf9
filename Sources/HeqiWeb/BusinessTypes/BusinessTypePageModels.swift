/// The company's business types (F-060).
struct BusinessTypesPage: PageModel {
  static let template = "business/list"
  let types: [Row]
  let mayCreate: Bool
  let create: String

  struct Row: Sendable {
    let href: String
    let name: String
    let code: String
    let numbering: String
    let handlers: String
    let state: String
    let stateKind: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("business.title") }
}

/// Creating or changing a type.
struct BusinessTypeEditPage: PageModel {
  static let template = "business/edit"
  let form: FormFields
  let heading: String
  let action: String
  let back: String
  let revision: String
  let isNumbered: Bool
  let resets: [ChoiceOption]
  let numberPreview: String?
  let seals: [ChoiceOption]
  let hasSeals: Bool
  let roles: [Role]
  let plans: [Plan]

  struct Role: Sendable {
    let role: String
    let roleLabel: String
    let roleText: String
    let roleError: String?
    let members: [ChoiceOption]
  }

  struct Plan: Sendable {
    let plan: String
    let planLabel: String
    let planText: String
    let planError: String?
    let nodes: [Node]
  }

  struct Node: Sendable {
    let index: String
    let number: String
    let nodeTitle: String
    let modes: [ChoiceOption]
    let kinds: [ChoiceOption]
    let approvers: [ChoiceOption]
    let levels: String
  }

  func title(_ texts: LocaleTexts) -> String { heading }
}

/// One type in full.
struct BusinessTypePage: PageModel {
  static let template = "business/type"
  let form: FormFields
  let heading: String
  let back: String
  let state: String
  let stateKind: String
  let facts: [FactRow]
  let roles: [PeopleRow]
  let plans: [PlanRow]
  let seals: [SealRow]
  let numbers: [NumberRow]
  let mayEdit: Bool
  let edit: String
  let command: String
  let commandLabel: String
  let commandText: String
  let statusAction: String
  let lines: [LogEntry]

  struct PeopleRow: Sendable {
    let roleLabel: String
    let people: String
  }

  struct PlanRow: Sendable {
    let planLabel: String
    let nodes: [String]
  }

  struct SealRow: Sendable {
    let sealHref: String
    let sealName: String
    let sealState: String
  }

  struct NumberRow: Sendable {
    let number: String
    let at: String
    let contract: String
  }

  func title(_ texts: LocaleTexts) -> String { heading }
}
