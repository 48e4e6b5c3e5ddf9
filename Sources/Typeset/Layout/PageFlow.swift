internal import Graphics

/// Fills pages with blocks from top to bottom. Lengths in points, `y` grows downwards from the upper edge.
struct PageFlow {
  /// ISO 216 A4.
  static let pageWidth = 595.276
  static let pageHeight = 841.89

  let document: Document
  let shaper: TextShaper
  /// Finished pages and the one being filled.
  var pages = [ContentStream()]
  var y: Double
  /// Pixel pictures in order of their resource names `/Im0`, `/Im1`, …
  var images: [PixelImage] = []
  /// What the marked parts of the pages are.
  var structure = StructureTree()
  /// True while something is drawn that is no content.
  var isArtifact = false
  /// Anchors met so far, with their places.
  var anchors: [Document.PlacedAnchor] = []
  /// Content of the form `/WM` that lies behind the text of every page.
  var watermark: [UInt8]?

  init(document: Document, shaper: TextShaper) {
    self.document = document
    self.shaper = shaper
    y = document.style.marginTop
  }

  var style: Document.Style { document.style }
  var left: Double { style.marginSide }
  var width: Double { Self.pageWidth - 2 * style.marginSide }
  var bottom: Double { Self.pageHeight - style.marginBottom }
  var isAtTop: Bool { y <= style.marginTop }

  mutating func place(_ block: Block) throws(TypesetError) {
    switch block {
    case .heading(let level, let runs, let alignment): try heading(level, runs, alignment)
    case .paragraph(let runs, let alignment):
      let looks = TextShaper.Style(
        family: style.family, size: style.size, leading: style.leading, alignment: alignment)
      let lines = try shaper.lines(runs, width: width, style: looks)
      try element(.paragraph) { (page) throws(TypesetError) in try page.flow(lines, x: page.left) }
      y += style.size * 0.5
    case .styled(let paragraph): try place(paragraph)
    case .list(let ordered, let items):
      try element(.list) { (page) throws(TypesetError) in try page.list(items, ordered: ordered) }
    case .table(let table): try element(.table) { (page) throws(TypesetError) in try page.place(table) }
    case .grid(let grid): try element(.table) { (page) throws(TypesetError) in try page.place(grid) }
    case .keyValues(let pairs, let columns):
      try element(.table) { (page) throws(TypesetError) in try page.keyValues(pairs, columns: columns) }
    case .image(let picture):
      try element(.figure, label: picture.label) { (page) throws(TypesetError) in try page.place(picture) }
    case .rule:
      try makeRoom(12)
      hairline(from: left, to: left + width, at: y + 4)
      y += 12
    case .spacer(let height):
      if !isAtTop { y += min(max(height, 0), Self.pageHeight) }
    case .pageBreak:
      if !isAtTop { try newPage() }
    }
  }

  private mutating func place(_ paragraph: Paragraph) throws(TypesetError) {
    let size = min(max(paragraph.size ?? style.size, 4), 200)
    let inset = min(max(paragraph.inset, 0), width - 4 * size)
    let looks = TextShaper.Style(
      family: style.family, size: size, leading: paragraph.leading ?? style.leading, alignment: paragraph.alignment,
      indent: min(max(paragraph.indent, 0), width / 2))
    if !isAtTop { y += max(paragraph.before, 0) }
    let lines = try shaper.lines(paragraph.runs, width: width - inset, style: looks)
    try element(.paragraph) { (page) throws(TypesetError) in try page.flow(lines, x: page.left + inset) }
    y += max(paragraph.after ?? size * 0.5, 0)
  }

  private mutating func heading(_ level: Int, _ runs: [Run], _ alignment: Alignment?) throws(TypesetError) {
    var looks = TextShaper.Style(family: .serif, size: style.size * 2, leading: 1.45, bold: true, alignment: .centre)
    var before = 0.0
    var after = style.size * 1.2
    if level == 1 {
      looks = TextShaper.Style(family: .serif, size: style.size * 1.35, leading: 1.45, bold: true)
      (before, after) = (style.size * 1.4, style.size * 0.5)
    } else if level > 1 {
      looks = TextShaper.Style(family: .serif, size: style.size * 1.12, leading: 1.45, bold: true)
      (before, after) = (style.size * 0.8, style.size * 0.3)
    }
    looks.alignment = alignment ?? looks.alignment
    let lines = try shaper.lines(runs, width: width, style: looks)
    let height = lines.reduce(0) { $0 + $1.height }
    // A heading does not stand alone at the foot of a page: two lines of text must fit below it.
    let wanted = before + height + after + 2 * style.size * style.leading
    if y + wanted > bottom, !isAtTop { try newPage() }
    if !isAtTop { y += before }
    let role: StructureTree.Role = level == 0 ? .heading1 : level == 1 ? .heading2 : .heading3
    try element(role) { (page) throws(TypesetError) in try page.flow(lines, x: page.left) }
    y += after
  }

