import HeqiApplication
import HeqiDomain

/// Tasks that nobody of the company can do, each with a way to give it to somebody (F-058).
struct DutiesPage: PageModel {
  static let template = "organizations/duties"
  let form: FormFields
  let action: String
  let hasDuties: Bool
  let duties: [Row]
  let hasMore: Bool
  let hasNodes: Bool
  let nodes: [Node]

  struct Row: Sendable {
    /// Place in the list, for the ids of its fields.
    let index: String
    let title: String
    let href: String
    let number: String
    let duty: String
    let why: String
    let when: String
    let whenKind: String
    let contract: String
    let dutyValue: String
    let from: String
    let hasCandidates: Bool
    let candidates: [SelectOption]
  }

  struct Node: Sendable {
    let type: String
    let node: String
    let href: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("duties.title") }
}

extension DutiesPage {
  init(_ answer: ListStuckDuties.Answer, form: FormFields, texts: LocaleTexts) {
    self.form = form
    action = Links.duties
    duties = answer.duties.enumerated().map { Row($1, index: $0, texts: texts) }
    hasDuties = !duties.isEmpty
    hasMore = answer.hasMore
    nodes = answer.nodes.map {
      Node(
        type: $0.typeName, node: texts("duties.node", ["node": $0.node]), href: Links.businessTypeEdit($0.typeID))
    }
    hasNodes = !nodes.isEmpty
  }
}

extension DutiesPage.Row {
  init(_ stuck: StuckDuty, index: Int, texts: LocaleTexts) {
    self.index = String(index)
    title = stuck.title
    href = Links.contract(stuck.contractID)
    number = texts("duties.number", ["number": stuck.transactionNo])
    duty = texts(stuck.open.duty.title) + (stuck.open.node.map { " · \($0)" } ?? "")
    why = texts(stuck.hasLeft ? "duties.left" : "duties.noRole", ["name": stuck.holder.name])
    when = texts(stuck.open.isNow ? "duties.now" : "duties.later")
    whenKind = stuck.open.isNow ? "turn" : "wait"
    contract = stuck.contractID.description
    dutyValue = stuck.open.duty.rawValue
    from = stuck.holder.id.description
    hasCandidates = !stuck.candidates.isEmpty
    candidates = stuck.candidates.map { SelectOption(value: $0.id.description, label: $0.name, isSelected: false) }
  }
}
