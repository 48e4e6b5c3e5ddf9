import HeqiApplication
import HeqiDomain
import HeqiHTTPKit

/// The parameters of one side as fields `p0`, `p1` … of a form, both ways.
struct ParameterForm: Sendable {
  let parameters: [TemplateVariable]

  init(_ form: DraftForm, side: ContractSide) { parameters = form.parameters(of: side) }

  private func field(_ index: Int) -> String { "p\(index)" }

  func typed(_ form: Form) -> [String: String] {
    Dictionary(uniqueKeysWithValues: parameters.enumerated().map { ($1.key, form.trimmed(field($0))) })
  }

  /// What is wrong, at its field.
  func corrections(_ error: TemplateError, _ texts: LocaleTexts) -> FormCorrections {
    var wrong = FormCorrections()
    guard let index = parameters.firstIndex(where: { error.place == "variables.\($0.key)" }) else {
      wrong.message = texts(error.message)
      return wrong
    }
    wrong.errors[field(index)] = texts(
      error.code == .valueMissing ? "parameters.missing" : "parameters.wrong.\(parameters[index].kind.rawValue)",
      ["name": parameters[index].name])
    return wrong
  }

  func rows(values: [String: String], _ fields: FormFields, _ texts: LocaleTexts) -> [ParametersPage.Row] {
    parameters.enumerated().map { index, parameter in
      let value = fields.values[field(index)] ?? values[parameter.key] ?? ""
      let isNumber = parameter.kind == .number || parameter.kind == .money
      return ParametersPage.Row(
        field: field(index), parameterName: parameter.name, value: value, error: fields.errors[field(index)],
        isRequired: parameter.isRequired, isChoice: parameter.kind == .choice,
        type: parameter.kind == .date ? "date" : "text", mode: isNumber ? "decimal" : "text",
        choices: [SelectOption(value: "", label: texts("parameters.choose"), isSelected: value.isEmpty)]
          + parameter.options.map { SelectOption(value: $0, label: $0, isSelected: value == $0) })
    }
  }
}
