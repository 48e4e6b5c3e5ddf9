/// LZWDecode (ISO 32000-2 §7.4.4.2).
enum LZW {
  static func decode(_ data: ArraySlice<UInt8>, earlyChange: Bool, atMost limit: Int) throws(PDFError) -> [UInt8] {
    var output: [UInt8] = []
    // Each entry is a range of the output already produced: no table of strings is needed.
    var starts = [Int](repeating: 0, count: 4096)
    var lengths = [Int](repeating: 0, count: 4096)
    var next = 258
    var width = 9
    var previous: (start: Int, length: Int)?
    var accumulator = 0
    var available = 0
    let early = earlyChange ? 1 : 0
    for byte in data {
      accumulator = (accumulator << 8 | Int(byte)) & 0xFF_FFFF
      available += 8
      if available < width { continue }
      available -= width
      let code = accumulator >> available & ((1 << width) - 1)
      if code == 257 { return output }
      if code == 256 {
        next = 258
        width = 9
        previous = nil
        continue
      }
      let start = output.count
      if code < 256 {
        output.append(UInt8(code))
      } else if code < next {
        for index in 0..<lengths[code] { output.append(output[starts[code] + index]) }
      } else if code == next, let previous {
        for index in 0..<previous.length { output.append(output[previous.start + index]) }
        output.append(output[start])
      } else {
        throw PDFError(.filterDataInvalid, "LZW data names a code that does not exist yet.")
      }
      guard output.count <= limit else { throw PDFError(.limitExceeded, "LZW data grows beyond \(limit) bytes.") }
      if let previous, next < 4096 {
        starts[next] = previous.start
        lengths[next] = previous.length + 1
        next += 1
      }
      previous = (start, output.count - start)
      if next + early >= 1 << width, width < 12 { width += 1 }
    }
    return output
  }
}
