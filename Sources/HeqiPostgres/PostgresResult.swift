import CLibPQ
import HeqiSQL

/// Rows of a text-format result as values both engines share.
enum PostgresResult {
  /// Types by OID (pg_type.dat).
  private enum Kind { case integer, real, numeric, bytes, bool, text }

  static func rows(_ result: OpaquePointer) throws(SQLError) -> [SQLRow] {
    let fieldCount = PQnfields(result)
    let rowCount = PQntuples(result)
    var columns: [String] = []
    var kinds: [Kind] = []
    for field in 0..<fieldCount {
      columns.append(PQfname(result, field).map { String(cString: $0) } ?? "")
      kinds.append(kind(PQftype(result, field)))
    }
    var rows: [SQLRow] = []
    rows.reserveCapacity(Int(rowCount))
    for row in 0..<rowCount {
      var values: [SQLValue] = []
      values.reserveCapacity(Int(fieldCount))
      for field in 0..<fieldCount { values.append(try value(result, row, field, kinds[Int(field)])) }
      rows.append(SQLRow(columns: columns, values: values))
    }
    return rows
  }

  /// Rows inserted, changed or deleted; 0 for other statements.
  static func changes(_ result: OpaquePointer) -> Int {
    guard let text = PQcmdTuples(result), let count = Int(String(cString: text)) else { return 0 }
    // A SELECT reports the rows it returned, which are no changes.
    return PQresultStatus(result) == PGRES_TUPLES_OK && isSelect(result) ? 0 : count
  }

  private static func isSelect(_ result: OpaquePointer) -> Bool {
    guard let tag = PQcmdStatus(result) else { return false }
    return String(cString: tag).hasPrefix("SELECT")
  }

  private static func kind(_ type: Oid) -> Kind {
    switch type {
    case 20, 21, 23, 26: .integer
    case 700, 701: .real
    case 1700: .numeric
    case 17: .bytes
    case 16: .bool
    default: .text
    }
  }

  private static func value(
    _ result: OpaquePointer, _ row: CInt, _ field: CInt, _ kind: Kind
  ) throws(SQLError) -> SQLValue {
    if PQgetisnull(result, row, field) == 1 { return .null }
    guard let start = PQgetvalue(result, row, field) else { return .null }
    let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, field)))
    switch kind {
    case .bytes: return .blob(try hex(bytes))
    case .bool: return .integer(bytes.first == UInt8(ascii: "t") ? 1 : 0)
    case .text: return .text(String(decoding: bytes, as: UTF8.self))
    case .integer, .real, .numeric:
      let text = String(decoding: bytes, as: UTF8.self)
      // SUM over BIGINT is NUMERIC; SQLite gives an integer.
      if kind != .real, let integer = Int64(text) { return .integer(integer) }
      guard let real = Double(text) else { throw .decoding("the server sent a number that cannot be read") }
      return .real(real)
    }
  }

  /// `\x` and two digits per byte (bytea_output = hex).
  private static func hex(_ text: UnsafeRawBufferPointer) throws(SQLError) -> [UInt8] {
    guard text.count >= 2, text.count.isMultiple(of: 2), text[0] == UInt8(ascii: "\\"), text[1] == UInt8(ascii: "x")
    else { throw .decoding("the server sent bytes in an unknown form") }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 2 - 1)
    var index = 2
    while index < text.count {
      let high = digit(text[index])
      let low = digit(text[index + 1])
      guard high < 16, low < 16 else { throw .decoding("the server sent bytes in an unknown form") }
      bytes.append(high << 4 | low)
      index += 2
    }
    return bytes
  }

  private static func digit(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: 255
    }
  }
}
