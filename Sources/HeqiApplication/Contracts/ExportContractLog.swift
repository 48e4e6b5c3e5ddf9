package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
import Typeset

/// The two logs of a contract as a file (F-088 to F-090).
package struct ExportContractLog: Sendable {
  package enum Format: String, Sendable, CaseIterable { case csv, pdf }

  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  package func callAsFunction(_ id: ID<Contract>, _ format: Format, caller: Caller) async throws -> DownloadedFile {
    let store = try await ledger.store(caller.tenantID)
    let (contract, entries) = try await ledger.engine.read { connection in
      let (contract, _) = try ContractLedger.find(id, for: caller, .viewLogs, store, in: connection)
      let events = try ViewContract.events(of: contract, in: connection)
      return (
        contract,
        events.flatMap { event in
          [ContractLog.operation(event.event), ContractLog.status(event.event)].compactMap(\.self)
        }
      )
    }
    let bytes =
      try format == .csv
      ? Self.csv(entries, in: caller.language) : Self.pdf(contract, entries, in: caller.language, at: ledger.clock.now)
    return DownloadedFile(
      name: "\(contract.transactionNo)_log.\(format.rawValue)",
      mediaType: format == .csv ? "text/csv; charset=utf-8" : "application/pdf",
      bytes: bytes, digest: FileDigest.of(bytes))
  }

  static func header(in language: Language) -> [String] {
    switch language {
    case .chinese: ["日志分类", "时间", "操作者", "运用端", "MAC", "IP", "操作", "内容", "结果", "合同最新状态"]
    case .english: ["Log", "Time", "Actor", "Client", "MAC", "IP", "Action", "Content", "Result", "Latest state"]
    }
  }

  /// The columns of F-087 and F-088.
  static func columns(_ entry: ContractLogEntry, in language: Language) -> [String] {
    let line = entry.line
    return [
      line.category.label.text(in: language), line.timeText(in: language), line.actorText(in: language),
      line.clientText, line.macText,
      line.ipText, line.actionText(in: language), String(line.entriesText(in: language).dropFirst()),
      entry.result?.text(in: language) ?? "", entry.stage?.title.text(in: language) ?? "",
    ]
  }

  static func csv(_ entries: [ContractLogEntry], in language: Language) -> [UInt8] {
    CSVText.bytes([header(in: language)] + entries.map { columns($0, in: language) })
  }

  private static func pdf(
    _ contract: Contract, _ entries: [ContractLogEntry], in language: Language, at now: Instant
  ) throws -> [UInt8] {
    let title = language == .chinese ? "合同日志" : "Contract logs"
    let lines = entries.map { [Run($0.line.text(in: language), size: 8.5)] }
    let document = Document(
      title: "\(title) \(contract.transactionNo)", language: language == .chinese ? .chinese : .english,
      blocks: [
        .heading(0, title), .paragraph("《\(contract.round.title)》 \(contract.transactionNo)"),
        .table(Table(columns: [Table.Column()], rows: lines.map { [$0] }, size: 8.5)),
      ], footer: Document.RunningLine(left: contract.transactionNo, right: "{page} / {pages}"),
      createdSeconds: now.seconds)
    return try document.render()
  }
}
