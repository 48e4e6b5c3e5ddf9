/// What an uploaded SVG may hold (F-046): shapes, groups, gradients and references inside the file; nothing that runs,
/// loads or names another file.
enum SafeDrawing {
  private static let elements: Set<String> = [
    "svg", "g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "title", "desc", "metadata", "defs",
    "clippath", "mask", "lineargradient", "radialgradient", "stop", "use", "symbol", "style",
    // What editors put beside; it draws nothing.
    "namedview", "grid", "guide", "switch",
  ]
  /// Refused even among the remarks of an editor.
  private static let harmful: Set<String> = ["script", "image", "foreignobject", "iframe", "a", "animate", "set", "feimage", "handler"]

  /// True when every element is of the subset, no attribute is a handler, and no reference leaves the file.
  static func isSafe(_ bytes: [UInt8]) -> Bool {
    guard let text = String(validating: bytes, as: UTF8.self), !text.contains("\0"), isPlainHead(text) else { return false }
    var scanner = XMLScanner(bytes, isStrict: true)
    var (remarks, isStyle, isDrawing) = (0, false, false)
    do throws(OfficeError) {
      while let token = try scanner.next() {
        switch token {
        case .open(let name, let attributes, let isEmpty):
          let name = name.lowercased()
          guard attributes.allSatisfy(isSafe), !harmful.contains(name) else { return false }
          guard remarks > 0 || elements.contains(name) else { return false }
          // The first element decides what the file is.
          if !isDrawing, name != "svg" { return false }
          isDrawing = true
          isStyle = name == "style" && !isEmpty
          if !isEmpty, remarks > 0 || name == "metadata" { remarks += 1 }
        case .close:
          isStyle = false
          if remarks > 0 { remarks -= 1 }
        case .text(let text): if isStyle, !isSafeStyle(text) { return false }
        }
      }
    } catch { return false }
    return isDrawing
  }

  /// No other encoding than UTF-8, which would hide tags from this look, and no further instructions to the reader.
  private static func isPlainHead(_ text: String) -> Bool {
    guard let start = text.firstRange(of: "<?") else { return true }
    let rest = text[start.upperBound...]
    guard rest.hasPrefix("xml "), let end = rest.firstRange(of: "?>"), rest[end.upperBound...].firstRange(of: "<?") == nil else {
      return false
    }
    let head = rest[..<end.lowerBound].lowercased()
    return !head.contains("encoding") || head.contains("\"utf-8\"") || head.contains("'utf-8'")
  }

  private static func isSafe(_ attribute: (key: String, value: String)) -> Bool {
    let name = attribute.key.lowercased()
    if name.hasPrefix("on") || name == "base" { return false }
    if name == "href" || name == "src" { return attribute.value.hasPrefix("#") }
    return isSafeStyle(attribute.value)
  }

  /// No rule that loads, no escape that hides one, and `url(…)` only for parts of the same file.
  private static func isSafeStyle(_ text: String) -> Bool {
    guard !text.contains("@"), !text.contains("\\") else { return false }
    var rest = text.lowercased()[...]
    while let found = rest.firstRange(of: "url(") {
      rest = rest[found.upperBound...]
      guard rest.drop(while: { " '\"".contains($0) }).hasPrefix("#") else { return false }
    }
    return true
  }
}
