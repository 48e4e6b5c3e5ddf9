/// Writes everything reachable in a salvaged file as a new one-revision file under the old numbers.
enum SalvagedFileWriter {
  static func write(_ file: SalvagedFile, root: PDFReference) throws(PDFError) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(file.bytes.count + 4096)
    ObjectWriter.appendText("%PDF-1.7\n%", to: &output)
    output.append(contentsOf: [0xE2, 0xE3, 0xCF, 0xD3, 0x0A])
    var offsets: [(reference: PDFReference, offset: Int)] = []
    for reference in try reachable(file) {
      let object = try file.object(reference)
      var encoded: ArraySlice<UInt8>?
      if case .stream(let stream) = object { encoded = try file.encodedBytes(of: stream) }
      offsets.append((reference, output.count))
      ObjectWriter.appendIndirect(reference, object, encoded: encoded, to: &output)
    }
    var trailer = file.trailer
    trailer["Size"] = .integer((offsets.last?.reference.number ?? 0) + 1)
    let start = output.count
    ObjectWriter.appendText("xref\n0 1\n0000000000 65535 f \n", to: &output)
    for run in IncrementalUpdate.runs(offsets) {
      ObjectWriter.append(offsets[run.lowerBound].reference.number, to: &output)
      output.append(0x20)
      ObjectWriter.append(run.count, to: &output)
      output.append(0x0A)
      for item in offsets[run] {
        ObjectWriter.appendPadded(item.offset, width: 10, to: &output)
        output.append(0x20)
        ObjectWriter.appendPadded(item.reference.generation, width: 5, to: &output)
        ObjectWriter.appendText(" n \n", to: &output)
      }
    }
    ObjectWriter.appendText("trailer\n", to: &output)
    ObjectWriter.append(trailer, to: &output)
    ObjectWriter.appendText("\nstartxref\n", to: &output)
    ObjectWriter.append(start, to: &output)
    ObjectWriter.appendText("\n%%EOF\n", to: &output)
    return output
  }

  /// References that exist and that the trailer leads to, ascending.
  private static func reachable(_ file: SalvagedFile) throws(PDFError) -> [PDFReference] {
    var seen: Set<PDFReference> = []
    var waiting: [PDFReference] = []
    var stack: [PDFObject] = [.dictionary(file.trailer)]
    while true {
      while let object = stack.popLast() {
        switch object {
        case .reference(let reference):
          if seen.insert(reference).inserted { waiting.append(reference) }
        case .array(let elements): stack.append(contentsOf: elements)
        case .dictionary(let dictionary): stack.append(contentsOf: dictionary.entries.map(\.value))
        case .stream(let stream): stack.append(contentsOf: stream.dictionary.entries.map(\.value))
        default: break
        }
      }
      guard let reference = waiting.popLast() else { break }
      let object = try file.object(reference)
      if object.isNull { seen.remove(reference) } else { stack.append(object) }
      if object.isNull { _ = seen.insert(PDFReference(reference.number, 65535)) }
    }
    return seen.filter { $0.generation != 65535 }.sorted { $0.number < $1.number }
  }
}
