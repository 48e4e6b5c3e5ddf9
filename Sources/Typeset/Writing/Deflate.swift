internal import CZlib

/// The zlib format of PDF's FlateDecode (ISO 32000-2 §7.4.4).
enum Deflate {
  /// `bytes` compressed at `level` 1 (fast) … 9.
  /// - Throws: `memoryShort`.
  static func compress(_ bytes: [UInt8], level: Int32) throws(TypesetError) -> [UInt8] {
    var size = compressBound(UInt(bytes.count))
    var status = Z_OK
    let result = [UInt8](unsafeUninitializedCapacity: Int(size)) { target, count in
      status = compress2(target.baseAddress, &size, bytes, UInt(bytes.count), level)
      count = status == Z_OK ? Int(size) : 0
    }
    guard status == Z_OK else { throw TypesetError(.memoryShort, "A page could not be compressed; is memory short?") }
    return result
  }
}
