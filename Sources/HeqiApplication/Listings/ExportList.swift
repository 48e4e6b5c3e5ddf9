package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// A list as a table for spreadsheets: the rows that the page shows, all pages of them (F-077).
package struct ExportList: Sendable {
  /// Longer lists are cut; the last line then says so.
  package static let rowsMax = 10_000
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  package func callAsFunction(_ query: ContractQuery, caller: Caller) async throws -> DownloadedFile {
    let store = ContractListingStore(tenantID: caller.tenantID)
    let viewer = query.viewer ?? caller.listViewer
    guard caller.listViewers.contains(viewer) else { throw ContractError(.notPermitted) }
    let (rows, isCut) = try await ledger.engine.read { connection -> ([ContractListing], Bool) in
      var rows: [ContractListing] = []
      var cursor: ListingCursor?
      repeat {
        let page = try store.page(
          query, of: viewer, from: cursor, limit: ContractListingStore.pageCountMax, in: connection)
        rows += page.rows
        cursor = page.next
      } while cursor != nil && rows.count < Self.rowsMax
      return (Array(rows.prefix(Self.rowsMax)), cursor != nil || rows.count > Self.rowsMax)
    }
    let language = caller.language
    var lines = [Self.header(in: language)] + rows.map { Self.columns($0, in: language) }
    if isCut {
      lines.append([
        language == .chinese ? "仅导出前 \(Self.rowsMax) 份，请缩小筛选范围。" : "Only the first \(Self.rowsMax). Narrow the filters for the rest."
      ])
    }
    let bytes = CSVText.bytes(lines)
    return DownloadedFile(
      name: language == .chinese ? "合同列表.csv" : "contracts.csv", mediaType: "text/csv; charset=utf-8", bytes: bytes,
      digest: FileDigest.of(bytes))
  }

  static func header(in language: Language) -> [String] {
    switch language {
    case .chinese: ["合同名称", "系统交易编号", "合同编号", "对方", "本方角色", "文件夹", "状态", "金额", "币种", "签署有效期", "发起时间", "完成时间", "是否已开票"]
    case .english:
      [
        "Title", "Transaction number", "Contract number", "Counterparty", "Our side", "Folder", "State", "Amount", "Currency",
        "Deadline", "Initiated", "Completed", "Invoiced",
      ]
    }
  }

  static func columns(_ row: ContractListing, in language: Language) -> [String] {
    let side: ContractSide = row.isInitiator ? .initiator : .receiver
    return [
      row.title, row.transactionNo, row.contractNo ?? "", row.counterparties, side.title.text(in: language),
      row.folder.title.text(in: language), row.stage.title.text(in: language),
      row.amount.map { String($0.text.prefix { $0 != " " }) } ?? "", row.amount?.currency ?? "", row.due?.shortText ?? "",
      row.initiatedAt?.shortText ?? "", row.completedAt?.shortText ?? "",
      row.isInvoiced ? (language == .chinese ? "是" : "yes") : (language == .chinese ? "否" : "no"),
    ]
  }
}

/// RFC 4180 with a byte order mark, so that spreadsheets read it as UTF-8; cells that a spreadsheet would run as a
/// formula get an apostrophe.
enum CSVText {
  static func bytes(_ rows: [[String]]) -> [UInt8] {
    let text = rows.map { row in row.map(cell).joined(separator: ",") }.joined(separator: "\r\n")
    return [0xEF, 0xBB, 0xBF] + Array((text + "\r\n").utf8)
  }

  private static func cell(_ text: String) -> String {
    let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
    let safe = isFormula ? "'" + text : text
    return "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }
}
