import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// The filter of the personal log as an address carries it. Dates are days of China Standard Time (B-13).
struct LogFilterForm: Sendable {
  private static let names = ["topic", "from", "to"]

  let filter: PersonalLogFilter
  private let values: [String: String]
  /// Dates that could not be understood; they filter nothing until they are corrected.
  private let wrong: Set<String>

  init(_ request: Request) { self.init(Form(urlEncoded: Array((request.uri.query ?? "").utf8))) }

  init(_ fields: Form) {
    let values = Dictionary(uniqueKeysWithValues: Self.names.map { ($0, String(fields.trimmed($0).prefix(20))) })
    var wrong: Set<String> = []
    func day(_ name: String, isEnd: Bool) -> Instant? {
      guard let typed = values[name], !typed.isEmpty else { return nil }
      guard let day = SettingsForm.day(typed), let start = CivilTime.instant(year: day.year, month: day.month, day: day.day)
      else {
        wrong.insert(name)
        return nil
      }
      return isEnd ? start.adding(.seconds(86_400)).adding(.microseconds(-1)) : start
    }
    filter = PersonalLogFilter(
      topic: values["topic"].flatMap(PersonalLogFilter.Topic.init(rawValue:)), from: day("from", isEnd: false),
      to: day("to", isEnd: true))
    self.values = values
    self.wrong = wrong
  }

  var isEmpty: Bool { filter == PersonalLogFilter() && wrong.isEmpty }

  /// `path` with this filter and more.
  func address(_ path: String, _ more: [(String, String)] = []) -> String {
    let kept = Self.names.compactMap { name in
      values[name].flatMap { $0.isEmpty || wrong.contains(name) ? nil : (name, $0) }
    }
    let pairs = (kept + more).map { "\($0)=\(Links.encode($1))" }
    return path + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
  }

  func topics(_ texts: LocaleTexts) -> [SelectOption] {
    [SelectOption(value: "", label: texts("lists.any"), isSelected: filter.topic == nil)]
      + PersonalLogFilter.Topic.allCases.map {
        SelectOption(value: $0.rawValue, label: texts($0.title), isSelected: filter.topic == $0)
      }
  }

  func fields(_ texts: LocaleTexts) -> FormFields {
    FormFields(
      FormState(
        values: values, errors: Dictionary(uniqueKeysWithValues: wrong.map { ($0, texts("settings.dateWrong")) })))
  }
}
