import HeqiApplication
import HeqiDomain

/// Templates to draw a text up from (F-055).
struct DraftTemplatesPage: PageModel {
  static let template = "drafting/templates"
  let groups: [Group]
  /// nil where the caller may not make any.
  let add: String?
  let hasOwn: Bool

  struct Group: Sendable {
    let groupName: String
    let rows: [Row]
  }

  struct Row: Sendable {
    let templateName: String
    let text: String
    let useHref: String
    let useLabel: String
    let viewHref: String
    let viewLabel: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("templates.title") }
}

/// One template as it reads, and what can be done with it.
struct DraftTemplatePage: PageModel {
  static let template = "drafting/template"
  let name: String
  let lead: String
  let lines: [Line]
  let parameters: [Parameter]
  let useHref: String
  let blank: String?
  let copy: String?
  let edit: String?
  let delete: String?

  struct Line: Sendable {
    let isHeading: Bool
    let words: String
  }

  struct Parameter: Sendable {
    let parameterName: String
    let side: String
    let kind: String
    let need: String
  }

  func title(_ texts: LocaleTexts) -> String { name }
}

/// Writing a template: the text, and below what each mark in it is.
struct DraftTemplateEditPage: PageModel {
  static let template = "drafting/template-edit"
  let heading: String
  let action: String
  let form: FormFields
  let version: String
  let textHint: String
  let parameters: [Row]
  let hasParameters: Bool
  let back: String

  struct Row: Sendable {
    let key: String
    let options: String
    let kinds: [SelectOption]
    let sides: [SelectOption]
    let isRequired: Bool
    let index: String
    let optionsLabel: String
    let kindLabel: String
    let sideLabel: String
    let requiredLabel: String
  }

  func title(_ texts: LocaleTexts) -> String { heading }
}

/// One side fills in its parameters.
struct ParametersPage: PageModel {
  static let template = "drafting/parameters"
  let back: String
  let backLabel: String
  let heading: String
  let text: String
  let action: String
  let form: FormFields
  let rows: [Row]
  let hasRows: Bool
  let others: String?
  let label: String

  struct Row: Sendable {
    let field: String
    let parameterName: String
    let value: String
    let error: String?
    let isRequired: Bool
    let isChoice: Bool
    let type: String
    let mode: String
    let choices: [SelectOption]
  }

  func title(_ texts: LocaleTexts) -> String { heading }
}
