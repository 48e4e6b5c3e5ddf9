package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
import Typeset

/// The whole personal operation log as a file, evidence beside the contract logs (F-090).
package struct ExportPersonalLog: Sendable {
  /// Events of one file; older ones stay readable page by page.
  static let eventsMax = 20_000

  private let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  /// Newest first, as CSV (RFC 4180) or PDF.
  package func callAsFunction(
    _ format: ExportContractLog.Format, _ filter: PersonalLogFilter = PersonalLogFilter(), caller: Caller
  ) async throws -> DownloadedFile {
    let lines = try await lines(filter, caller)
    let bytes = format == .csv ? ExportContractLog.csv(lines, in: caller.language) : try pdf(lines, caller)
    return DownloadedFile(
      name: "personal_log_\(ledger.clock.now.iso8601().prefix(10)).\(format.rawValue)",
      mediaType: format == .csv ? "text/csv; charset=utf-8" : "application/pdf", bytes: bytes, digest: FileDigest.of(bytes))
  }

  private func lines(_ filter: PersonalLogFilter, _ caller: Caller) async throws -> [ContractLogEntry] {
    let actor = caller.accountID.description
    return try await ledger.engine.read { connection in
      var entries: [ContractLogEntry] = []
      var last: Event?
      var count = 0
      while count < Self.eventsMax {
        let page = try EventStore().byActor(
          actor, tenantID: caller.tenantID, before: last, upTo: filter.to, in: connection)
        entries += page.filter { filter.passes($0.event) }.compactMap { stored in
          ContractLog.personal(stored.event)
            ?? ReadPersonalLog.line(of: stored.event).map { ContractLogEntry(line: $0, result: nil, stage: nil) }
        }
        count += page.count
        guard page.count == EventStore.pageCountMax, let oldest = page.last?.event, !filter.ends(before: oldest)
        else { break }
        last = oldest
      }
      return entries
    }
  }

  private func pdf(_ entries: [ContractLogEntry], _ caller: Caller) throws -> [UInt8] {
    let title = LogCategory.personalOperation.label.text(in: caller.language)
    let document = Document(
      title: title, language: caller.language == .chinese ? .chinese : .english,
      blocks: [
        .heading(0, title), .paragraph("\(Mask.name(caller.name)) · \(ledger.clock.now.chineseLogText) +08:00"),
        .table(
          Table(
            columns: [Table.Column()], rows: entries.map { [[Run($0.line.text(in: caller.language), size: 8.5)]] }, size: 8.5)),
      ], footer: Document.RunningLine(left: title, right: "{page} / {pages}"), createdSeconds: ledger.clock.now.seconds)
    return try document.render()
  }
}
