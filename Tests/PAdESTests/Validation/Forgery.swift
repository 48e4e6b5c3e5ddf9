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
