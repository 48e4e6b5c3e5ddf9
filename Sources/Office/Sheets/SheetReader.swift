/// Reads the first sheet of an .xlsx workbook as rows of text (ECMA-376 part 1, §18.3). No formulas are run, no links are
/// followed, no other part is opened than workbook, shared strings and the sheet.
public struct SheetReader: Sendable {
  /// Rows and columns of a people roster with room to spare.
  public static let rowsMax = 50_000
  public static let columnsMax = 64
  /// Characters of one cell.
  public static let cellMax = 2_000

  public init() {}

  /// Rows without trailing empty cells; empty rows stay, so that numbers agree with what people see.
  /// - Throws: `OfficeError` `.unreadable` for anything that is not such a workbook, `.outputTooLarge` for bombs.
  public func rows(of workbook: [UInt8]) throws(OfficeError) -> [[String]] {
    let archive = try ZipArchive(workbook)
    let strings = try archive.content(of: "xl/sharedStrings.xml").map { bytes throws(OfficeError) in try Self.strings(bytes) } ?? []
    var names = archive.names.filter { $0.hasPrefix("xl/worksheets/sheet") && $0.hasSuffix(".xml") }
    names.sort { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
    guard let name = names.first, let sheet = try archive.content(of: name) else {
      throw OfficeError(.unreadable, "The file holds no sheet; save it as .xlsx or .csv again.")
    }
    return try Self.cells(sheet, strings)
  }

  private static func strings(_ bytes: [UInt8]) throws(OfficeError) -> [String] {
    var scanner = XMLScanner(bytes)
    var strings: [String] = []
    var text: String?
    var isText = false
    while let token = try scanner.next() {
      switch token {
      case .open("si", _, _): text = ""
      case .close("si"):
        strings.append(text ?? "")
        text = nil
      case .open("t", _, let isEmpty): isText = !isEmpty && text != nil
      case .close("t"): isText = false
      case .text(let piece) where isText: text = String(((text ?? "") + piece).prefix(cellMax))
      default: break
      }
    }
    return strings
  }

  private static func cells(_ bytes: [UInt8], _ strings: [String]) throws(OfficeError) -> [[String]] {
    var scanner = XMLScanner(bytes)
    var rows: [[String]] = []
    var column = 0
    var kind = ""
    var value: String?
    var isValue = false
    while let token = try scanner.next() {
      switch token {
      case .open("row", let attributes, _):
        let number = attributes["r"].flatMap { Int($0) } ?? rows.count + 1
        guard number > rows.count, number <= rowsMax else { throw OfficeError(.outputTooLarge, "The sheet has more than \(rowsMax) rows.") }
        while rows.count < number { rows.append([]) }
        column = -1
      case .open("c", let attributes, _):
        column = attributes["r"].map { Self.column($0) } ?? column + 1
        kind = attributes["t"] ?? ""
        value = nil
      case .open("v", _, let isEmpty), .open("t", _, let isEmpty): isValue = !isEmpty
      case .close("v"), .close("t"): isValue = false
      case .text(let piece) where isValue: value = String(((value ?? "") + piece).prefix(cellMax))
      case .close("c"):
        guard let raw = value, (0..<columnsMax).contains(column), !rows.isEmpty else { continue }
        let text = kind == "s" ? Int(raw).flatMap { strings.indices.contains($0) ? strings[$0] : nil } ?? "" : number(raw, kind)
        while rows[rows.count - 1].count <= column { rows[rows.count - 1].append("") }
        rows[rows.count - 1][column] = text
      default: break
      }
    }
    return rows
  }

  /// Long numbers such as mobile numbers come as `1.3812345678E10` from some programs.
  private static func number(_ raw: String, _ kind: String) -> String {
    guard kind.isEmpty || kind == "n", raw.contains("E") || raw.hasSuffix(".0"), let value = Double(raw), value.rounded() == value,
      value.magnitude < 1e15
    else { return raw }
    return String(Int64(value))
  }

  /// `C12` → 2; −1 for anything else.
  private static func column(_ reference: String) -> Int {
    var column = 0
    for byte in reference.utf8 {
      guard (65...90).contains(byte) else { break }
      column = column * 26 + Int(byte) - 64
      if column > columnsMax { return -1 }
    }
    return column - 1
  }
}
