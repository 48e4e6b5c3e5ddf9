/// Appends hand-written revisions to a signed file, as an attacker would (A8).
struct Forgery {
  let bytes: [UInt8]

  /// Offset that the last `startxref` names.
  var lastSection: Int { Int(String(decoding: tail(after: "startxref\n").prefix { (48...57).contains($0) }, as: UTF8.self)) ?? 0 }
  /// `/ID` of the last trailer, as text.
  var identifier: String {
    let start = tail(after: "/ID")
    let end = start.firstIndex(of: UInt8(ascii: "]")) ?? start.startIndex
    return String(decoding: start[start.startIndex...end], as: UTF8.self)
  }
  /// First number of the last trailer's `/Size`.
  var size: Int {
    Int(String(decoding: tail(after: "/Size ").prefix { (48...57).contains($0) }, as: UTF8.self)) ?? 0
  }

  /// A well-formed update: objects by number, a classic table, a chain to the section before.
  func update(_ objects: [(number: Int, body: String)], trailer: String = "", previous: Bool = true, size: Int? = nil) -> [UInt8] {
    var out = bytes
    var table = "xref\n"
    for object in objects {
      let digits = String(out.count)
      out += Array("\(object.number) 0 obj\n\(object.body)\nendobj\n".utf8)
      table += "\(object.number) 1\n" + String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
    }
    let start = out.count
    if objects.isEmpty { table += "0 0\n" }
    let previous = previous ? "/Prev \(lastSection) " : ""
    let newest = (objects.map(\.number).max() ?? 0) + 1
    out += Array(
      "\(table)trailer\n<< /Size \(max(size ?? self.size, newest)) /Root 1 0 R \(previous)/ID \(identifier) \(trailer)>>\nstartxref\n\(start)\n%%EOF\n".utf8)
    return out
  }

  /// One object redefined in a file that has no `/ID`.
  func updateWithoutIdentifier(_ number: Int, _ body: String) -> [UInt8] {
    let object = "\(number) 0 obj\n\(body)\nendobj\n"
    let place = Self.padded(bytes.count, 10)
    let table = "xref\n\(number) 1\n\(place) 00000 n \ntrailer\n<< /Size \(size) /Root 1 0 R /Prev \(lastSection) >>\n"
    return bytes + Array("\(object)\(table)startxref\n\(bytes.count + object.utf8.count)\n%%EOF\n".utf8)
  }

  /// The same update through a cross-reference stream. `packed` objects go into an object stream.
  func streamUpdate(
    _ objects: [(number: Int, body: String)], packed: [(number: Int, body: String)] = [], previous: Bool = true,
    trailer: String = ""
  ) -> [UInt8] {
    var out = bytes
    var rows: [(number: Int, row: [UInt8])] = []
    func row(_ kind: UInt8, _ second: Int, _ third: Int) -> [UInt8] {
      [kind, UInt8(second >> 16 & 255), UInt8(second >> 8 & 255), UInt8(second & 255), UInt8(third & 255)]
    }
    for object in objects {
      rows.append((object.number, row(1, out.count, 0)))
      out += Array("\(object.number) 0 obj\n\(object.body)\nendobj\n".utf8)
    }
    let container = 400, own = 401
    if !packed.isEmpty {
      var header = "", body = ""
      for (index, object) in packed.enumerated() {
        header += "\(object.number) \(body.utf8.count) "
        body += object.body + " "
        rows.append((object.number, row(2, container, index)))
      }
      rows.append((container, row(1, out.count, 0)))
      let data = header + body
      out += Array(
        "\(container) 0 obj\n<< /Type /ObjStm /N \(packed.count) /First \(header.utf8.count) /Length \(data.utf8.count) >>\nstream\n\(data)\nendstream\nendobj\n".utf8)
    }
    rows.append((own, row(1, out.count, 0)))
    rows.sort { $0.number < $1.number }
    let start = out.count
    let index = rows.map { "\($0.number) 1" }.joined(separator: " ")
    let previous = previous ? "/Prev \(lastSection) " : ""
    out += Array(
      "\(own) 0 obj\n<< /Type /XRef /W [1 3 1] /Index [\(index)] /Size 402 /Root 1 0 R \(previous)/ID \(identifier) \(trailer)/Length \(rows.count * 5) >>\nstream\n".utf8)
    for row in rows { out += row.row }
    return out + Array("\nendstream\nendobj\nstartxref\n\(start)\n%%EOF\n".utf8)
  }

  /// An update that only says where objects are, without bringing any.
  func pointing(_ places: [(number: Int, offset: Int)], freed: [Int] = []) -> [UInt8] {
    var table = "xref\n"
    for number in freed { table += "\(number) 1\n0000000000 00001 f \n" }
    for place in places { table += "\(place.number) 1\n" + Self.padded(place.offset, 10) + " 00000 n \n" }
    let end = "trailer\n<< /Size \(size) /Root 1 0 R /Prev \(lastSection) /ID \(identifier) >>\nstartxref\n\(bytes.count)\n%%EOF\n"
    return bytes + Array((table + end).utf8)
  }

  /// Body of the newest object `number`, as text.
  func body(_ number: Int) -> String {
    guard let start = Self.find(Array("\n\(number) 0 obj".utf8), in: bytes, last: true) else { return "" }
    let rest = bytes[(start + "\n\(number) 0 obj".utf8.count)...]
    guard let end = Self.find(Array("endobj".utf8), in: Array(rest), last: false) else { return "" }
    return String(decoding: rest.prefix(end), as: UTF8.self)
  }

  /// Number of the newest object whose bytes hold `text`.
  func number(holding text: String) -> Int {
    guard let place = Self.find(Array(text.utf8), in: bytes, last: true),
      let head = Self.find(Array(" 0 obj".utf8), in: Array(bytes[..<place]), last: true)
    else { return 0 }
    let digits = bytes[..<head].reversed().prefix { (48...57).contains($0) }.reversed()
    return Int(String(decoding: Array(digits), as: UTF8.self)) ?? 0
  }

  static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// Replaces the first occurrence of `text`; lengths may differ.
  func replacing(_ text: String, with other: String) -> [UInt8] {
    guard let start = Self.find(Array(text.utf8), in: bytes, last: false) else { return bytes }
    return Array(bytes[..<start]) + Array(other.utf8) + Array(bytes[(start + text.utf8.count)...])
  }

  func tail(after text: String) -> ArraySlice<UInt8> {
    guard let start = Self.find(Array(text.utf8), in: bytes, last: true) else { return [] }
    return bytes[(start + text.utf8.count)...]
  }

  static func find(_ needle: [UInt8], in bytes: [UInt8], last: Bool) -> Int? {
    let candidates = 0...(bytes.count - needle.count)
    let matches = { (start: Int) in bytes[start..<(start + needle.count)].elementsEqual(needle) }
    return last ? candidates.reversed().first(where: matches) : candidates.first(where: matches)
  }
}
