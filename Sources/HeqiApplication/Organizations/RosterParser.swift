import Foundation
package import HeqiDomain
import Office

/// Reads a roster out of a file: JSON of the source's shape (F-059), CSV, or the first sheet of an .xlsx workbook.
package struct RosterParser: Sendable {
  /// Bytes of a file.
  package static let bytesMax = 10 << 20
  /// The heads of columns, in either language.
  private static let columns: [(Column, Set<String>)] = [
    (.group, ["集团", "group"]), (.company, ["企业", "company"]), (.department, ["部门", "department"]),
    (.parent, ["上级部门", "parent"]), (.name, ["姓名", "name"]), (.mobile, ["手机", "手机号码", "mobile"]),
    (.email, ["邮箱", "email", "e-mail"]),
  ]

  private enum Column: Hashable { case group, company, department, parent, name, mobile, email }

  package init() {}

  /// - Parameter company: taken where a table has no 企业 column.
  /// - Throws: `OrganizationError` `.rosterUnreadable`, `.rosterTooLarge`.
  package func roster(_ bytes: [UInt8], company: String) throws(OrganizationError) -> Roster {
    guard bytes.count <= Self.bytesMax else { throw OrganizationError(.rosterTooLarge, field: "file") }
    if bytes.starts(with: [0x50, 0x4B]) { return try table(workbook(bytes), company) }
    let text = String(decoding: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
    guard !text.contains("\u{FFFD}") else {
      throw OrganizationError(
        .rosterUnreadable,
        Bilingual("文件编码不是 UTF-8，请在表格软件中另存为“CSV UTF-8”或 .xlsx。", "The file is not UTF-8. Save it as “CSV UTF-8” or .xlsx."), field: "file")
    }
    if let first = text.first(where: { !$0.isWhitespace }), first == "{" || first == "[" { return try json(text) }
    return try table(CSV.rows(of: text), company)
  }

  private func workbook(_ bytes: [UInt8]) throws(OrganizationError) -> [[String]] {
    do throws(OfficeError) {
      return try SheetReader().rows(of: bytes)
    } catch {
      throw OrganizationError(error.code == .outputTooLarge ? .rosterTooLarge : .rosterUnreadable, field: "file")
    }
  }

  // MARK: Tables

  private func table(_ rows: [[String]], _ company: String) throws(OrganizationError) -> Roster {
    guard let headIndex = rows.firstIndex(where: { $0.contains { !$0.trimmingWhitespace.isEmpty } }) else {
      return Roster(rows: [])
    }
    let heads = rows[headIndex].map { head in
      Self.columns.first { $0.1.contains(head.trimmingWhitespace.lowercased()) }?.0
    }
    guard heads.contains(.name) || heads.contains(.department) else {
      throw OrganizationError(
        .rosterUnreadable,
        Bilingual(
          "第一行应为列名：企业、部门、上级部门、姓名、手机、邮箱。", "The first row must name the columns: company, department, parent, name, mobile, email."),
        field: "file")
    }
    var group = ""
    var found: [Roster.Row] = []
    for (index, row) in rows.enumerated().dropFirst(headIndex + 1) where row.contains(where: { !$0.trimmingWhitespace.isEmpty }) {
      var cells: [Column: String] = [:]
      for (head, cell) in zip(heads, row) { if let head { cells[head] = cell.trimmingWhitespace } }
      if group.isEmpty { group = cells[.group] ?? "" }
      let named = cells[.company] ?? ""
      found.append(
        Roster.Row(
          place: "第 \(index + 1) 行", company: named.isEmpty ? company : named, department: cells[.department] ?? "",
          parent: cells[.parent] ?? "", name: cells[.name] ?? "", mobile: cells[.mobile] ?? "", email: cells[.email] ?? ""))
    }
    return Roster(group: group, rows: found)
  }

  // MARK: JSON

  /// `{"集团": …, "企业": […], "<企业>部门结构": [{"部门": …, "上级部门": …, "人员": […]}]}`; a person is an object with 姓名, 手机
  /// and 邮箱, or one text “姓名,手机,邮箱”.
  private func json(_ text: String) throws(OrganizationError) -> Roster {
    guard let value = try? JSONDecoder().decode(JSONNode.self, from: Data(text.utf8)), case .object(let root) = value else {
      throw OrganizationError(.rosterUnreadable, field: "file")
    }
    let companies = root["企业"]?.texts ?? []
    guard !companies.isEmpty else {
      throw OrganizationError(
        .rosterUnreadable, Bilingual("JSON 中没有“企业”列表。", "The JSON has no list “企业”."), field: "file")
    }
    var rows: [Roster.Row] = []
    for company in companies {
      let key = "\(company)部门结构"
      rows.append(Roster.Row(place: "企业“\(company)”", company: company))
      for (index, department) in (root[key]?.items ?? []).enumerated() {
        guard case .object(let fields) = department else { throw OrganizationError(.rosterUnreadable, field: "file") }
        let place = "\(key)[\(index)]"
        let name = fields["部门"]?.text ?? ""
        let parent = fields["上级部门"]?.text ?? ""
        rows.append(Roster.Row(place: place, company: company, department: name, parent: parent))
        for (number, person) in (fields["人员"]?.items ?? []).enumerated() {
          rows.append(Self.person(person, "\(place).人员[\(number)]", company, name, parent))
        }
      }
    }
    return Roster(group: root["集团"]?.text ?? "", rows: rows)
  }

  private static func person(
    _ node: JSONNode, _ place: String, _ company: String, _ department: String, _ parent: String
  ) -> Roster.Row {
    var parts: [String]
    if case .object(let fields) = node {
      parts = ["姓名", "手机", "邮箱"].map { fields[$0]?.text ?? "" }
    } else {
      parts = (node.text ?? "").split(omittingEmptySubsequences: false) { ",，".contains($0) }.map(String.init)
    }
    while parts.count < 3 { parts.append("") }
    // A person must not vanish because the name is empty.
    let name = parts[0].trimmingWhitespace.isEmpty ? "?" : parts[0]
    return Roster.Row(
      place: place, company: company, department: department, parent: parent, name: name, mobile: parts[1], email: parts[2])
  }
}

/// JSON whose keys are data.
private enum JSONNode: Decodable {
  case object([String: JSONNode])
  case list([JSONNode])
  case text(String)
  case other

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let object = try? container.decode([String: JSONNode].self) {
      self = .object(object)
    } else if let list = try? container.decode([JSONNode].self) {
      self = .list(list)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let number = try? container.decode(Int64.self) {
      self = .text(String(number))
    } else {
      self = .other
    }
  }

  var text: String? { if case .text(let text) = self { text } else { nil } }
  var items: [JSONNode]? { if case .list(let items) = self { items } else { nil } }
  var texts: [String]? { items?.compactMap { $0.text?.trimmingWhitespace }.filter { !$0.isEmpty } ?? text.map { [$0] } }
}

/// Comma- or semicolon- or tab-separated values (RFC 4180).
enum CSV {
  static func rows(of text: String) -> [[String]] {
    let head = text.prefix { $0 != "\n" && $0 != "\r\n" && $0 != "\r" }
    let separator: Character = [",", ";", "\t", "，"].max { left, right in
      head.count { $0 == left } < head.count { $0 == right }
    } ?? ","
    var rows: [[String]] = []
    var row: [String] = []
    var cell = ""
    var isQuoted = false
    var wasQuote = false
    for character in text {
      if isQuoted {
        if wasQuote {
          wasQuote = false
          if character == "\"" {
            cell.append(character)
            continue
          }
          isQuoted = false
        } else if character == "\"" {
          wasQuote = true
          continue
        } else {
          cell.append(character)
          continue
        }
      }
      if character == "\"", cell.isEmpty {
        isQuoted = true
      } else if character == separator {
        row.append(cell)
        cell = ""
      } else if character.isNewline {
        rows.append(row + [cell])
        row = []
        cell = ""
      } else {
        cell.append(character)
      }
    }
    if !row.isEmpty || !cell.isEmpty { rows.append(row + [cell]) }
    return rows
  }
}
