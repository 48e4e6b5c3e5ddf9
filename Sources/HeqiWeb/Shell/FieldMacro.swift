/// One labelled input with hint and error, written the same way on every form:
///
///     [[field mobile label=register.mobile hint=register.mobileHint type=tel autocomplete=tel required]]
///
/// The model must have `form: FormFields`. `label`, `hint` and `placeholder` are text keys; other `name=value` words and
/// bare words become attributes. `type=textarea` makes a text area; `type=password` is never filled again.
struct FieldMacro {
  private let name: String
  private var label = ""
  private var hint: String?
  private var placeholder: String?
  private var type = "text"
  private var attributes: [String] = []
  private let source: TemplateSource

  init(words: ArraySlice<String>, source: TemplateSource) throws {
    guard let name = words.first else { throw WebResourceError.template(name: source.name, reason: "a field has no name") }
    self.name = name
    self.source = source
    for word in words.dropFirst() {
      let pair = word.split(separator: "=", maxSplits: 1).map(String.init)
      let value = pair.count == 2 ? pair[1] : nil
      switch pair[0] {
      case "label": label = value ?? ""
      case "hint": hint = value
      case "placeholder": placeholder = value
      case "type": type = value ?? "text"
      default: attributes.append(value.map { "\(pair[0])=\"\(TemplateSource.escape($0))\"" } ?? pair[0])
      }
    }
  }

  func html() throws -> String {
    let described = [hint == nil ? nil : "\(name)-hint"].compactMap { $0 }.joined()
    let error = "{{#form.errors.\(name)}}\(described.isEmpty ? "" : " ")\(name)-error{{/form.errors.\(name)}}"
    var common = #"id="\#(name)" name="\#(name)" aria-describedby="\#(described)\#(error)""#
    common += "{{#form.errors.\(name)}} aria-invalid=\"true\"{{/form.errors.\(name)}}"
    if let placeholder { common += " placeholder=\"\(try source.text(placeholder))\"" }
    if !attributes.isEmpty { common += " " + attributes.joined(separator: " ") }
    let value = "{{form.values.\(name)}}"
    let control =
      type == "textarea"
      ? "<textarea class=\"input\" \(common)>\(value)</textarea>"
      : "<input class=\"input\" type=\"\(type)\" \(common)\(type == "password" || type == "file" ? "" : " value=\"\(value)\"")>"
    let optional = attributes.contains("required") ? "" : " <span class=\"optional\">\(try source.text("form.optional"))</span>"
    var html = "<div class=\"field\"><label for=\"\(name)\">\(try source.text(label))\(optional)</label>"
    if let hint { html += "<p class=\"hint\" id=\"\(name)-hint\">\(try source.text(hint))</p>" }
    html += control
    html += "{{#form.errors.\(name)}}<p class=\"field-error\" id=\"\(name)-error\">{{form.errors.\(name)}}</p>{{/form.errors.\(name)}}</div>"
    return html
  }
}
