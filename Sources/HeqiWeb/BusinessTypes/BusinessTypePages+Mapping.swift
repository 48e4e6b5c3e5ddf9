import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiStorage

extension BusinessType.Status {
  var badge: String { self == .active ? "ok" : "wait" }
}

extension BusinessTypesPage {
  init(_ all: [BusinessType], mayCreate: Bool, texts: LocaleTexts) {
    self.mayCreate = mayCreate
    create = Links.newBusinessType
    types = all.map { type in
      Row(
        href: Links.businessType(type.id), name: type.rules.name, code: type.rules.code,
        numbering: type.rules.numbering?.pattern ?? texts("business.unnumbered"),
        handlers: texts("business.handlerCount", ["count": String(type.rules.handlers.count)]), state: texts(type.status.label),
        stateKind: type.status.badge)
    }
  }
}

extension BusinessTypeEditPage {
  init(
    _ typed: BusinessTypeForm, _ choices: BusinessTypeChoices, type: BusinessType?, preview: String?, form: FormFields,
    texts: LocaleTexts
  ) {
    self.form = form.filling(["name": typed.name, "code": typed.code, "pattern": typed.pattern])
    heading = texts(type == nil ? "business.create" : "business.edit")
    action = type.map { Links.businessTypeEdit($0.id) } ?? Links.newBusinessType
    back = type.map { Links.businessType($0.id) } ?? Links.businessTypes
    revision = String(type?.revision ?? 0)
    isNumbered = typed.isNumbered
    resets = NumberingRule.Reset.allCases.map {
      ChoiceOption(value: $0.rawValue, text: texts($0.label), isChosen: $0 == typed.reset)
    }
    numberPreview = preview
    seals = choices.seals.map {
      ChoiceOption(
        value: $0.id.description, text: "\(texts($0.kind.label)) · \(Millimetres.text($0))", isChosen: typed.seals.contains($0.id))
    }
    hasSeals = !seals.isEmpty
    roles = BusinessRole.allCases.map { role in
      Role(
        role: role.rawValue, roleLabel: texts(role.label), roleText: texts("business.role.\(role.rawValue)"),
        roleError: form.errors[role.rawValue] ?? (role == .handler ? form.errors["handlers"] : nil),
        members: choices.people.map { member in
          ChoiceOption(
            value: member.id.description, text: member.name, isChosen: typed.people[role]?.contains(member.id) == true)
        })
    }
    plans = BusinessTypeForm.plans.map { plan in
      let nodes = (typed.nodes[plan] ?? []) + ((typed.nodes[plan]?.count ?? 0) < ApprovalPlan.nodesMax ? [BusinessTypeForm.Node()] : [])
      return Plan(
        plan: plan, planLabel: texts("business.\(plan)"), planText: texts("business.\(plan)Text"), planError: form.errors[plan],
        nodes: nodes.enumerated().map { Self.node($1, $0, choices, texts) })
    }
  }

  private static func node(
    _ node: BusinessTypeForm.Node, _ index: Int, _ choices: BusinessTypeChoices, _ texts: LocaleTexts
  ) -> Node {
    Node(
      index: String(index), number: String(index + 1), nodeTitle: node.title,
      modes: ApprovalMode.allCases.map { ChoiceOption(value: $0.rawValue, text: texts($0.title), isChosen: $0 == node.mode) },
      kinds: ApprovalNodeKind.allCases.map { ChoiceOption(value: $0.rawValue, text: texts($0.title), isChosen: $0 == node.kind) },
      approvers: choices.people.map {
        ChoiceOption(value: $0.id.description, text: $0.name, isChosen: node.people.contains($0.id))
      }, levels: node.levels)
  }
}

extension BusinessTypePage {
  init(_ sheet: BusinessTypeSheet, form: FormFields, texts: LocaleTexts) {
    let (type, rules) = (sheet.type, sheet.type.rules)
    self.form = form
    heading = rules.name
    back = Links.businessTypes
    state = texts(type.status.label)
    stateKind = type.status.badge
    facts = [
      FactRow(label: texts("business.code"), value: rules.code),
      FactRow(label: texts("business.pattern"), value: rules.numbering?.pattern ?? texts("business.unnumbered")),
      FactRow(label: texts("business.next"), value: sheet.nextNumber ?? "—"),
    ]
    func names(_ people: [ID<Membership>]) -> String {
      people.isEmpty ? "—" : people.map { sheet.names[$0] ?? texts("business.gone") }.joined(separator: texts("list.comma"))
    }
    roles = BusinessRole.allCases.map { PeopleRow(roleLabel: texts($0.label), people: names(rules.people($0))) }
    plans = rules.plans.map { field, plan in
      PlanRow(
        planLabel: texts("business.\(field)"),
        nodes: plan.nodes.enumerated().map { index, node in
          let who: String =
            switch node.approvers {
            case .people(let people): names(people)
            case .levelByLevel(let levels): texts("business.levelsUp", ["count": String(levels)])
            }
          return "\(index + 1). \(node.title) · \(texts(node.mode.title)) · \(who)"
        })
    }
    seals = sheet.seals.map {
      SealRow(sealHref: Links.sealPage($0.id), sealName: texts($0.kind.label), sealState: texts($0.status.label))
    }
    numbers = sheet.issued.map {
      NumberRow(number: $0.number, at: $0.at.shortText, contract: Links.contract($0.contractID))
    }
    mayEdit = sheet.mayEdit
    edit = Links.businessTypeEdit(type.id)
    let next: BusinessType.Command = type.status == .active ? .stop : .resume
    command = next.rawValue
    commandLabel = texts(next.label)
    commandText = texts("business.consequence.\(next.rawValue)")
    statusAction = Links.businessTypeStatus(type.id)
    lines = sheet.lines.map { LogEntry($0, texts: texts) }
  }
}
