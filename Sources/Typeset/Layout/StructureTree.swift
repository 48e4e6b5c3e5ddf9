/// What the marked parts of the pages are: the structure tree of a tagged PDF (ISO 32000-2 §14.7, §14.8).
struct StructureTree {
  /// Standard structure types in use here (§14.8.4).
  enum Role: String {
    case document = "Document"
    case heading1 = "H1"
    case heading2 = "H2"
    case heading3 = "H3"
    case paragraph = "P"
    case list = "L"
    case item = "LI"
    case itemBody = "LBody"
    case table = "Table"
    case row = "TR"
    case headCell = "TH"
    case cell = "TD"
    case figure = "Figure"
  }

  enum Kid {
    case element(Int)
    /// Marked content `id` of page `page`, both from 0.
    case content(page: Int, id: Int)
  }

  struct Element {
    let role: Role
    let parent: Int
    var kids: [Kid] = []
    /// Said in the place of a picture.
    var label: String = ""
  }

  /// The first is the document.
  private(set) var elements = [Element(role: .document, parent: 0)]
  private var path = [0]
  /// Page whose content is being marked for the element at the end of `path`.
  private var marked: Int?
  /// The element of every marked content, page by page.
  private(set) var owners: [[Int]] = []

  /// True where text belongs to an element.
  var isInside: Bool { path.count > 1 }

  /// Whether marked content is open; the flow then owes an EMC.
  var isMarking: Bool { marked != nil }

  mutating func open(_ role: Role, label: String = "") {
    let parent = path[path.count - 1]
    elements.append(Element(role: role, parent: parent, label: label))
    elements[parent].kids.append(.element(elements.count - 1))
    path.append(elements.count - 1)
  }

  mutating func close() { path.removeLast() }

  /// The id under which content on `page` is to be marked; nil when it is being marked already.
  mutating func mark(page: Int) -> Int? {
    if marked == page { return nil }
    while owners.count <= page { owners.append([]) }
    let id = owners[page].count
    owners[page].append(path[path.count - 1])
    elements[path[path.count - 1]].kids.append(.content(page: page, id: id))
    marked = page
    return id
  }

  mutating func unmark() { marked = nil }
}
