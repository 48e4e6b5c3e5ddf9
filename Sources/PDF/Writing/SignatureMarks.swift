/// Positions of the two placeholders while the section is being written; relative to the section.
struct SignatureMarks {
  let reference: PDFReference
  let byteRange: Range<Int>
  let contents: Range<Int>
  let capacity: Int
  /// Digits kept for each of the three unknown numbers of `/ByteRange`.
  private static let width = 10

  /// Writes the signature dictionary as an indirect object, `/ByteRange` and `/Contents` last.
  static func append(
    _ reference: PDFReference, _ dictionary: PDFDictionary, capacity: Int, to output: inout [UInt8]
  ) -> SignatureMarks {
    ObjectWriter.append(reference.number, to: &output)
    output.append(0x20)
    ObjectWriter.append(reference.generation, to: &output)
    ObjectWriter.appendText(" obj\n<<", to: &output)
    for entry in dictionary.entries
    where !entry.value.isNull && entry.key != "ByteRange" && entry.key != "Contents" {
      ObjectWriter.append(entry.key, to: &output)
      output.append(0x20)
      ObjectWriter.append(entry.value, to: &output)
    }
    ObjectWriter.appendText("/ByteRange ", to: &output)
    let rangeStart = output.count
    output.append(contentsOf: repeatElement(0x20, count: 3 + 3 * (width + 1)))
    let rangeEnd = output.count
    ObjectWriter.appendText("/Contents ", to: &output)
    let start = output.count
    output.append(0x3C)
    output.append(contentsOf: repeatElement(0x30, count: 2 * capacity))
    output.append(0x3E)
    let end = output.count
    ObjectWriter.appendText(">>\nendobj\n", to: &output)
    return SignatureMarks(
      reference: reference, byteRange: rangeStart..<rangeEnd, contents: start..<end, capacity: capacity)
  }

  /// Fills in `/ByteRange` now that the length of the file is known.
  func finish(in output: inout [UInt8], base: Int) throws(PDFError) -> SignaturePlaceholder {
    let second = base + contents.upperBound
    let numbers = [0, base + contents.lowerBound, second, base + output.count - second]
    guard base + output.count < 10_000_000_000 else {
      throw PDFError(.limitExceeded, "The file is too large to be signed (10 GB).")
    }
    var token: [UInt8] = [0x5B]
    for (index, number) in numbers.enumerated() {
      if index > 0 { token.append(0x20) }
      ObjectWriter.append(number, to: &token)
    }
    token.append(0x5D)
    for (index, byte) in token.enumerated() { output[byteRange.lowerBound + index] = byte }
    return SignaturePlaceholder(
      reference: reference, byteRangeToken: (base + byteRange.lowerBound)..<(base + byteRange.lowerBound + token.count),
      byteRange: numbers, contents: (base + contents.lowerBound)..<(base + contents.upperBound), capacity: capacity)
  }
}
