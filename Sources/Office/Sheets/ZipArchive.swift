import CZlib

/// The entries of a ZIP file (APPNOTE 6.3), read by its central directory, stored or deflated, within limits that count
/// real bytes and not what the file says of itself (drill 23).
struct ZipArchive: Sendable {
  /// Bytes of the whole file.
  static let fileMax = 16 << 20
  static let entriesMax = 2_000
  /// Inflated bytes of all entries that are read together.
  static let contentMax = 100 << 20
  /// Inflated to stored bytes; honest office files stay far below.
  static let ratioMax = 100

  private struct Entry {
    let method: Int
    let storedLength: Int
    let offset: Int
  }

  private let bytes: [UInt8]
  private var entries: [String: Entry] = [:]
  let names: [String]

  /// - Parameter fileMax: bytes of the whole file.
  init(_ bytes: [UInt8], fileMax: Int = Self.fileMax) throws(OfficeError) {
    guard bytes.count <= fileMax else { throw OfficeError(.outputTooLarge, "The file is larger than \(fileMax >> 20) MB.") }
    self.bytes = bytes
    guard let end = Self.endRecord(bytes) else { throw Self.damaged }
    let count = Self.number(bytes, end + 10, 2)
    let start = Self.number(bytes, end + 16, 4)
    guard count <= Self.entriesMax else { throw OfficeError(.outputTooLarge, "The file holds more than \(Self.entriesMax) entries.") }
    var position = start
    var names: [String] = []
    for _ in 0..<count {
      guard position >= 0, position + 46 <= bytes.count, Self.number(bytes, position, 4) == 0x0201_4B50 else { throw Self.damaged }
      let nameLength = Self.number(bytes, position + 28, 2)
      let next = position + 46 + nameLength + Self.number(bytes, position + 30, 2) + Self.number(bytes, position + 32, 2)
      guard next <= bytes.count, Self.number(bytes, position + 8, 2) & 1 == 0 else { throw Self.damaged }
      let name = String(decoding: bytes[(position + 46)..<(position + 46 + nameLength)], as: UTF8.self)
      // The first entry of a name wins; a second one would be another file to another reader.
      guard entries[name] == nil else { throw Self.damaged }
      entries[name] = Entry(
        method: Self.number(bytes, position + 10, 2), storedLength: Self.number(bytes, position + 20, 4),
        offset: Self.number(bytes, position + 42, 4))
      names.append(name)
      position = next
    }
    self.names = names
  }

  /// The inflated bytes of an entry, or nil when there is none.
  func content(of name: String) throws(OfficeError) -> [UInt8]? {
    guard let entry = entries[name] else { return nil }
    let head = entry.offset
    guard head >= 0, head + 30 <= bytes.count, Self.number(bytes, head, 4) == 0x0403_4B50 else { throw Self.damaged }
    let start = head + 30 + Self.number(bytes, head + 26, 2) + Self.number(bytes, head + 28, 2)
    guard start <= bytes.count, entry.storedLength <= bytes.count - start else { throw Self.damaged }
    let stored = bytes[start..<(start + entry.storedLength)]
    switch entry.method {
    case 0: return Array(stored)
    case 8: return try Self.inflate(stored, atMost: min(Self.contentMax, max(1 << 16, stored.count * Self.ratioMax)))
    default: throw Self.damaged
    }
  }

  private static let damaged = OfficeError(.unreadable, "The file is damaged or is no .xlsx; save it again and retry.")

  /// The end record stands in the last 65,557 bytes.
  private static func endRecord(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 22 else { return nil }
    var position = bytes.count - 22
    let last = max(0, bytes.count - 65_557)
    while position >= last {
      if bytes[position] == 0x50, number(bytes, position, 4) == 0x0605_4B50 { return position }
      position -= 1
    }
    return nil
  }

  /// Little-endian; callers have checked that it is inside.
  private static func number(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int {
    guard start >= 0, start + count <= bytes.count else { return 0 }
    return (0..<count).reduce(0) { $0 | Int(bytes[start + $1]) << (8 * $1) }
  }

  /// Raw deflate (RFC 1951) through zlib.
  private static func inflate(_ data: ArraySlice<UInt8>, atMost limit: Int) throws(OfficeError) -> [UInt8] {
    var stream = z_stream()
    guard inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { throw damaged }
    defer { inflateEnd(&stream) }
    var output: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    var isOver = false
    let status: Int32 = data.withUnsafeBufferPointer { input in
      stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
      stream.avail_in = UInt32(input.count)
      while true {
        let (status, filled) = chunk.withUnsafeMutableBufferPointer { buffer -> (Int32, Int) in
          stream.next_out = buffer.baseAddress
          stream.avail_out = UInt32(buffer.count)
          let status = CZlib.inflate(&stream, Z_NO_FLUSH)
          return (status, buffer.count - Int(stream.avail_out))
        }
        output += chunk[0..<filled]
        if output.count > limit {
          isOver = true
          return Z_STREAM_END
        }
        if status != Z_OK || (filled == 0 && stream.avail_in == 0) { return status }
      }
    }
    guard !isOver else { throw OfficeError(.outputTooLarge, "The file unpacks to more than is allowed.") }
    guard status == Z_STREAM_END else { throw damaged }
    return output
  }
}
