extension PDFObjectSource {
  /// All pages in order (R10). Throws on cycles, on nodes that are neither page nor tree, and on pages without a box.
  public func pages() throws(PDFError) -> [PDFPage] {
    var walker = PageTreeWalker()
    guard let root = try catalog()["Pages"]?.referenceValue else {
      throw PDFError(.pageTreeInvalid, "The catalog has no /Pages reference.")
    }
    try walker.walk(root, in: self)
    return walker.pages
  }

  /// Page `index` (0 = first). Throws `pageMissing` when there are fewer pages. O(pages).
  public func page(at index: Int) throws(PDFError) -> PDFPage {
    let pages = try pages()
    guard pages.indices.contains(index) else {
      throw PDFError(.pageMissing, "Page \(index + 1) does not exist; the file has \(pages.count) pages.")
    }
    return pages[index]
  }
}

/// Walks the page tree with an explicit stack and carries inherited attributes down.
private struct PageTreeWalker {
  struct Inherited {
    var mediaBox: PDFObject?
    var cropBox: PDFObject?
    var rotate: PDFObject?
    var resources: PDFObject?

    mutating func take(_ dictionary: PDFDictionary) {
      mediaBox = dictionary["MediaBox"] ?? mediaBox
      cropBox = dictionary["CropBox"] ?? cropBox
      rotate = dictionary["Rotate"] ?? rotate
      resources = dictionary["Resources"] ?? resources
    }
  }
  var pages: [PDFPage] = []
  private var visited: Set<PDFReference> = []

  mutating func walk(_ root: PDFReference, in source: some PDFObjectSource) throws(PDFError) {
    var stack: [(node: PDFReference, inherited: Inherited, depth: Int)] = [(root, Inherited(), 0)]
    while let (reference, above, depth) = stack.popLast() {
      guard visited.insert(reference).inserted else {
        throw PDFError(.pageTreeInvalid, "Object \(reference.number) occurs twice in the page tree.")
      }
      guard depth <= source.limits.depthMax else {
        throw PDFError(.depthExceeded, "The page tree is deeper than \(source.limits.depthMax).")
      }
      guard let node = try source.object(reference).dictionaryValue else {
        throw PDFError(.pageTreeInvalid, "Object \(reference.number) in the page tree is no dictionary.")
      }
      var inherited = above
      inherited.take(node)
      let kids = try source.value("Kids", of: node)
      switch (node["Type"]?.nameValue, kids) {
      case ("Page"?, nil), (nil, nil): try add(reference, node, inherited, in: source)
      case ("Pages"?, .array(let kids)?), (nil, .array(let kids)?):
        guard stack.count + pages.count + kids.count <= source.limits.pagesMax else {
          throw PDFError(.limitExceeded, "The page tree names more than \(source.limits.pagesMax) pages.")
        }
        for kid in kids.reversed() {
          guard let next = kid.referenceValue else {
            throw PDFError(.pageTreeInvalid, "A kid of the page tree is not a reference.")
          }
          stack.append((next, inherited, depth + 1))
        }
      default: throw PDFError(.pageTreeInvalid, "Object \(reference.number) is neither a page nor a page tree node.")
      }
    }
  }

  private mutating func add(
    _ reference: PDFReference, _ node: PDFDictionary, _ inherited: Inherited, in source: some PDFObjectSource
  ) throws(PDFError) {
    guard pages.count < source.limits.pagesMax else {
      throw PDFError(.limitExceeded, "The file has more than \(source.limits.pagesMax) pages.")
    }
    guard let mediaBox = try source.rectangle(inherited.mediaBox), !mediaBox.isEmpty else {
      throw PDFError(.pageTreeInvalid, "Page \(pages.count + 1) has no usable /MediaBox.")
    }
    let cropBox = try source.rectangle(inherited.cropBox)?.intersection(mediaBox) ?? mediaBox
    let rotate = try inherited.rotate.map { (object) throws(PDFError) in try source.resolve(object) }
    let degrees = rotate?.integerValue ?? 0
    guard degrees % 90 == 0 else {
      throw PDFError(.pageTreeInvalid, "Page \(pages.count + 1) is turned by \(degrees) degrees.")
    }
    let resources = try inherited.resources.map { (object) throws(PDFError) in try source.resolve(object) }
    let unit = try source.value("UserUnit", of: node)?.numberValue ?? 1
    pages.append(
      PDFPage(
        index: pages.count, reference: reference, dictionary: node, mediaBox: mediaBox, cropBox: cropBox,
        rotate: (degrees % 360 + 360) % 360, resources: resources?.dictionaryValue ?? PDFDictionary(),
        userUnit: unit > 0 ? unit : 1))
  }
}
