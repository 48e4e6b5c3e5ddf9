/// Puts several files into one, one after the other, with a bookmark for each: the one file that a contract of several
/// files signs (J-014). Give it files that ``DocumentRewriter`` has normalised: nothing here looks for what acts or hides.
///
/// Pages keep their content, boxes and turns. Structure for assistive technology is left out, since half a tree would hide
/// the other files from it.
public struct DocumentCombiner {
  /// Files that are combined at most.
  public static let filesMax = 20

  /// One file and its title in the outline.
  public struct Part: Sendable {
    /// The file.
    public let document: PDFDocument
    /// Shown as its bookmark.
    public let title: String

    /// Makes a part.
    public init(document: PDFDocument, title: String) {
      self.document = document
      self.title = title
    }
  }

  /// The file that holds all parts. Throws `limitExceeded` outside 1…``filesMax`` parts, `pageTreeInvalid`, and what
  /// reading throws.
  public static func combine(_ parts: [Part]) throws(PDFError) -> [UInt8] {
    guard let first = parts.first, parts.count <= filesMax else {
      throw PDFError(.limitExceeded, "Between 1 and \(filesMax) files can be put into one.")
    }
    var overlay = IncrementalUpdate(unchecked: first.document)
    guard let root = overlay.catalogReference, let tree = try overlay.catalog()["Pages"]?.referenceValue else {
      throw PDFError(.pageTreeInvalid, "The catalog has no /Pages reference.")
    }
    let top = overlay.allocate()
    var trees = [tree]
    var starts = [try first.document.currentView.pages().first?.reference]
    var count = try first.document.currentView.pages().count
    for part in parts.dropFirst() {
      let view = part.document.currentView
      let pages = try view.pages()
      guard let other = try view.catalog()["Pages"]?.referenceValue else {
        throw PDFError(.pageTreeInvalid, "The catalog has no /Pages reference.")
      }
      var importer = ObjectImporter(source: view)
      let copied = try importer.copy(.reference(other), into: &overlay)
      let start = try pages.first.map { page throws(PDFError) in
        try importer.copy(.reference(page.reference), into: &overlay)
      }
      try importer.finish(into: &overlay)
      guard let copiedTree = copied.referenceValue else { throw PDFError(.pageTreeInvalid, "The page tree is no object.") }
      trees.append(copiedTree)
      starts.append(start?.referenceValue)
      count += pages.count
    }
    for tree in trees {
      guard var node = try overlay.object(tree).dictionaryValue else {
        throw PDFError(.pageTreeInvalid, "The root of the page tree is no dictionary.")
      }
      node["Parent"] = .reference(top)
      overlay.set(tree, .dictionary(node))
    }
    overlay.set(
      top,
      .dictionary([
        "Type": .name("Pages"), "Kids": .array(trees.map { .reference($0) }), "Count": .integer(count),
      ]))
    var catalog: PDFDictionary = [
      "Type": .name("Catalog"), "Pages": .reference(top), "PageMode": .name("UseOutlines"),
      "Outlines": .reference(outline(parts.map(\.title), starts, in: &overlay)),
    ]
    let old = try overlay.catalog()
    for key in ["Lang", "OutputIntents"] as [PDFName] { catalog[key] = old[key] }
    overlay.set(root, .dictionary(catalog))
    var writer = ObjectGraphWriter(source: overlay)
    return try writer.write(root: root, info: nil)
  }

  /// One bookmark for each file, at its first page.
  private static func outline(
    _ titles: [String], _ starts: [PDFReference?], in overlay: inout IncrementalUpdate
  ) -> PDFReference {
    let list = overlay.allocate()
    let items = titles.map { _ in overlay.allocate() }
    for (position, item) in items.enumerated() {
      var entry: PDFDictionary = ["Title": .text(titles[position]), "Parent": .reference(list)]
      if let start = starts[position] {
        entry["Dest"] = .array([.reference(start), .name("Fit")])
      }
      if position > 0 { entry["Prev"] = .reference(items[position - 1]) }
      if position + 1 < items.count { entry["Next"] = .reference(items[position + 1]) }
      overlay.set(item, .dictionary(entry))
    }
    overlay.set(
      list,
      .dictionary([
        "Type": .name("Outlines"), "First": .reference(items[0]), "Last": .reference(items[items.count - 1]),
        "Count": .integer(items.count),
      ]))
    return list
  }
}
