/// Languages of pages, messages and documents. Chinese is the default.
package enum Language: String, Sendable, CaseIterable {
  case chinese = "zh-CN"
  case english = "en"

  /// Picks from an `Accept-Language` header (RFC 9110 §12.5.4) by order of appearance.
  package init(acceptLanguage header: String?) {
    for part in (header ?? "").split(separator: ",") {
      let tag = part.split(separator: ";").first.map { $0.trimmingWhitespace.lowercased() } ?? ""
      if tag.hasPrefix("zh") {
        self = .chinese
        return
      }
      if tag.hasPrefix("en") {
        self = .english
        return
      }
    }
    self = .chinese
  }
}

/// A text in both languages, written not translated word for word.
package struct Bilingual: Equatable, Sendable {
  package let chinese: String
  package let english: String

  package init(_ chinese: String, _ english: String) {
    self.chinese = chinese
    self.english = english
  }

  package func text(in language: Language) -> String { language == .chinese ? chinese : english }
}
