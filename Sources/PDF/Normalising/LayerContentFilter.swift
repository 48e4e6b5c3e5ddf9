/// Takes what hidden layers paint out of a content stream; what else they do to the graphics state stays, because the
/// content behind them relies on it (ISO 32000-2 §8.11.3.2). Bytes that stay are copied as they are.
struct LayerContentFilter<Source: PDFObjectSource> {
  private enum Mark { case layer(isHidden: Bool), other }

  let source: Source
  let resources: PDFDictionary
  private(set) var states: LayerStates
  /// XObjects whose drawing was dropped, and those that are still drawn.
  private(set) var dropped: Set<PDFName> = []
  private(set) var drawn: Set<PDFName> = []
  /// Whether there are marks of layers, and whether something of them was hidden.
  private(set) var hasLayers = false
  private(set) var droppedHidden = false
  private var marks: [Mark] = []
  private var hiddenDepth = 0
  /// Text rendering mode, saved by `q`.
  private var mode = 0
  private var modes: [Int] = []
  /// Whether hidden text was dropped since the text position was last set: readers then differ in where the next goes.
  private var isPositionLost = false

  init(_ resources: PDFDictionary, states: LayerStates, in source: Source) {
    self.resources = resources
    self.states = states
    self.source = source
  }

  /// The content without what is hidden; nil when it has no layers. Throws `contentUnsupported` when text that is
  /// shown follows hidden text on the same line.
  mutating func filter(_ data: [UInt8]) throws(PDFError) -> [UInt8]? {
    var scanner = ContentScanner(data, limits: source.limits)
    var output: [UInt8] = []
    var copied = 0
    while let (name, operands) = try scanner.next() {
      guard let replacement = try replacement(for: name, operands) else { continue }
      output += data[copied..<scanner.range.lowerBound]
      output += Array(replacement.utf8)
      copied = scanner.range.upperBound
    }
    guard copied > 0 else { return nil }
    return output + data[copied...]
  }

  /// What stands in place of an operation; nil when it stays.
  private mutating func replacement(for name: PDFName, _ operands: [PDFObject]) throws(PDFError) -> String? {
    switch name {
    case "BDC", "BMC": return try begin(operands)
    case "EMC": return end()
    case "q":
      if modes.count < source.limits.objectValuesMax { modes.append(mode) }
    case "Q": mode = modes.popLast() ?? mode
    case "Tr": mode = operands.first?.integerValue ?? mode
    case "BT", "Td", "TD", "Tm", "T*": isPositionLost = false
    case "Tj", "TJ", "'", "\"": return try show(name, operands)
    case "S", "s", "f", "F", "f*", "B", "B*", "b", "b*": return hiddenDepth > 0 ? "n" : nil
    case "sh", "BI", "ID": return hiddenDepth > 0 ? "" : nil
    case "Do": return try draw(operands)
    default: break
    }
    return nil
  }

  // MARK: marks

  private mutating func begin(_ operands: [PDFObject]) throws(PDFError) -> String? {
    guard marks.count < source.limits.objectValuesMax else {
      throw PDFError(.limitExceeded, "Content is marked more deeply than can be followed.")
    }
    guard operands.count == 2, operands[0].nameValue == "OC", let name = operands[1].nameValue else {
      marks.append(.other)
      return nil
    }
    let properties = try source.dictionary("Properties", of: resources) ?? PDFDictionary()
    let isHidden = try states.isHidden(properties[name], in: source)
    marks.append(.layer(isHidden: isHidden))
    hasLayers = true
    if isHidden {
      hiddenDepth += 1
      droppedHidden = true
    }
    return ""
  }

  private mutating func end() -> String? {
    guard case .layer(let isHidden)? = marks.popLast() else { return nil }
    if isHidden { hiddenDepth -= 1 }
    return ""
  }

  // MARK: painting

  private mutating func show(_ name: PDFName, _ operands: [PDFObject]) throws(PDFError) -> String? {
    let startsLine = name == "'" || name == "\""
    if startsLine { isPositionLost = false }
    guard hiddenDepth > 0 else {
      guard !isPositionLost else { throw Self.inseparable }
      return nil
    }
    // Text that cuts what follows to its outlines (§9.3.6) is more than paint.
    guard mode < 4 else { throw Self.inseparable }
    isPositionLost = true
    guard name == "\"", operands.count == 3, let word = operands[0].numberValue, let character = operands[1].numberValue
    else { return startsLine ? "T*" : "" }
    return "\(PDFMatrix.text(word)) Tw \(PDFMatrix.text(character)) Tc T*"
  }

  private mutating func draw(_ operands: [PDFObject]) throws(PDFError) -> String? {
    guard let name = operands.last?.nameValue else { return nil }
    let pictures = try source.dictionary("XObject", of: resources) ?? PDFDictionary()
    let own = try source.value(name, of: pictures)?.dictionaryOrStreamDictionary?["OC"]
    guard hiddenDepth == 0, try !states.isHidden(own, in: source) else {
      dropped.insert(name)
      droppedHidden = true
      return ""
    }
    drawn.insert(name)
    return nil
  }

  private static var inseparable: PDFError {
    PDFError(
      .contentUnsupported,
      "A hidden layer cannot be told apart from the text beside it. Print the file to a new PDF so that only what is shown is left.")
  }

  // MARK: resources

  /// The resources without the layers and without pictures that only hidden layers drew.
  func remainingResources() throws(PDFError) -> PDFDictionary {
    var resources = resources
    if let properties = try source.dictionary("Properties", of: resources) {
      var kept = PDFDictionary()
      for entry in properties.entries {
        let type = try source.resolve(entry.value).dictionaryValue?["Type"]?.nameValue
        if type != "OCG", type != "OCMD" { kept[entry.key] = entry.value }
      }
      resources["Properties"] = kept.isEmpty ? nil : .dictionary(kept)
    }
    if var pictures = try source.dictionary("XObject", of: resources) {
      for name in dropped.subtracting(drawn) { pictures[name] = nil }
      resources["XObject"] = .dictionary(pictures)
    }
    return resources
  }
}
