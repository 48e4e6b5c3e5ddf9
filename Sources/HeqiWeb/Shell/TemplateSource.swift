import HeqiDomain
import HeqiHTTPKit

/// Expands what our template files write in double brackets, once, at start, per language:
///
///     [[layout app]]                       first line: the layout that this page's content is put into
///     [[login.title]]                      a text of the locale files; it may hold {{names}} of the model
///     [[icon seal]]                        an icon of the sprite
///     [[asset js/app.js]]                  address of a public file
///     [[csrf]]                             the hidden field every form needs
///     [[field mobile type=tel …]]          a labelled input, see `FieldMacro`
///
/// What remains is Mustache.
struct TemplateSource {
  let name: String
  let texts: LocaleTexts
  let assets: StaticAssets

  func expand(_ source: String) throws -> String {
    var body = source[...]
    var layout: String?
    if body.hasPrefix("[[layout "), let end = body.firstRange(of: "]]\n") {
      layout = String(body[..<end.lowerBound].dropFirst("[[layout ".count))
      body = body[end.upperBound...]
    }
    let content = try expandMarks(body)
    guard let layout else { return content }
    // A closing tag may hold no slash, hence `layout-app` for `layouts/app`.
    return "{{<layout-\(layout)}}{{$body}}{{#page}}\n\(content){{/page}}{{/body}}{{/layout-\(layout)}}"
  }

  private func expandMarks(_ source: Substring) throws -> String {
    var result = ""
    var rest = source
    while let start = rest.firstRange(of: "[[") {
      result += rest[..<start.lowerBound]
      guard let end = rest[start.upperBound...].firstRange(of: "]]") else {
        throw WebResourceError.template(name: name, reason: "a [[ is not closed")
      }
      result += try replacement(String(rest[start.upperBound..<end.lowerBound]))
      rest = rest[end.upperBound...]
    }
    return result + rest
  }

  private func replacement(_ mark: String) throws -> String {
    let words = mark.split(whereSeparator: \.isWhitespace).map(String.init)
    switch words.first {
    case "icon": return Self.icon(words.dropFirst().first ?? "", assets: assets)
    case "asset": return assets.path(words.dropFirst().first ?? "")
    case "csrf": return #"<input type="hidden" name="csrf" value="{{shell.csrf}}">"#
    case "field": return try FieldMacro(words: words.dropFirst(), source: self).html()
    default: return try text(mark)
    }
  }

  /// A locale text, escaped for HTML; its {{names}} stay for Mustache.
  func text(_ key: String) throws -> String {
    guard let text = texts.find(key) else {
      throw WebResourceError.missingText(key: key, template: name, language: texts.language)
    }
    return Self.escape(text)
  }

  static func icon(_ name: String, assets: StaticAssets) -> String {
    #"<svg class="icon" aria-hidden="true" focusable="false"><use href="\#(assets.path("icons.svg"))#\#(name)"/></svg>"#
  }

  static func escape(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
    return result
  }
}
