/// RunLengthDecode (ISO 32000-2 §7.4.5).
enum RunLength {
  static func decode(_ data: ArraySlice<UInt8>, atMost limit: Int) throws(PDFError) -> [UInt8] {
    var output: [UInt8] = []
    var index = data.startIndex
    while index < data.endIndex {
      let length = Int(data[index])
      index += 1
      if length == 128 { return output }
      if length < 128 {
        guard data.endIndex - index > length else { throw damaged }
        output.append(contentsOf: data[index...(index + length)])
        index += length + 1
      } else {
        guard index < data.endIndex else { throw damaged }
        output.append(contentsOf: repeatElement(data[index], count: 257 - length))
        index += 1
      }
      guard output.count <= limit else { throw PDFError(.limitExceeded, "Run lengths grow beyond \(limit) bytes.") }
    }
    return output
  }

  private static var damaged: PDFError { PDFError(.filterDataInvalid, "Run length data is cut off.") }
}
