import Foundation
@testable import HeqiWeb

/// Walks a template beside its model and finds names that the model does not have: Mustache itself renders them empty.
enum TemplateNames {
  /// Plain variable names of a text.
  static func names(in text: String) -> [String] {
    text.split(separator: "{{", omittingEmptySubsequences: false).dropFirst().compactMap { piece in
      piece.firstRange(of: "}}").map { String(piece[..<$0.lowerBound]).trimmingCharacters(in: .whitespaces) }
    }
  }

  static func missing(template: String, model: Any, shell: Any, directory: String, library: PageLibrary) throws -> [String] {
    var walk = Walk(directory: directory, library: library, missing: [])
    try walk.template(template, stack: [["shell": shell, "page": model] as [String: Any], model])
    for layout in ["app", "plain", "focus"] { try walk.template("layouts/\(layout)", stack: [["shell": shell] as [String: Any]]) }
    return walk.missing.sorted()
  }

  struct Walk {
    let directory: String
    let library: PageLibrary
    var missing: Set<String>

    mutating func template(_ name: String, stack: [Any]) throws {
      let raw = try String(contentsOfFile: "\(directory)/Templates/\(name).mustache", encoding: .utf8)
      let body = raw.hasPrefix("[[layout ") ? String(raw.drop { $0 != "\n" }) : raw
      let source = try TemplateSource(name: name, texts: library.chinese, assets: library.assets).expand(body)
      var tags = TemplateNames.names(in: source)[...]
      try section(&tags, stack: stack, name: name)
    }

    private mutating func section(_ tags: inout ArraySlice<String>, stack: [Any], name: String) throws {
      while let tag = tags.popFirst() {
        let bare = String(tag.dropFirst()).trimmingCharacters(in: .whitespaces)
        switch tag.first {
        case "/": return
        case "!", "$", "<": continue
        case ">": try template(bare.hasPrefix("layout-") ? "layouts/\(bare.dropFirst(7))" : bare, stack: stack)
        case "#", "^":
          let found = find(bare, stack)
          if found == nil { missing.insert("\(name): \(bare)") }
          try section(&tags, stack: stack + (tag.first == "#" ? pushed(found) : []), name: name)
        default: if find(tag.filter { $0 != "{" && $0 != "}" && $0 != "&" }, stack) == nil { missing.insert("\(name): \(tag)") }
        }
      }
    }

    /// What a section puts on the stack: the first element of a list, the value of an optional, a struct.
    private func pushed(_ value: Any?) -> [Any] {
      guard let value else { return [] }
      if let list = value as? [Any] { return list.first.map { [$0] } ?? [] }
      return value is Bool || value is String ? [] : [value]
    }

    private func find(_ path: String, _ stack: [Any]) -> Any? {
      if path == "." { return stack.last }
      let names = path.split(separator: ".").map(String.init)
      for object in stack.reversed() {
        guard var value = child(names[0], of: object) else { continue }
        for name in names.dropFirst() {
          if value is [String: String] { return "" }
          guard let next = child(name, of: value) else { return nil }
          value = next
        }
        return value
      }
      return nil
    }

    /// A member; a nil optional counts as missing because samples are full, except where "else" text is asked for.
    private func child(_ name: String, of object: Any) -> Any? {
      if let table = object as? [String: Any] { return table[name] }
      guard let found = Mirror(reflecting: object).children.first(where: { $0.label == name })?.value else { return nil }
      let mirror = Mirror(reflecting: found)
      guard mirror.displayStyle == .optional else { return found }
      return mirror.children.first?.value ?? ""
    }
  }
}
