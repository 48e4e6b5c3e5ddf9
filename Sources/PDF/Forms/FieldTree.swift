extension PDFObjectSource {
  /// The AcroForm dictionary; nil when there is none.
  public func form() throws(PDFError) -> PDFDictionary? { try dictionary("AcroForm", of: catalog()) }

  /// All terminal fields in order. Throws `formInvalid` on cycles and on kids that are no dictionaries.
  public func formFields() throws(PDFError) -> [PDFFormField] {
    guard let form = try form() else { return [] }
    var walker = FieldTreeWalker()
    try walker.walk(try array("Fields", of: form) ?? [], in: self)
    return walker.fields
  }

  /// The signature fields, signed or empty.
  public func signatureFields() throws(PDFError) -> [PDFFormField] {
    try formFields().filter(\.isSignature)
  }

  /// The terminal field with this fully qualified name; nil when there is none.
  public func formField(named name: String) throws(PDFError) -> PDFFormField? {
    try formFields().first { $0.name == name }
  }
}

/// Walks the field tree with an explicit stack; `/FT`, `/Ff` and `/V` are inherited (§12.7.4.1).
private struct FieldTreeWalker {
  struct Node {
    var object: PDFObject
    var name: String?
    var kind: PDFName?
    var flags: Int?
    var value: PDFObject?
    var depth: Int
  }
  var fields: [PDFFormField] = []
  private var visited: Set<PDFReference> = []

  mutating func walk(_ roots: [PDFObject], in source: some PDFObjectSource) throws(PDFError) {
    var stack = roots.reversed().map { Node(object: $0, depth: 0) }
    while let node = stack.popLast() {
      guard node.depth <= source.limits.depthMax else {
        throw PDFError(.depthExceeded, "The field tree is deeper than \(source.limits.depthMax).")
      }
      if let reference = node.object.referenceValue, !visited.insert(reference).inserted {
        throw PDFError(.formInvalid, "Object \(reference.number) occurs twice in the field tree.")
      }
      let object = try source.resolve(node.object)
      if object.isNull { continue }
      guard let dictionary = object.dictionaryValue else {
        throw PDFError(.formInvalid, "A form field is no dictionary.")
      }
      try visit(node, dictionary, &stack, in: source)
    }
  }

  private mutating func visit(
    _ node: Node, _ dictionary: PDFDictionary, _ stack: inout [Node], in source: some PDFObjectSource
  ) throws(PDFError) {
    var current = node
    if let partial = try source.value("T", of: dictionary)?.stringValue?.text {
      current.name = node.name.map { $0 + "." + partial } ?? partial
      guard (current.name ?? "").utf8.count <= 8192 else {
        throw PDFError(.limitExceeded, "A field name is longer than 8192 bytes.")
      }
    }
    current.kind = try source.value("FT", of: dictionary)?.nameValue ?? node.kind
    current.flags = try source.value("Ff", of: dictionary)?.integerValue ?? node.flags
    current.value = dictionary["V"] ?? node.value
    current.depth = node.depth + 1
    var widgets: [PDFReference] = []
    var children: [Node] = []
    for kid in try source.array("Kids", of: dictionary) ?? [] {
      guard let child = try source.resolve(kid).dictionaryValue else { continue }
      if child["T"] != nil || child["Kids"] != nil {
        var next = current
        next.object = kid
        children.append(next)
      } else if let reference = kid.referenceValue {
        widgets.append(reference)
      }
    }
    stack.append(contentsOf: children.reversed())
    guard stack.count <= source.limits.fieldsMax, fields.count < source.limits.fieldsMax else {
      throw PDFError(.limitExceeded, "The form has more than \(source.limits.fieldsMax) fields.")
    }
    if !children.isEmpty, widgets.isEmpty { return }
    let reference = node.object.referenceValue
    if widgets.isEmpty, let reference, dictionary["Rect"] != nil || dictionary["Subtype"]?.nameValue == "Widget" {
      widgets = [reference]
    }
    var lock: PDFFieldLock?
    if let value = try source.dictionary("Lock", of: dictionary) { lock = try PDFFieldLock(value, in: source) }
    fields.append(
      PDFFormField(
        name: current.name ?? "", kind: current.kind.flatMap { PDFFormField.Kind(rawValue: $0.text) },
        flags: current.flags ?? 0, reference: reference, dictionary: dictionary, widgets: widgets,
        value: current.value, lock: lock))
  }
}
