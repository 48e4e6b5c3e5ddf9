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
    guard status == Z_OK else { throw memoryShort }
    return result
  }

  /// `bytes` coded without looking for repetitions: for outlines, in which there are hardly any. Within three per cent of
  /// level 1 in a third of its time.
  /// - Throws: `memoryShort`.
  static func code(_ bytes: [UInt8]) throws(TypesetError) -> [UInt8] {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    guard deflateInit2_(&stream, 1, Z_DEFLATED, MAX_WBITS, 8, Z_HUFFMAN_ONLY, ZLIB_VERSION, size) == Z_OK else {
      throw memoryShort
    }
    defer { deflateEnd(&stream) }
    var source = bytes
    var status = Z_OK
    let result = [UInt8](unsafeUninitializedCapacity: Int(deflateBound(&stream, UInt(bytes.count)))) { target, count in
      source.withUnsafeMutableBufferPointer { source in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        status = deflate(&stream, Z_FINISH)
      }
      count = status == Z_STREAM_END ? Int(stream.total_out) : 0
    }
    guard status == Z_STREAM_END else { throw memoryShort }
    return result
  }

  private static var memoryShort: TypesetError {
    TypesetError(.memoryShort, "A page could not be compressed; is memory short?")
  }
}
