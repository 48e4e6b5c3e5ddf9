/// The text of one contract while both sides fill in its parameters (F-031, F-068): a copy of the template, so that a
/// template that changes later changes no contract.
package struct DraftForm: Equatable, Sendable {
  /// Stands in the text where a required parameter is empty.
  static let blank = "＿＿＿＿＿＿"

  package let name: String
  package let text: String
  package let parameters: [TemplateVariable]
  /// By key, as typed; empty ones are not here.
  package private(set) var values: [String: String]

  package init(name: String, text: String, parameters: [TemplateVariable], values: [String: String]) {
    self.name = name
    self.text = text
    self.parameters = parameters
    self.values = values
  }

  package func parameters(of side: ContractSide) -> [TemplateVariable] { parameters.filter { $0.filledBy == side } }

  /// Required and empty.
  package var open: [TemplateVariable] { parameters.filter { $0.isRequired && values[$0.key] == nil } }

  package func open(of side: ContractSide) -> [TemplateVariable] { open.filter { $0.filledBy == side } }

  /// The form with what one side has typed; it cannot touch the other side's parameters.
  ///
  /// Throws `TemplateError` `.valueInvalid` with the place `variables.<key>`.
  package func filled(_ typed: [String: String], by side: ContractSide) throws(TemplateError) -> DraftForm {
    var form = self
    for parameter in parameters(of: side) {
      guard let value = typed[parameter.key] else { continue }
      let text = value.trimmingWhitespace
      guard !text.isEmpty else {
        form.values[parameter.key] = nil
        continue
      }
      _ = try TemplateValues.check(.text(text), parameter, at: "variables.\(parameter.key)")
      form.values[parameter.key] = text
    }
    return form
  }

  /// The text with its values; blanks where required ones are empty. Throws `TemplateError`.
  package func body() throws(TemplateError) -> TemplateBody {
    let body = try TemplateBody.read(DraftText.html(text), as: .html)
    try body.check(parameters)
    var inputs: [String: TemplateInput] = [:]
    let shown = parameters.map { parameter in
      if let value = values[parameter.key] {
        inputs[parameter.key] = .text(value)
        return parameter
      }
      guard parameter.isRequired else { return parameter }
      inputs[parameter.key] = .text(Self.blank)
      return TemplateVariable(key: parameter.key, name: parameter.name)
    }
    return try body.filled(with: TemplateValues(inputs, for: shown))
  }

  /// The values as JSON text, for a column.
  package var valuesJSON: String {
    JSONNode.object(values.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }).written
  }

  /// Reads `valuesJSON`. Throws `TemplateError` for anything else.
  package static func values(json: String) throws(TemplateError) -> [String: String] {
    let node = try JSONNode.read(json)
    var values: [String: String] = [:]
    for key in node.keys { values[key] = node[key]?.text }
    return values
  }
}
