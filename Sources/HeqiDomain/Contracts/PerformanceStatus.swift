/// 履约状态 (F-078), as far as the term says: what parties confirm and agree on afterwards is no part of it.
package enum PerformanceStatus: String, Sendable, CaseIterable {
  case notYetInForce, performing, termEnded

  package var title: Bilingual {
    switch self {
    case .notYetInForce: Bilingual("尚未生效", "Not in force yet")
    case .performing: Bilingual("履行中", "Being performed")
    case .termEnded: Bilingual("已到期", "Term ended")
    }
  }
}

extension Contract {
  /// nil until everybody has signed.
  package func performance(at now: Instant) -> PerformanceStatus? {
    guard case .completed = stage else { return nil }
    guard let term = round.settings.term else { return .performing }
    if now < term.start { return .notYetInForce }
    if let end = term.end, now > end { return .termEnded }
    return .performing
  }
}
