/// Which layers a reader shows when it opens the file: the default configuration decides (ISO 32000-2 §8.11.4.3).
struct LayerStates: Sendable {
  /// Nodes of visibility expressions that are worked out for one file; shared parts count each time they are met.
  static let expressionNodesMax = 100_000

  /// Groups that are not shown.
  private var hidden: Set<PDFReference> = []
  /// Groups about which readers disagree: not listed, or dependent on language, zoom or an intent of their own.
  private var disputed: Set<PDFReference> = []
  private var nodesLeft = LayerStates.expressionNodesMax

  /// Whether anything can be hidden at all.
  var hidesSomething: Bool { !hidden.isEmpty || !disputed.isEmpty }

  /// Reads `/OCProperties`; without them everything is shown.
  init(_ catalog: PDFDictionary, in source: some PDFObjectSource) throws(PDFError) {
    guard let properties = try source.dictionary("OCProperties", of: catalog) else { return }
    let groups = try LayerStates.references("OCGs", of: properties, in: source)
    let configuration = try source.dictionary("D", of: properties) ?? PDFDictionary()
    let on = try LayerStates.references("ON", of: configuration, in: source)
    let off = try LayerStates.references("OFF", of: configuration, in: source)
    if try source.value("BaseState", of: configuration)?.nameValue == "OFF" {
      hidden = groups.subtracting(on)
    }
    disputed = off.subtracting(groups).union(on.intersection(off))
    hidden.formUnion(off.intersection(groups))
    let intents = try LayerStates.names("Intent", of: configuration, in: source) ?? ["View"]
    if !intents.contains("All") {
      for group in hidden where try LayerStates.isIdle(group, under: intents, in: source) { disputed.insert(group) }
    }
    for application in try source.array("AS", of: configuration) ?? [] {
      guard let application = try source.resolve(application).dictionaryValue,
        try source.value("Event", of: application)?.nameValue == "View"
      else { continue }
      let categories = try LayerStates.names("Category", of: application, in: source) ?? []
      for group in try LayerStates.references("OCGs", of: application, in: source)
      where try isChanged(group, by: categories, in: source) { disputed.insert(group) }
    }
  }

  /// Whether content with this `/OC` entry, a group or a membership dictionary, is not shown.
  /// Throws `contentUnsupported` when readers disagree.
  mutating func isHidden(_ membership: PDFObject?, in source: some PDFObjectSource) throws(PDFError) -> Bool {
    guard hidesSomething, let membership, let dictionary = try source.resolve(membership).dictionaryValue else {
      return false
    }
    guard try source.value("Type", of: dictionary)?.nameValue == "OCMD" else {
      return try membership.referenceValue.map { (group) throws(PDFError) in try isOff(group) } ?? false
    }
    if let expression = try source.array("VE", of: dictionary) {
      return try !isTrue(expression, depth: 0, in: source)
    }
    let groups = try LayerStates.references("OCGs", of: dictionary, in: source)
    if groups.isEmpty { return false }
    var offCount = 0
    for group in groups where try isOff(group) { offCount += 1 }
    return switch try source.value("P", of: dictionary)?.nameValue {
    case "AllOn": offCount > 0
    case "AnyOff": offCount == 0
    case "AllOff": offCount < groups.count
    default: offCount == groups.count
    }
  }

  // MARK: one group

  private func isOff(_ group: PDFReference) throws(PDFError) -> Bool {
    guard !disputed.contains(group) else {
      throw PDFError(
        .contentUnsupported,
        "Readers disagree whether a layer of the file is shown. Switch the layer on or off for good, or print the file to a new PDF.")
    }
    return hidden.contains(group)
  }

  /// Whether the group is meant for another purpose than what is applied; some readers then show it whatever its state.
  private static func isIdle(
    _ group: PDFReference, under intents: [PDFName], in source: some PDFObjectSource
  ) throws(PDFError) -> Bool {
    guard let dictionary = try source.object(group).dictionaryValue else { return false }
    let own = try names("Intent", of: dictionary, in: source) ?? ["View"]
    return !own.contains { intents.contains($0) || $0 == "All" }
  }

  /// Whether opening the file on a screen may change the group's state by itself (§8.11.4.4).
  private func isChanged(
    _ group: PDFReference, by categories: [PDFName], in source: some PDFObjectSource
  ) throws(PDFError) -> Bool {
    guard let dictionary = try source.object(group).dictionaryValue,
      let usage = try source.dictionary("Usage", of: dictionary)
    else { return false }
    for category in categories {
      guard let terms = try source.dictionary(category, of: usage) else { continue }
      switch category {
      case "Zoom", "Language", "User": return true
      case "View", "Print", "Export":
        let state = try source.value(PDFName(category.text + "State"), of: terms)?.nameValue
        if let state, (state == "OFF") != hidden.contains(group) { return true }
      default: break
      }
    }
    return false
  }

  // MARK: expressions

  /// A visibility expression (§8.11.2.2): an operator with its operands.
  private mutating func isTrue(
    _ expression: [PDFObject], depth: Int, in source: some PDFObjectSource
  ) throws(PDFError) -> Bool {
    nodesLeft -= 1
    guard depth < source.limits.depthMax, nodesLeft > 0 else {
      throw PDFError(.limitExceeded, "A layer depends on more conditions than can be worked out.")
    }
    var values: [Bool] = []
    for operand in expression.dropFirst() {
      switch try source.resolve(operand) {
      case .array(let inner): values.append(try isTrue(inner, depth: depth + 1, in: source))
      case .dictionary: if let group = operand.referenceValue { values.append(try !isOff(group)) }
      default: break
      }
    }
    return switch try expression.first.map({ (first) throws(PDFError) in try source.resolve(first) })?.nameValue {
    case "And": values.allSatisfy { $0 }
    case "Or": values.contains(true)
    case "Not": values.first.map { !$0 } ?? true
    default: throw PDFError(.contentUnsupported, "A layer depends on a condition that is not understood. Print the file to a new PDF.")
    }
  }

  // MARK: helpers

  /// The references under `key`: one, or an array of them.
  private static func references(
    _ key: PDFName, of dictionary: PDFDictionary, in source: some PDFObjectSource
  ) throws(PDFError) -> Set<PDFReference> {
    guard let value = dictionary[key] else { return [] }
    switch try source.resolve(value) {
    case .array(let elements): return Set(elements.compactMap(\.referenceValue))
    case .dictionary: return Set([value.referenceValue].compactMap { $0 })
    default: return []
    }
  }

  private static func names(
    _ key: PDFName, of dictionary: PDFDictionary, in source: some PDFObjectSource
  ) throws(PDFError) -> [PDFName]? {
    switch try source.value(key, of: dictionary) {
    case .name(let name): return [name]
    case .array(let elements):
      var names: [PDFName] = []
      for element in elements { if let name = try source.resolve(element).nameValue { names.append(name) } }
      return names
    default: return nil
    }
  }
}
