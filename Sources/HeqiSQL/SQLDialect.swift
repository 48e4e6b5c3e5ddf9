/// The few words in which the two engines differ. Statements are otherwise one text for both (house decision 1).
package enum SQLDialect: String, Sendable, CaseIterable {
  case sqlite
  case postgres

  /// Ends the inner SELECT of a claim so that two workers never wait for each other; empty where one writer rules.
  package var skipLocked: String {
    switch self {
    case .sqlite: ""
    case .postgres: " FOR UPDATE SKIP LOCKED"
    }
  }

  /// Ends a SELECT inside `write` that must hold its rows until commit; empty where one writer rules.
  package var forUpdate: String {
    switch self {
    case .sqlite: ""
    case .postgres: " FOR UPDATE"
    }
  }
}
