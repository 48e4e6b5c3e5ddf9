import CZlib

/// FlateDecode through zlib (ISO 32000-2 §7.4.4, RFC 1950).
enum Flate {
  /// Inflates a zlib stream; refuses truncated data and more than `limit` bytes. Bytes after its end are ignored.
  static func inflate(_ data: ArraySlice<UInt8>, atMost limit: Int) throws(PDFError) -> [UInt8] {
    var stream = z_stream()
    guard inflateInit_(&stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw PDFError(.filterDataInvalid, "zlib could not be started.")
    }
    defer { inflateEnd(&stream) }
    guard data.count < Int(UInt32.max) else { throw PDFError(.limitExceeded, "A compressed stream is too large.") }
    // A bare buffer that grows: no byte is set to zero only to be written over.
    var capacity = min(max(data.count &* 4, 1024), max(limit, 1))
    var filled = 0
    var buffer = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    defer { buffer.deallocate() }
    let status: Int32 = data.withUnsafeBufferPointer { input in
      stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
      stream.avail_in = UInt32(input.count)
      while true {
        let space = min(capacity - filled, Int(UInt32.max))
        stream.next_out = (buffer + filled).assumingMemoryBound(to: UInt8.self)
        stream.avail_out = UInt32(space)
        let status = CZlib.inflate(&stream, Z_NO_FLUSH)
        filled += space - Int(stream.avail_out)
        guard status == Z_OK, stream.avail_out == 0 else { return status }
        guard filled < limit else { return Z_MEM_ERROR }
        capacity = min(capacity * 2, limit)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        larger.copyMemory(from: buffer, byteCount: filled)
        buffer.deallocate()
        buffer = larger
      }
    }
    switch status {
    case Z_STREAM_END: break
    case Z_MEM_ERROR: throw PDFError(.limitExceeded, "A stream inflates beyond \(limit) bytes.")
    default: throw PDFError(.filterDataInvalid, "Flate data is damaged or cut off.")
    }
    return Array(UnsafeRawBufferPointer(start: buffer, count: filled))
  }

  /// Deflates `data` into a zlib stream.
  static func deflate(_ data: [UInt8]) -> [UInt8] {
    var length = compressBound(UInt(data.count))
    var output = [UInt8](repeating: 0, count: Int(length))
    let status = compress2(&output, &length, data, UInt(data.count), 6)
    precondition(status == Z_OK, "compressBound was too small")
    output.removeLast(output.count - Int(length))
    return output
  }
}
