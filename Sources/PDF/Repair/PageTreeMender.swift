/// Puts right what the strict page tree walker refuses but every reader shows: missing boxes, kids that are no pages,
/// pages named twice, kids by value. A sound tree stays untouched.
struct PageTreeMender {
  /// What readers take for a page without a box: US Letter in points.
  static let defaultBox = PDFRectangle(0, 0, 612, 792)
  private static let inherited: [PDFName] = ["Resources", "MediaBox", "CropBox", "Rotate"]
  private struct Node {
    let object: PDFObject
    let inherited: PDFDictionary
    let ancestors: [PDFReference]
  }

  /// What was put right.
  private(set) var repairs: Set<DocumentRepairer.Repair> = []
  private var pages: [(reference: PDFReference?, dictionary: PDFDictionary)] = []

  mutating func mend(_ file: inout SalvagedFile, root: PDFReference) throws(PDFError) {
    if (try? file.pages()) != nil { return }
    guard var catalog = try file.object(root).dictionaryValue else { return }
    try collect(file, catalog["Pages"] ?? .null)
    if pages.isEmpty {
      for entry in file.objects.values.sorted(by: { $0.reference.number < $1.reference.number }) {
        guard let page = entry.object.dictionaryValue, page.isType("Page") else { continue }
        pages.append((entry.reference, try Self.inheriting(page, file)))
      }
      repairs.insert(.pageTree)
    }
    guard !pages.isEmpty else { throw PDFError(.pageTreeInvalid, "No page could be found.") }
    var used: Set<PDFReference> = []
    var kids: [PDFObject] = []
    let tree = file.add(.null)
    for (reference, dictionary) in pages {
      var page = dictionary
      page["Type"] = .name("Page")
      page["Parent"] = .reference(tree)
      page["Kids"] = nil
      if let box = try file.rectangle(page["MediaBox"]), !box.isEmpty {
      } else {
        page["MediaBox"] = Self.defaultBox.object
        repairs.insert(.mediaBox)
      }
      // Readers ignore turns that are no quarter turns.
      if let turn = try file.value("Rotate", of: page), (turn.integerValue ?? 1) % 90 != 0 {
        page["Rotate"] = nil
        repairs.insert(.pageTree)
      }
      var own = reference
      if let known = reference, !used.insert(known).inserted { own = nil }
      if own == nil { repairs.insert(.pageTree) }
      let place = own ?? file.add(.dictionary(page))
      file.set(place, .dictionary(page))
      kids.append(.reference(place))
    }
    file.set(
      tree, .dictionary(["Type": .name("Pages"), "Kids": .array(kids), "Count": .integer(kids.count)]))
    catalog["Pages"] = .reference(tree)
    file.set(root, .dictionary(catalog))
  }

  /// A page that no tree leads to, with what it would inherit from where its `/Parent` entries lead.
  private static func inheriting(_ page: PDFDictionary, _ file: SalvagedFile) throws(PDFError) -> PDFDictionary {
    var (result, node) = (page, page)
    for _ in 0..<file.limits.depthMax {
      guard let above = node["Parent"]?.referenceValue, let parent = try file.object(above).dictionaryValue else { break }
      for key in inherited { result[key] = result[key] ?? parent[key] }
      node = parent
    }
    return result
  }

  /// Pages in order with what they inherit; circles and what is neither page nor node are left out.
  private mutating func collect(_ file: SalvagedFile, _ root: PDFObject) throws(PDFError) {
    var stack = [Node(object: root, inherited: PDFDictionary(), ancestors: [])]
    var steps = 0
    while let node = stack.popLast() {
      steps += 1
      guard steps <= file.limits.pagesMax, stack.count <= file.limits.pagesMax else {
        throw PDFError(.limitExceeded, "The page tree names more than \(file.limits.pagesMax) pages.")
      }
      let reference = node.object.referenceValue
      guard let dictionary = try file.resolve(node.object).dictionaryValue,
        !node.ancestors.contains(where: { $0 == reference }), node.ancestors.count < file.limits.depthMax
      else {
        repairs.insert(.pageTree)
        continue
      }
      var carried = node.inherited
      for key in Self.inherited { carried[key] = dictionary[key] ?? carried[key] }
      if let kids = try file.array("Kids", of: dictionary), !dictionary.isType("Page") {
        let ancestors = node.ancestors + (reference.map { [$0] } ?? [])
        for kid in kids.reversed() { stack.append(Node(object: kid, inherited: carried, ancestors: ancestors)) }
      } else if dictionary.isType("Page") || dictionary["Contents"] != nil || dictionary["Resources"] != nil {
        var page = dictionary
        for key in Self.inherited { page[key] = carried[key] }
        pages.append((reference, page))
      } else {
        repairs.insert(.pageTree)
      }
    }
  }
}
