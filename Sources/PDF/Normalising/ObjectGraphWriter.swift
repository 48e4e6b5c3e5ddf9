/// Writes everything reachable from a catalog as a new one-revision file with a classic table (§7.5).
struct ObjectGraphWriter<Source: PDFObjectSource> {
  let source: Source
  private(set) var removed: Set<DocumentRewriter.Removal> = []
  private var numbers: [PDFReference: Int] = [:]
  private var order: [PDFReference] = []

  init(source: Source) { self.source = source }

  /// Objects written.
  var objectCount: Int { order.count }

  mutating func write(root: PDFReference, info: PDFDictionary?) throws(PDFError) -> [UInt8] {
    var output: [UInt8] = []
    ObjectWriter.appendText("%PDF-1.7\n%", to: &output)
    output.append(contentsOf: [0xE2, 0xE3, 0xCF, 0xD3, 0x0A])
    var offsets: [Int] = []
    _ = number(root)
    var next = 0
    while next < order.count {
      let reference = order[next]
      next += 1
      offsets.append(output.count)
      let object = try copy(try source.object(reference), depth: 0)
      var encoded: ArraySlice<UInt8>?
      if case .stream(let stream) = object { encoded = try source.encodedBytes(of: stream) }
      ObjectWriter.appendIndirect(PDFReference(next), object, encoded: encoded, to: &output)
    }
    var trailer: PDFDictionary = ["Root": .reference(PDFReference(1))]
    if let info = try information(info) {
      offsets.append(output.count)
      ObjectWriter.appendIndirect(PDFReference(offsets.count), .dictionary(info), encoded: nil, to: &output)
      trailer["Info"] = .reference(PDFReference(offsets.count))
    }
    trailer["Size"] = .integer(offsets.count + 1)
    let identifier = PDFObject.string(
      PDFString(IncrementalUpdate.mix(output, excluding: 0..<0, seed: output.count), form: .hexadecimal))
    trailer["ID"] = .array([identifier, identifier])
    appendTable(offsets, trailer: trailer, to: &output)
    return output
  }

  private func appendTable(_ offsets: [Int], trailer: PDFDictionary, to output: inout [UInt8]) {
    let start = output.count
    ObjectWriter.appendText("xref\n0 ", to: &output)
    ObjectWriter.append(offsets.count + 1, to: &output)
    ObjectWriter.appendText("\n0000000000 65535 f \n", to: &output)
    for offset in offsets {
      ObjectWriter.appendPadded(offset, width: 10, to: &output)
      ObjectWriter.appendText(" 00000 n \n", to: &output)
    }
    ObjectWriter.appendText("trailer\n", to: &output)
    ObjectWriter.append(trailer, to: &output)
    ObjectWriter.appendText("\nstartxref\n", to: &output)
    ObjectWriter.append(start, to: &output)
    ObjectWriter.appendText("\n%%EOF\n", to: &output)
  }

  private mutating func number(_ reference: PDFReference) -> Int {
    if let known = numbers[reference] { return known }
    order.append(reference)
    numbers[reference] = order.count
    return order.count
  }

  // MARK: copying

  private mutating func copy(_ object: PDFObject, depth: Int) throws(PDFError) -> PDFObject {
    guard depth <= source.limits.depthMax + 8 else {
      throw PDFError(.depthExceeded, "Objects are nested too deeply to be written.")
    }
    switch object {
    case .reference(let reference):
      if numbers[reference] == nil, try source.object(reference).isNull { return .null }
      return .reference(PDFReference(number(reference)))
    case .array(let elements):
      var result: [PDFObject] = []
      result.reserveCapacity(elements.count)
      for element in elements { result.append(try copy(element, depth: depth + 1)) }
      return .array(result)
    case .dictionary(let dictionary): return .dictionary(try copy(dictionary, depth: depth))
    case .stream(var stream):
      // Data in other files, pages of other files, and pictures meant for the printer alone: two looks for one place.
      for key in ["F", "FFilter", "FDecodeParms", "Length", "Ref", "Alternates", "OPI"] as [PDFName] {
        stream.dictionary[key] = nil
      }
      stream.dictionary = try copy(stream.dictionary, depth: depth)
      return .stream(stream)
    default: return object
    }
  }

  private mutating func copy(_ dictionary: PDFDictionary, depth: Int) throws(PDFError) -> PDFDictionary {
    var entries: [PDFDictionary.Entry] = []
    entries.reserveCapacity(dictionary.count)
    for entry in dictionary.entries where !entry.value.isNull {
      guard try keeps(entry) else { continue }
      entries.append(PDFDictionary.Entry(key: entry.key, value: try copy(entry.value, depth: depth + 1)))
    }
    return PDFDictionary(distinct: entries)
  }

  /// Leaves out what acts, what hides and what carries other files.
  private mutating func keeps(_ entry: PDFDictionary.Entry) throws(PDFError) -> Bool {
    switch entry.key {
    case "AA": removed.insert(.additionalActions)
    case "OC": removed.insert(.optionalContent)
    case "EmbeddedFiles", "AF", "EF": removed.insert(.embeddedFiles)
    case "JavaScript": removed.insert(.javaScript)
    case "XFA": removed.insert(.xfa)
    case "PieceInfo": break
    case "JS", "A", "PA", "Next":
      guard let action = try source.resolve(entry.value).dictionaryValue, let kind = action["S"]?.nameValue else {
        if entry.key == "JS" { removed.insert(.javaScript) }
        return entry.key != "JS"
      }
      if try isHarmless(action, kind) { return true }
      removed.insert(kind == "JavaScript" ? .javaScript : .unsafeActions)
    default: return true
    }
    return false
  }

  /// Going to a place in the same file, or to a web or mail address when clicked.
  private func isHarmless(_ action: PDFDictionary, _ kind: PDFName) throws(PDFError) -> Bool {
    guard action["Next"] == nil else { return false }
    switch kind {
    case "GoTo": return true
    case "URI":
      let address = try source.value("URI", of: action)?.stringValue?.text.lowercased() ?? ""
      return address.hasPrefix("https://") || address.hasPrefix("http://") || address.hasPrefix("mailto:")
    case "Launch", "GoToR", "GoToE", "Thread", "Sound", "Movie", "Hide", "Named", "SubmitForm", "ResetForm",
      "ImportData",
      "JavaScript", "SetOCGState", "Rendition", "Trans", "GoTo3DView", "RichMediaExecute", "GoToDp":
      return false
    default: return action["Type"]?.nameValue != "Action"
    }
  }

  /// The strings of the information dictionary.
  private func information(_ info: PDFDictionary?) throws(PDFError) -> PDFDictionary? {
    guard let info else { return nil }
    var result = PDFDictionary()
    for entry in info.entries {
      if case .string(let string) = try source.resolve(entry.value) { result[entry.key] = .string(string) }
    }
    return result.isEmpty ? nil : result
  }
}
