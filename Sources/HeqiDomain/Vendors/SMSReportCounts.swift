/// What became of the messages that one vendor took.
package struct SMSReportCounts: Equatable, Sendable {
  package var delivered = 0
  package var failed = 0
  /// The vendor's code of the newest failure.
  package var lastFailure: String?

  package init() {}
}
