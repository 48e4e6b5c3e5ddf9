import HeqiDomain
package import HeqiPorts
package import HeqiSQL
import HeqiStorage

/// Takes delivery reports of SMS vendors (H-05). A report tells operators whether messages arrive, and nothing else hangs on it:
/// vendors do not sign reports, so no code, contract or proof ever leans on one.
package struct TakeSMSReports: Sendable {
  /// How long ago reports are counted.
  package static let span = Duration.seconds(86_400)
  private let engine: any SQLEngine
  private let clock: any WallClock
  private let readers: [String: any SMSReportReader]

  /// - Parameter readers: by vendor.
  package init(engine: any SQLEngine, clock: any WallClock, readers: [String: any SMSReportReader]) {
    self.engine = engine
    self.clock = clock
    self.readers = readers
  }

  /// Vendors whose reports can be read.
  package var vendors: Set<String> { Set(readers.keys) }

  /// What to answer, and how many messages it told something new about; nil for an unknown vendor. A message that is not here
  /// and a repeated report change nothing and are answered alike. Throws `ProviderError` `.refused`.
  package func callAsFunction(_ body: [UInt8], from vendor: String) async throws -> (answer: String, news: Int)? {
    guard let reader = readers[vendor] else { return nil }
    let reports = try reader.read(body)
    let now = clock.now
    let news = try await engine.write { connection in
      try reports.filter {
        try SMSReceiptStore.report(
          vendor: vendor, number: $0.number, isDelivered: $0.isDelivered, reason: $0.reason, at: now, in: connection)
      }.count
    }
    return (reader.answer, news)
  }
}
