/// The declarations a `style` attribute may hold, and nothing else.
struct InlineStyle {
  static let text: Set = ["color", "font-size", "font-weight", "text-decoration"]
  static let breaks: Set = ["page-break-before", "page-break-after", "break-before", "break-after"]
  static let container = text.union(breaks).union(["text-align", "text-indent", "line-height", "margin-left"])
  static let paragraph = container.union(["margin-top", "margin-bottom"])
  static let heading = text.union(breaks).union(["text-align"])
  static let cell = text.union(["text-align", "background-color"])

  var look = TemplateLook()
  var type = TemplateType()
  var background: TemplateColour?
  var breaksBefore = false
  var breaksAfter = false
  /// Millimetres, or share of the width.
  var width: Double?
  var share: Double?

  /// - Parameter type: of the surroundings, which the text inherits.
  /// - Parameter known: the declarations that mean something on this element.
  init(_ text: String, type: TemplateType = TemplateType(), known: Set<String>, line: Int) throws(TemplateError) {
    self.type = type
    for declaration in text.split(separator: ";") {
      if declaration.allSatisfy(\.isWhitespace) { continue }
      let parts = declaration.split(separator: ":", maxSplits: 1).map { String($0).trimmingWhitespace.lowercased() }
      // Names of colours keep their letters.
      let exact = declaration.split(separator: ":", maxSplits: 1).last.map { String($0).trimmingWhitespace } ?? ""
      guard parts.count == 2, known.contains(parts[0]), take(parts[0], parts[1], exact) else {
        throw .refused(
          line, "样式“\(String(declaration).trimmingWhitespace.prefix(60))”不可用。这里可用：\(known.sorted().joined(separator: "、"))。",
          "The style “\(String(declaration).trimmingWhitespace.prefix(60))” cannot be used. Here may stand: \(known.sorted().joined(separator: ", ")).")
      }
    }
  }

  private mutating func take(_ name: String, _ value: String, _ exact: String) -> Bool {
    let em = look.size ?? type.size ?? 11
    switch name {
    case "text-align":
      look.alignment = TemplateAlignment(rawValue: value)
      return look.alignment != nil
    case "text-indent":
      look.indent = StyleText.length(value, em: em)
      return look.indent != nil
    case "font-size":
      guard let size = StyleText.length(value, em: type.size ?? 11), (6...48).contains(size) else { return false }
      look.size = size
      type.size = size
      return true
    case "font-weight":
      type.isBold = ["bold", "600", "700", "800"].contains(value)
      return type.isBold || ["normal", "400"].contains(value)
    case "text-decoration":
      type.isUnderlined = value == "underline"
      return type.isUnderlined || value == "none"
    case "color":
      type.colour = StyleText.colour(exact)
      return type.colour != nil
    case "background-color":
      background = StyleText.colour(exact)
      return background != nil
    case "line-height":
      guard let leading = Double(value), (1...4).contains(leading) else { return false }
      look.leading = leading
      return true
    case "margin-left":
      look.inset = StyleText.length(value, em: em)
      return look.inset != nil
    case "margin-top":
      look.before = StyleText.length(value, em: em)
      return look.before != nil
    case "margin-bottom":
      look.after = StyleText.length(value, em: em)
      return look.after != nil
    case "page-break-before", "break-before":
      breaksBefore = ["always", "page"].contains(value)
      return breaksBefore
    case "page-break-after", "break-after":
      breaksAfter = ["always", "page"].contains(value)
      return breaksAfter
    case "width":
      if value.hasSuffix("%") { share = Double(value.dropLast()).flatMap { (1...100).contains($0) ? $0 : nil } }
      else { width = StyleText.length(value, em: em).map { $0 * 25.4 / 72 } }
      return width != nil || share != nil
    default: return false
    }
  }

  var names: [String] {
    [type.colour, background].compactMap { colour in
      if case .named(let name)? = colour { name } else { nil }
    }
  }
}

/// `<style>` may define colours, and their dark values for previews: `:root { --ink: #112233; }` and the same inside
/// `@media (prefers-color-scheme: dark) { … }`.
enum StyleSheet {
  static func read(_ text: String, into colours: inout [String: TemplateShade], line: Int) throws(TemplateError) {
    let fault = TemplateError.refused(
      line, "<style> 只能写 :root { --名称: #rrggbb; } 和 @media (prefers-color-scheme: dark) { :root { … } }。",
      "<style> may hold :root { --name: #rrggbb; } and @media (prefers-color-scheme: dark) { :root { … } } only.")
    var rest = text.filter { !$0.isWhitespace }[...]
    while !rest.isEmpty {
      let isDark = rest.hasPrefix("@media(prefers-color-scheme:dark){")
      if isDark { rest = rest.dropFirst("@media(prefers-color-scheme:dark){".count) }
      guard rest.hasPrefix(":root{"), let close = rest.firstIndex(of: "}") else { throw fault }
      for declaration in rest[rest.index(rest.startIndex, offsetBy: 6)..<close].split(separator: ";") {
        let parts = declaration.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, parts[0].hasPrefix("--"), StyleText.isName(String(parts[0].dropFirst(2))),
          let colour = StyleText.hex(parts[1])
        else { throw fault }
        let name = String(parts[0].dropFirst(2))
        if isDark {
          guard colours[name] != nil else { throw fault }
          colours[name]?.dark = colour
        } else {
          colours[name] = TemplateShade(light: colour)
        }
      }
      rest = rest[rest.index(after: close)...]
      if isDark {
        guard rest.hasPrefix("}") else { throw fault }
        rest = rest.dropFirst()
      }
    }
  }
}