  private mutating func list(_ items: [[Run]], ordered: Bool) throws(TypesetError) {
    let looks = TextShaper.Style(family: style.family, size: style.size, leading: style.leading)
    let indent = ordered ? style.size * 2.2 : style.size * 1.3
    for (index, item) in items.enumerated() {
      let marker = try shaper.lines([Run(ordered ? "\(index + 1)." : "•")], width: indent * 2, style: looks)
      let lines = try shaper.lines(item, width: width - indent, style: looks)
      guard let first = lines.first else { continue }
      try makeRoom(first.height * Double(min(lines.count, 2)))
      openElement(.item)
      openElement(.itemBody)
      if let marker = marker.first { draw(marker, x: left + style.size * 0.3, top: y) }
      try flow(lines, x: left + indent)
      closeElement()
      closeElement()
      y += style.size * 0.2
    }
    y += style.size * 0.3
  }

  /// Sets lines below each other and breaks pages between them, never leaving one line alone at the foot.
  mutating func flow(_ lines: [ShapedLine], x: Double) throws(TypesetError) {
    for (index, line) in lines.enumerated() {
      let pair = index == 0 && lines.count > 1 ? line.height + lines[1].height : line.height
      try makeRoom(pair)
      draw(line, x: x, top: y)
      y += line.height
    }
  }

  /// Starts a new page unless `height` fits on this one.
  mutating func makeRoom(_ height: Double) throws(TypesetError) {
    if y + height > bottom + 0.01, !isAtTop { try newPage() }
  }

  mutating func newPage() throws(TypesetError) {
    guard pages.count < Document.pagesMax else {
      throw TypesetError(.tooManyPages, "The document is longer than \(Document.pagesMax) pages; split it.")
    }
    endMark()
    pages.append(ContentStream())
    y = style.marginTop
  }
}

extension PageFlow {
  /// The content of every page with watermark, header and footer.
  mutating func finish() throws(TypesetError) -> [[UInt8]] {
    try drawWatermark()
    var result: [[UInt8]] = []
    let bodies = pages
    // Running lines are written inside one artifact each page.
    isArtifact = true
    for (index, body) in bodies.enumerated() {
      pages = [ContentStream()]
      pages[0].op("/Artifact BMC")
      if watermark != nil { pages[0].op("/WM Do") }
      if let header = document.header {
        try running(header, top: style.marginTop - 34, page: index + 1, of: bodies.count)
        hairline(from: left, to: left + width, at: style.marginTop - 16)
      }
      if let footer = document.footer {
        hairline(from: left, to: left + width, at: bottom + 16)
        try running(footer, top: bottom + 20, page: index + 1, of: bodies.count)
      }
      pages[0].op("EMC")
      pages[0].raw(body.bytes)
      result.append(pages[0].bytes)
    }
    return result
  }

  /// 35° upwards around the middle of the page; takes a picture whose middle is at the origin, y downwards.
  private static let tilt = Transform(
    a: 0.819_15, b: 0.573_58, c: 0.573_58, d: -0.819_15, tx: pageWidth / 2, ty: pageHeight / 2)

  /// The watermark as outlines, so that copied and searched text stays free of it; drawn once for all pages.
  private mutating func drawWatermark() throws(TypesetError) {
    guard let text = document.watermark, !text.isEmpty else { return }
    do {
      let outline = try Path.line(of: text, .sans, bold: true)
      let size = min(46, Self.pageWidth / max(outline.advance, 1))
      let centred = Transform.translation(-outline.advance / 2, 0.35).then(.scale(size, size)).then(Self.tilt)
      var stream = ContentStream()
      stream.fillColour(Colour(hex: 0xEFEBE3))
      stream.path(outline.path, centred)
      stream.op("f")
      watermark = stream.bytes
    } catch {
      throw TypesetError(.fontUnusable, "The watermark cannot be drawn: \(error.message)")
    }
  }

  private mutating func running(
    _ line: Document.RunningLine, top: Double, page: Int, of count: Int
  ) throws(TypesetError) {
    for (text, alignment) in [(line.left, Alignment.left), (line.centre, .centre), (line.right, .right)]
    where !text.isEmpty {
      let filled = Self.fill(text, page: page, of: count)
      let looks = TextShaper.Style(family: .sans, size: style.size * 0.78, leading: 1.6, alignment: alignment)
      let lines = try shaper.lines([Run.muted(filled)], width: width, style: looks)
      if let first = lines.first { draw(first, x: left, top: top) }
    }
  }

  /// `text` with its placeholders replaced; `{{` is a brace that means nothing.
  static func fill(_ text: String, page: Int, of count: Int) -> String {
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      result += rest[..<open]
      rest = rest[open...]
      if rest.hasPrefix("{{") {
        result += "{"
        rest = rest.dropFirst(2)
      } else if rest.hasPrefix("{page}") {
        result += "\(page)"
        rest = rest.dropFirst(6)
      } else if rest.hasPrefix("{pages}") {
        result += "\(count)"
        rest = rest.dropFirst(7)
      } else {
        result += "{"
        rest = rest.dropFirst()
      }
    }
    return result + rest
  }
}
