import CLibPQ
import HeqiSQL

/// Arguments laid out for libpq: texts with a closing zero, bytes in binary, types declared so that the server never
/// guesses a narrower one.
struct PostgresArguments {
  /// One letter per argument; a prepared statement belongs to its text and these.
  private(set) var signature = ""
  private(set) var types: [Oid] = []
  private var arena: [UInt8] = []
  private var offsets: [Int?] = []
  private var lengths: [CInt] = []
  private var formats: [CInt] = []

  /// Throws `.arguments` for text with U+0000 or values beyond libpq's 2 GiB.
  init(_ values: [SQLValue]) throws(SQLError) {
    for value in values {
      switch value {
      case .null: add("n", type: 0, nil)
      case .integer(let integer): add("i", type: 20, Array(String(integer).utf8))
      case .real(let real): add("r", type: 701, Array(real.description.utf8))
      case .text(let text):
        let utf8 = Array(text.utf8)
        guard !utf8.contains(0) else {
          throw SQLError(.arguments, "argument text holds U+0000, which no engine can store")
        }
        add("t", type: 25, utf8)
      case .blob(let bytes):
        add("b", type: 17, bytes)
        formats[formats.count - 1] = 1
      }
      guard arena.count <= Int(CInt.max) else { throw SQLError(.arguments, "the arguments are longer than 2 GiB") }
    }
  }

  /// Calls `body` with libpq's four parameters: count, values, lengths, formats.
  func withParameters<R>(
    _ body: (CInt, [UnsafePointer<CChar>?], [CInt], [CInt]) -> R
  ) -> R {
    arena.withUnsafeBytes { bytes in
      let base = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
      let values = offsets.map { offset in offset.flatMap { base?.advanced(by: $0) } }
      return body(CInt(offsets.count), values, lengths, formats)
    }
  }

  private mutating func add(_ letter: Character, type: Oid, _ bytes: [UInt8]?) {
    signature.append(letter)
    types.append(type)
    formats.append(0)
    guard let bytes else {
      offsets.append(nil)
      lengths.append(0)
      return
    }
    offsets.append(arena.count)
    lengths.append(CInt(truncatingIfNeeded: bytes.count))
    arena += bytes
    arena.append(0)
  }
}
