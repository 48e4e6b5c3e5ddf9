/// 骑缝章: one seal cut into strips along an edge of several pages (E-23). Only the height on the page is chosen; a seal is
/// never turned, so square ones stay straight.
package struct SeamSeal: Equatable, Sendable {
  /// Which pages carry a strip.
  package enum Pages: Equatable, Sendable {
    case all, odd, even
    /// Given pages, from 1, in order.
    case some([Int])
  }

  package enum Edge: String, Sendable, CaseIterable { case right, left }

  /// Pages that one whole seal is cut over at most; longer files carry several (E-23).
  package static let groupMax = 50
  /// Usual pages of one seal: a strip of 42 mm over 20 pages is 2 mm wide and can still be seen.
  package static let groupUsual = 20
  /// Seams of one round, all parties together.
  package static let seamsMax = 20

  package let id: ID<SeamSeal>
  package let partyID: ID<ContractParty>
  package let pages: Pages
  package let edge: Edge
  /// Middle of the seal, in points from the lower edge of the page as shown.
  package let middle: Double
  /// Room for the seal, in points: width of all strips together, and height.
  package let width: Double
  package let height: Double
  /// Pages over which one seal is cut, 2…50.
  package let group: Int

  package init(
    id: ID<SeamSeal>, partyID: ID<ContractParty>, pages: Pages, edge: Edge = .right, middle: Double,
    width: Double = 119, height: Double = 119, group: Int = SeamSeal.groupUsual
  ) {
    self.id = id
    self.partyID = partyID
    self.pages = pages
    self.edge = edge
    self.middle = middle
    self.width = width
    self.height = height
    self.group = group
  }

  /// One strip: the `index`-th of `count`, counted from the seal's left.
  package struct Strip: Equatable, Sendable {
    package let page: Int
    package let index: Int
    package let count: Int
    /// Room on the page, which the strip must not leave.
    package let box: PageBox
    package let fieldName: String
  }

  /// Pages that carry a strip in a file of `pageCount` pages.
  package func pages(of pageCount: Int) -> [Int] {
    guard pageCount > 0 else { return [] }
    switch pages {
    case .all: return Array(1...pageCount)
    case .odd: return Array(stride(from: 1, through: pageCount, by: 2))
    case .even: return Array(stride(from: 2, through: pageCount, by: 2))
    case .some(let pages): return Array(Set(pages)).sorted().filter { (1...pageCount).contains($0) }
    }
  }

  /// Pages of each whole seal: as even as possible, none of them alone on a page.
  package func groups(of pageCount: Int) -> [[Int]] {
    let pages = pages(of: pageCount)
    guard pages.count >= 2 else { return [] }
    let size = min(max(group, 2), Self.groupMax)
    let count = (pages.count + size - 1) / size
    // With groups of two an odd page would be left alone: it joins the group before.
    let number = pages.count / count < 2 ? max(1, count - 1) : count
    var groups: [[Int]] = []
    var start = 0
    for index in 0..<number {
      let end = start + (pages.count - start) / (number - index)
      groups.append(Array(pages[start..<end]))
      start = end
    }
    return groups
  }

  /// Every strip, given the sizes of the pages as shown (points, page 1 first).
  package func strips(on sizes: [(width: Double, height: Double)]) -> [Strip] {
    groups(of: sizes.count).flatMap { pages in
      pages.enumerated().map { index, page in
        let size = sizes[page - 1]
        let share = width / Double(pages.count)
        let tall = min(height, size.height)
        let y = min(max(0, middle - tall / 2), size.height - tall)
        let box = PageBox(x: edge == .right ? size.width - share : 0, y: y, width: share, height: tall)
        // Along the left edge pages lie the other way round: the last page is outermost.
        let position = edge == .right ? index : pages.count - 1 - index
        return Strip(page: page, index: position, count: pages.count, box: box, fieldName: "heqi-seam-\(id)-\(page)")
      }
    }
  }

  /// Throws `ContractError` `.seamInvalid` with what to do.
  package func check(pageCount: Int) throws(ContractError) {
    guard pages(of: pageCount).count >= 2 else {
      throw Self.invalid("骑缝章至少要跨两页", "a seam seal runs over two pages or more")
    }
    guard (2...Self.groupMax).contains(group) else {
      throw Self.invalid("一枚骑缝章可跨 2 至 50 页", "one seal is cut over 2 to 50 pages")
    }
    guard middle.isFinite, width.isFinite, height.isFinite, (20...180).contains(width), (20...180).contains(height)
    else { throw Self.invalid("骑缝章的位置或尺寸不对", "its place or size is out of range") }
    let thinnest = groups(of: pageCount).map { width / Double($0.count) }.min() ?? width
    // 2 points: below it a strip cannot be told from a hair line.
    guard thinnest >= 2 else {
      throw Self.invalid("每页的印迹太窄，请减少每枚印章跨的页数", "the strips are too thin; cut each seal over fewer pages")
    }
  }

  private static func invalid(_ chinese: String, _ english: String) -> ContractError {
    ContractError(.seamInvalid, english, remark: Bilingual(chinese, english))
  }
}

extension SeamSeal.Pages {
  /// `all`, `odd`, `even`, or a list such as `1-3,7`: columns and form fields.
  package var text: String {
    switch self {
    case .all: "all"
    case .odd: "odd"
    case .even: "even"
    case .some(let pages): PageList.text(pages)
    }
  }

  package init?(_ text: String) {
    switch text {
    case "all": self = .all
    case "odd": self = .odd
    case "even": self = .even
    default:
      guard let pages = PageList.pages(text) else { return nil }
      self = .some(pages)
    }
  }
}

/// Lists of page numbers as people write them.
package enum PageList {
  /// `1-3,7`.
  package static func text(_ pages: [Int]) -> String {
    var parts: [String] = []
    var run: ClosedRange<Int>?
    func close() {
      if let run { parts.append(run.count == 1 ? "\(run.lowerBound)" : "\(run.lowerBound)-\(run.upperBound)") }
    }
    for page in Set(pages).sorted() {
      if let last = run, page == last.upperBound + 1 {
        run = last.lowerBound...page
      } else {
        close()
        run = page...page
      }
    }
    close()
    return parts.joined(separator: ",")
  }

  /// nil for anything but numbers and ranges up to 2,000; Chinese commas and dashes are taken too.
  package static func pages(_ text: String) -> [Int]? {
    var pages: Set<Int> = []
    let parts = text.split(whereSeparator: { ",，、; ".contains($0) })
    for part in parts {
      let ends = part.split(whereSeparator: { "-–—~".contains($0) }).map { Int($0) }
      guard let first = ends.first.flatMap({ $0 }), ends.count <= 2, let last = ends.last.flatMap({ $0 }), first >= 1,
        first <= last, last <= 2_000
      else { return nil }
      pages.formUnion(first...last)
    }
    return pages.isEmpty ? nil : pages.sorted()
  }
}
