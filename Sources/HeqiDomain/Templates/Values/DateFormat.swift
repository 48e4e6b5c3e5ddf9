/// A calendar day `YYYY-MM-DD`.
package struct CalendarDay: Equatable, Sendable {
  package let year: Int
  package let month: Int
  package let day: Int

  /// nil for anything but an existing day.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      bytes[range].allSatisfy { (48...57).contains($0) } ? bytes[range].reduce(0) { $0 * 10 + Int($1) - 48 } : nil
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      CivilTime.days(year: year, month: month, day: day) != nil
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }
}

/// How a day is written: `yyyy`, `MM`, `M`, `dd`, `d` and text between them, as in `yyyy年M月d日`.
package struct DateFormat: Equatable, Sendable {
  package static let usual = "yyyy年M月d日"

  private enum Part: Equatable, Sendable {
    case year
    case month(width: Int)
    case day(width: Int)
    case text(String)
  }
  private let parts: [Part]

  /// nil when a letter means nothing here or no day is written.
  package init?(_ pattern: String) {
    guard pattern.count <= 64 else { return nil }
    var parts: [Part] = []
    var rest = pattern[...]
    while let first = rest.first {
      let run = rest.prefix { $0 == first }
      switch (first, run.count) {
      case ("y", 4): parts.append(.year)
      case ("M", 1...2): parts.append(.month(width: run.count))
      case ("d", 1...2): parts.append(.day(width: run.count))
      case _ where first.isASCII && first.isLetter: return nil
      default: parts.append(.text(String(run)))
      }
      rest = rest.dropFirst(run.count)
    }
    guard parts.contains(where: { if case .text = $0 { false } else { true } }) else { return nil }
    self.parts = parts
  }

  package func text(_ day: CalendarDay) -> String {
    func padded(_ number: Int, _ width: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    return parts.map { part in
      switch part {
      case .year: padded(day.year, 4)
      case .month(let width): padded(day.month, width)
      case .day(let width): padded(day.day, width)
      case .text(let text): text
      }
    }.joined()
  }
}
