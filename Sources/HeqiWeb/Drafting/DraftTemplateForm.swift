import HeqiApplication
import HeqiDomain
import HeqiHTTPKit

/// A template as its form carries it, both ways.
struct DraftTemplateForm: Sendable {
  let name: String
  let group: String
  let text: String
  /// For every mark in the text, in order.
  let parameters: [TemplateVariable]
  let version: Int?
  /// Marks of the text that the form has not shown yet.
  let hasNewParameters: Bool

  init(_ template: DraftTemplate) {
    self.init(template.name, template.group, template.text, template.parameters, template.version)
  }

  /// A new one, or a copy of another.
  init(copying template: DraftTemplate?) {
    self.init(template?.name ?? "", template?.group ?? "", template?.text ?? "", template?.parameters ?? [], nil)
  }

  private init(_ name: String, _ group: String, _ text: String, _ parameters: [TemplateVariable], _ version: Int?) {
    self.name = name
    self.group = group
    self.text = text
    self.parameters = parameters
    self.version = version
    hasNewParameters = false
  }

  init(_ form: Form) {
    name = form.trimmed("name")
    group = form.trimmed("group")
    text = form.text("text") ?? ""
    version = Int(form.trimmed("version"))
    let keys = form.all("key").prefix(DraftTemplate.parametersMax)
    let known = keys.enumerated().map { index, key in
      let kind = form.text("kind-\(index)").flatMap(TemplateVariable.Kind.init(rawValue:)) ?? .text
      let options = form.trimmed("options-\(index)").split { "、,，".contains($0) }
        .map { String($0).trimmingSpaces }.filter { !$0.isEmpty }
      return TemplateVariable(
        key: key, name: key, kind: kind, isRequired: form.isOn("required-\(index)"),
        options: kind == .choice ? options : [],
        filledBy: form.text("side-\(index)").flatMap(ContractSide.init(rawValue:)) ?? .initiator)
    }
    parameters = DraftTemplate.parameters(of: text, known: known)
    let shown = Set(keys)
    hasNewParameters = parameters.contains { !shown.contains($0.key) }
  }

  var input: ManageDraftTemplates.Input {
    ManageDraftTemplates.Input(name: name, group: group, text: text, parameters: parameters, version: version)
  }
}

extension DraftTemplateEditPage {
  init(_ key: String?, _ typed: DraftTemplateForm, form: FormFields, texts: LocaleTexts) {
    heading = texts(key == nil ? "templates.new" : "templates.edit")
    action = key.map { "\(Links.template($0))/edit" } ?? "\(Links.templates)/new"
    self.form = form.filling(["name": typed.name, "group": typed.group, "text": typed.text])
    version = typed.version.map(String.init) ?? ""
    textHint = texts("templates.textHint", ["open": "{{", "close": "}}"])
    parameters = typed.parameters.enumerated().map { index, parameter in
      Row(
        key: parameter.key, options: parameter.options.joined(separator: "、"),
        kinds: DraftTemplate.kinds.map {
          SelectOption(value: $0.rawValue, label: texts("templates.kind.\($0.rawValue)"), isSelected: parameter.kind == $0)
        },
        sides: ContractSide.allCases.map {
          SelectOption(value: $0.rawValue, label: texts($0.title), isSelected: parameter.filledBy == $0)
        }, isRequired: parameter.isRequired, index: String(index),
        optionsLabel: texts("templates.optionsOf", ["name": parameter.key]),
        kindLabel: texts("templates.kindOf", ["name": parameter.key]),
        sideLabel: texts("templates.sideOf", ["name": parameter.key]),
        requiredLabel: texts("templates.requiredOf", ["name": parameter.key]))
    }
    hasParameters = !parameters.isEmpty
    back = key.map(Links.template) ?? Links.templates
  }
}

extension DraftTemplatesPage {
  init(_ templates: [DraftTemplate], caller: Caller, texts: LocaleTexts) {
    func group(_ name: String, _ list: [DraftTemplate]) -> Group? {
      if list.isEmpty { return nil }
      return Group(
        groupName: name,
        rows: list.map { template in
          let names = ["name": template.name]
          let receiver = template.parameters.count { $0.filledBy == .receiver }
          return Row(
            templateName: template.name,
            text: texts(
              "templates.counts",
              ["all": String(template.parameters.count), "receiver": String(receiver), "group": template.group]),
            useHref: Links.draftFrom(template.key), useLabel: texts("templates.useOf", names),
            viewHref: Links.template(template.key), viewLabel: texts("templates.viewOf", names))
        })
    }
    let own = templates.filter { $0.owner != .system }
    groups = [
      group(texts(caller.mode.standing == nil ? "templates.mine" : "templates.company"), own),
      group(texts("templates.system"), templates.filter { $0.owner == .system }),
    ].compactMap(\.self)
    hasOwn = !own.isEmpty
    add = caller.permits(.templateCreate) ? "\(Links.templates)/new" : nil
  }
}

extension DraftTemplatePage {
  init(_ template: DraftTemplate, caller: Caller, texts: LocaleTexts) {
    let isOwn = template.owner != .system
    name = template.name
    lead = isOwn ? texts("templates.version", ["number": String(template.version)]) : texts("templates.systemLead")
    lines = template.text.split(whereSeparator: \.isNewline).map { line in
      let words = String(line.drop { $0 == "#" || $0 == " " })
      return Line(isHeading: line.hasPrefix("#"), words: words)
    }
    parameters = template.parameters.map { parameter in
      Parameter(
        parameterName: parameter.name, side: texts(parameter.filledBy.title),
        kind: texts("templates.kind.\(parameter.kind.rawValue)"),
        need: texts(parameter.isRequired ? "templates.required" : "templates.optional"))
    }
    useHref = Links.draftFrom(template.key)
    blank = caller.permits(.templateDownload) ? "\(Links.template(template.key))/blank.pdf" : nil
    copy = caller.permits(.templateCreate) ? "\(Links.templates)/new?from=\(template.key)" : nil
    edit = isOwn && caller.permits(.templateEdit) ? "\(Links.template(template.key))/edit" : nil
    delete = isOwn && caller.permits(.templateDelete) ? "\(Links.template(template.key))/delete" : nil
  }
}

extension Links {
  package static let templates = "/templates"
  static func template(_ key: String) -> String { "\(templates)/\(key)" }
  static func draftFrom(_ key: String) -> String { "\(template(key))/draft" }
  static func parameters(_ id: ID<Contract>) -> String { "\(drafting(id))/parameters" }
}
