import CZlib

/// Writes ZIP files whose entries are stored as they are (APPNOTE 6.3.10): what lies in them is compressed already, and any
/// tool can open them. No entry and no file may reach 4 GB.
public enum StoredZip {
  /// One file of the archive.
  public struct Entry: Sendable {
    /// With `/` between folders, in UTF-8.
    public let name: String
    public let bytes: [UInt8]

    public init(_ name: String, _ bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  /// 1980-01-01, the first day that the format knows: equal content gives equal files.
  private static let date: UInt16 = 1 << 5 | 1
  /// Names are UTF-8.
  private static let flags: UInt16 = 0x0800
  /// Regular file, readable by everybody, made on Unix.
  private static let attributes: UInt32 = 0o100644 << 16

  /// Throws `OfficeError` `.outputTooLarge` beyond the limits of the format.
  public static func bytes(_ entries: [Entry]) throws(OfficeError) -> [UInt8] {
    let size = entries.reduce(0) { $0 + $1.bytes.count + 2 * $1.name.utf8.count + 76 } + 22
    guard size < Int(UInt32.max), entries.count < Int(UInt16.max), entries.allSatisfy({ $0.name.utf8.count < Int(UInt16.max) })
    else { throw OfficeError(.outputTooLarge, "The archive would reach 4 GB.") }
    var out: [UInt8] = []
    out.reserveCapacity(size)
    var directory: [UInt8] = []
    for entry in entries {
      let name = Array(entry.name.utf8)
      let offset = UInt32(out.count), length = UInt32(entry.bytes.count)
      let sum = UInt32(truncatingIfNeeded: crc32_z(0, entry.bytes, entry.bytes.count))
      var shared: [UInt8] = []
      for word in [20, flags, 0, 0, date] { append(word, to: &shared) }
      for word in [sum, length, length] { append(word, to: &shared) }
      append(UInt16(name.count), to: &shared)
      append(UInt16(0), to: &shared)
      append(UInt32(0x0403_4B50), to: &out)
      out += shared + name + entry.bytes
      append(UInt32(0x0201_4B50), to: &directory)
      append(UInt16(3 << 8 | 20), to: &directory)
      directory += shared
      for word in [0, 0, 0] as [UInt16] { append(word, to: &directory) }
      append(attributes, to: &directory)
      append(offset, to: &directory)
      directory += name
    }
    let start = UInt32(out.count)
    out += directory
    append(UInt32(0x0605_4B50), to: &out)
    for word in [0, 0, UInt16(entries.count), UInt16(entries.count)] as [UInt16] { append(word, to: &out) }
    append(UInt32(directory.count), to: &out)
    append(start, to: &out)
    append(UInt16(0), to: &out)
    return out
  }

  private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
  }
}
