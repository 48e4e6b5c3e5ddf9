import HeqiDomain
import HeqiHTTPKit

/// The editor's form: rules of a type as fields, and back. Plans are lists of nodes with names such as `sealPlan.0.title`.
struct BusinessTypeForm: Sendable {
  static let kept = ["name", "code", "pattern", "reset", "numbered"]
  static let fields: Set<String> = [
    "name", "code", "pattern", "seals", "handlers", "handler", "ccViewer", "delegate", "initiationPlan", "receiptPlan", "sealPlan",
  ]
  static let plans = ["initiationPlan", "receiptPlan", "sealPlan"]

  /// A node as it was typed; it may be unfinished.
  struct Node: Equatable, Sendable {
    var title = ""
    var kind = ApprovalNodeKind.management
    var mode = ApprovalMode.all
    var people: [ID<Membership>] = []
    var levels = ""

    var isEmpty: Bool { title.isEmpty && people.isEmpty && levels.isEmpty }
  }

  var name: String
  var code: String
  var isNumbered: Bool
  var pattern: String
  var reset: NumberingRule.Reset
  var seals: [ID<Seal>]
  var people: [BusinessRole: [ID<Membership>]]
  var nodes: [String: [Node]]

  init(_ form: Form) {
    name = form.trimmed("name")
    code = form.trimmed("code")
    isNumbered = form.isOn("numbered")
    pattern = form.trimmed("pattern")
    reset = form.text("reset").flatMap(NumberingRule.Reset.init(rawValue:)) ?? .monthly
    seals = form.all("seals").compactMap { ID($0) }
    people = [:]
    for role in BusinessRole.allCases { people[role] = form.all(role.rawValue).compactMap { ID($0) } }
    nodes = [:]
    for plan in Self.plans {
      nodes[plan] = (0..<ApprovalPlan.nodesMax).map { index in
        let prefix = "\(plan).\(index)."
        return Node(
          title: form.trimmed(prefix + "title"),
          kind: form.text(prefix + "kind").flatMap(ApprovalNodeKind.init(rawValue:)) ?? .management,
          mode: form.text(prefix + "mode").flatMap(ApprovalMode.init(rawValue:)) ?? .all,
          people: form.all(prefix + "people").compactMap { ID($0) }, levels: form.trimmed(prefix + "levels"))
      }.filter { !$0.isEmpty }
    }
  }

  init(_ rules: BusinessRules?) {
    name = rules?.name ?? ""
    code = rules?.code ?? ""
    isNumbered = rules == nil || rules?.numbering != nil
    pattern = rules?.numbering?.pattern ?? NumberingRule.usual
    reset = rules?.numbering?.reset ?? .monthly
    seals = rules?.seals ?? []
    people = [:]
    for role in BusinessRole.allCases { people[role] = rules?.people(role) ?? [] }
    nodes = [:]
    for (field, plan) in rules?.plans ?? [] {
      nodes[field] = plan.nodes.map { node in
        var typed = Node(title: node.title, kind: node.kind, mode: node.mode)
        switch node.approvers {
        case .people(let people): typed.people = people
        case .levelByLevel(let levels): typed.levels = String(levels)
        }
        return typed
      }
    }
  }

  /// The rules as typed. Throws `BusinessTypeError` with the field.
  func rules() throws(BusinessTypeError) -> BusinessRules {
    var numbering: NumberingRule?
    if isNumbered { numbering = try NumberingRule(pattern, reset: reset) }
    return BusinessRules(
      name: name, code: code, numbering: numbering, seals: seals, handlers: people[.handler] ?? [],
      ccViewers: people[.ccViewer] ?? [], delegates: people[.delegate] ?? [], initiationPlan: plan("initiationPlan"),
      receiptPlan: plan("receiptPlan"), sealPlan: plan("sealPlan"))
  }

  private func plan(_ field: String) -> ApprovalPlan {
    ApprovalPlan(
      (nodes[field] ?? []).map { node in
        // A number of levels wins over people: the two exclude each other.
        let levels = node.levels.isEmpty ? nil : Int(node.levels) ?? 0
        return ApprovalNode(
          title: node.title, kind: node.kind, mode: node.mode,
          approvers: levels.map { .levelByLevel(levels: $0) } ?? .people(node.people))
      })
  }
}
