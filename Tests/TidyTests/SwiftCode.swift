/// Swift text with comments and string contents blanked, line for line, so that rules see code only.
enum SwiftCode {
  static func lines(of text: String) -> [Substring] {
    blanked(text).split(separator: "\n", omittingEmptySubsequences: false)
  }

  static func blanked(_ text: String) -> String {
    let source = Array(text.utf8)
    var output = source
    var index = 0
    while index < source.count {
      if matches(source, index, "//") {
        index = blank(&output, from: index, to: endOfLine(source, index))
      } else if matches(source, index, "/*") {
        index = blank(&output, from: index, to: endOfBlockComment(source, index))
      } else if let literal = StringLiteral(source, index) {
        let end = literal.end(in: source)
        blank(&output, from: literal.contentStart, to: max(literal.contentStart, end - literal.closingCount))
        index = end
      } else {
        index += 1
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  @discardableResult
  private static func blank(_ bytes: inout [UInt8], from start: Int, to end: Int) -> Int {
    for index in start..<end where bytes[index] != UInt8(ascii: "\n") { bytes[index] = UInt8(ascii: " ") }
    return end
  }

  private static func endOfLine(_ source: [UInt8], _ start: Int) -> Int {
    source[start...].firstIndex(of: UInt8(ascii: "\n")) ?? source.count
  }

  private static func endOfBlockComment(_ source: [UInt8], _ start: Int) -> Int {
    var depth = 0
    var index = start
    while index < source.count {
      if matches(source, index, "/*") {
        depth += 1
        index += 2
      } else if matches(source, index, "*/") {
        depth -= 1
        index += 2
        if depth == 0 { return index }
      } else {
        index += 1
      }
    }
    return source.count
  }

  static func matches(_ source: [UInt8], _ index: Int, _ word: StaticString) -> Bool {
    word.withUTF8Buffer { bytes in
      index + bytes.count <= source.count && bytes.indices.allSatisfy { source[index + $0] == bytes[$0] }
    }
  }
}

/// The opening of a string literal: any number of `#`, then one or three quotation marks.
private struct StringLiteral {
  let contentStart: Int
  private let hashes: Int
  private let quotes: Int

  var closingCount: Int { hashes + quotes }

  init?(_ source: [UInt8], _ start: Int) {
    var index = start
    while index < source.count, source[index] == UInt8(ascii: "#") { index += 1 }
    guard index < source.count, source[index] == UInt8(ascii: "\"") else { return nil }
    hashes = index - start
    quotes = SwiftCode.matches(source, index, "\"\"\"") ? 3 : 1
    contentStart = index + quotes
  }

  /// Just past the closing mark, or the end of the line (one quote) or file (three) when there is none.
  func end(in source: [UInt8]) -> Int {
    var index = contentStart
    while index < source.count {
      if source[index] == UInt8(ascii: "\\"), hashes == 0 {
        index =
          source.indices.contains(index + 1) && source[index + 1] == UInt8(ascii: "(")
          ? endOfInterpolation(in: source, index + 2) : index + 2
      } else if closes(source, index) {
        return index + closingCount
      } else if quotes == 1, source[index] == UInt8(ascii: "\n") {
        return index + closingCount
      } else {
        index += 1
      }
    }
    return source.count
  }

  private func closes(_ source: [UInt8], _ index: Int) -> Bool {
    guard index + closingCount <= source.count else { return false }
    return (0..<quotes).allSatisfy { source[index + $0] == UInt8(ascii: "\"") }
      && (quotes..<closingCount).allSatisfy { source[index + $0] == UInt8(ascii: "#") }
  }

  /// `start` is just past `\(`; strings inside an interpolation may hold brackets of their own.
  private func endOfInterpolation(in source: [UInt8], _ start: Int) -> Int {
    var depth = 1
    var index = start
    while index < source.count, depth > 0 {
      if let inner = StringLiteral(source, index) {
        index = inner.end(in: source)
        continue
      }
      if source[index] == UInt8(ascii: "(") { depth += 1 }
      if source[index] == UInt8(ascii: ")") { depth -= 1 }
      index += 1
    }
    return index
  }
}
