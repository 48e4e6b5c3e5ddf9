/// How a business type numbers its contracts (合同编号, F-060, B-09): a pattern such as `{type}-{yyyy}{MM}-{seq:5}`.
///
/// Text stands as it is; tokens are `{type}` (the type's code), `{yyyy}`, `{yy}`, `{MM}`, `{dd}` (day of initiation, China
/// Standard Time) and exactly one `{seq:n}` (running number with at least n digits, 1…8).
package struct NumberingRule: Equatable, Sendable {
  /// When the running number begins again.
  package enum Reset: String, Sendable, CaseIterable {
    case never, yearly, monthly

    package var label: Bilingual {
      switch self {
      case .never: Bilingual("一直连续", "Never")
      case .yearly: Bilingual("每年从 1 开始", "Every year")
      case .monthly: Bilingual("每月从 1 开始", "Every month")
      }
    }
  }

  enum Piece: Equatable, Sendable {
    case text(String)
    case type, year, shortYear, month, day
    case sequence(Int)
  }

  /// Characters of a pattern, and of a number made from it.
  package static let patternMax = 60
  package static let usual = "{type}-{yyyy}{MM}-{seq:5}"

  package let pattern: String
  package let reset: Reset
  private let pieces: [Piece]

  /// Throws `BusinessTypeError` `.numberingInvalid` with what is wrong.
  package init(_ pattern: String, reset: Reset) throws(BusinessTypeError) {
    let pattern = pattern.trimmingWhitespace
    guard !pattern.isEmpty, pattern.count <= Self.patternMax else {
      throw Self.invalid("编号规则为 1 至 60 个字符。", "A pattern has 1 to 60 characters.")
    }
    pieces = try Self.parse(pattern)
    self.pattern = pattern
    self.reset = reset
    let sequences = pieces.filter { if case .sequence = $0 { true } else { false } }.count
    guard sequences == 1 else {
      throw Self.invalid("编号规则须有且只有一个流水号，例如 {seq:5}。", "A pattern needs exactly one running number, such as {seq:5}.")
    }
    let hasYear = pieces.contains(.year) || pieces.contains(.shortYear)
    // Otherwise the second year would give the first one's numbers again.
    if reset != .never, !hasYear {
      throw Self.invalid("每年或每月重新开始时，规则须含年份 {yyyy}。", "A number that begins anew needs the year {yyyy} in it.")
    }
    if reset == .monthly, !pieces.contains(.month) {
      throw Self.invalid("每月重新开始时，规则须含月份 {MM}。", "A number that begins anew every month needs {MM} in it.")
    }
  }

  /// The number that `sequence` gives at an instant.
  package func number(_ sequence: Int64, type code: String, at instant: Instant) -> String {
    let day = CivilTime(instant)
    return pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .type: code
      case .year: Self.padded(Int64(day.year), 4)
      case .shortYear: Self.padded(Int64(day.year % 100), 2)
      case .month: Self.padded(Int64(day.month), 2)
      case .day: Self.padded(Int64(day.day), 2)
      case .sequence(let digits): Self.padded(sequence, digits)
      }
    }.joined()
  }

  /// Names the counter that is running at an instant: empty, `2026` or `2026-11`.
  package func period(at instant: Instant) -> String {
    let day = CivilTime(instant)
    return switch reset {
    case .never: ""
    case .yearly: Self.padded(Int64(day.year), 4)
    case .monthly: "\(Self.padded(Int64(day.year), 4))-\(Self.padded(Int64(day.month), 2))"
    }
  }

  private static func parse(_ pattern: String) throws(BusinessTypeError) -> [Piece] {
    var pieces: [Piece] = []
    var rest = pattern[...]
    while let character = rest.first {
      guard character == "{" else {
        let text = rest.prefix { $0 != "{" }
        guard text.allSatisfy(isAllowed) else {
          throw invalid("编号只能用文字、数字和 - _ . / ( )。", "A number holds letters, digits and - _ . / ( ) only.")
        }
        pieces.append(.text(String(text)))
        rest = rest[text.endIndex...]
        continue
      }
      guard let end = rest.firstIndex(of: "}") else {
        throw invalid("花括号没有闭合。", "A brace is not closed.")
      }
      let token = rest[rest.index(after: rest.startIndex)..<end]
      guard let piece = piece(String(token)) else {
        throw invalid("不认识的变量 {\(token)}。", "There is no token {\(token)}.")
      }
      pieces.append(piece)
      rest = rest[rest.index(after: end)...]
    }
    return pieces
  }

  private static func piece(_ token: String) -> Piece? {
    switch token {
    case "type": .type
    case "yyyy": .year
    case "yy": .shortYear
    case "MM": .month
    case "dd": .day
    default:
      token.hasPrefix("seq:")
        ? Int(token.dropFirst(4)).flatMap { (1...8).contains($0) ? .sequence($0) : nil } : nil
    }
  }

  /// Letters of any script, digits, and a few signs that file names and addresses bear.
  private static func isAllowed(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "-_./()（）〔〕".contains(character)
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return digits.count >= width ? digits : String(repeating: "0", count: width - digits.count) + digits
  }

  private static func invalid(_ chinese: String, _ english: String) -> BusinessTypeError {
    BusinessTypeError(.numberingInvalid, Bilingual(chinese, english), field: "pattern")
  }
}
