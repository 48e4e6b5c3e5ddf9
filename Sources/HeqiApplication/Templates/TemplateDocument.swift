internal import Graphics
package import HeqiDomain
internal import Typeset

/// A filled template as a document to be set, and the places of signers in it.
package struct TemplateDocument {
  let document: Typeset.Document
  /// By the number that is the name of the anchor.
  let places: [TemplatePlace]

  package init(_ filled: TemplateBody, title: String) {
    var setter = TemplateSetter(colours: filled.colours)
    let blocks = filled.blocks.compactMap { setter.block($0) }
    var style = Document.Style.agreement
    if let size = filled.size { style.size = size }
    document = Document(
      title: title, blocks: blocks, header: setter.margin(filled.header), footer: setter.margin(filled.footer), style: style)
    places = setter.places
  }

  /// The PDF. Blocks its thread for some milliseconds. Throws `TypesetError`.
  package func pdf() throws -> [UInt8] { try document.render() }
}

/// Turns filled blocks into blocks of `Typeset`.
private struct TemplateSetter {
  let colours: [String: TemplateShade]
  var places: [TemplatePlace] = []

  mutating func block(_ block: TemplateBlock) -> Block? {
    switch block {
    case .heading(let level, let inlines, let look):
      .heading(level: level, runs(inlines, size: look.size), alignment: look.alignment.map(Self.alignment))
    case .paragraph(let inlines, let look):
      .styled(
        Paragraph(
          runs(inlines), alignment: look.alignment.map(Self.alignment) ?? .left, indent: look.indent ?? 0, inset: look.inset ?? 0,
          size: look.size, leading: look.leading, before: look.before ?? 0, after: look.after))
    case .list(let ordered, let items, let look):
      .list(ordered: ordered, items.map { runs($0.inlines, size: look.size) })
    case .table(let table):
      .grid(Grid(weights: table.weights, header: table.head.map { cells($0) }, rows: table.rows.map { cells($0) }, size: table.size))
    case .image(let image): picture(image).map(Block.image)
    case .rule: .rule
    case .space(let height): .spacer(height)
    case .pageBreak: .pageBreak
    // A filled body has none.
    case .when: nil
    }
  }

  private mutating func cells(_ row: TemplateRow) -> [Grid.Cell] {
    row.cells.map { cell in
      Grid.Cell(
        runs(cell.inlines), columns: cell.columns, rows: cell.rows, alignment: cell.alignment.map(Self.alignment) ?? .left,
        bold: cell.isHeader, shade: cell.shade.map(colour) ?? (cell.isHeader ? Colour(hex: 0xF4F1EA) : nil))
    }
  }

  private mutating func runs(_ inlines: [TemplateInline], size: Double? = nil) -> [Run] {
    var runs: [Run] = []
    runs.reserveCapacity(inlines.count)
    for inline in inlines {
      switch inline {
      case .text(let text, let type):
        runs.append(
          Run(
            text, bold: type.isBold, colour: type.colour.map(colour) ?? .black, size: type.size ?? size,
            underline: type.isUnderlined))
      case .place(let place):
        runs.append(.anchor(Run.Anchor(String(places.count), width: place.width, height: place.height)))
        places.append(place)
      case .reference, .when: break
      }
    }
    return runs
  }

  private func picture(_ image: TemplateImage) -> Picture? {
    guard case .picture(let picture) = image.source else { return nil }
    let source: Picture.Source = picture.kind == .png ? .png(picture.bytes) : .jpeg(picture.bytes)
    return Picture(source, width: image.width, alignment: Self.alignment(image.alignment), label: image.label)
  }

  /// Margins are plain text; only the template's own words may count pages, values are literal.
  func margin(_ margin: TemplateMargin) -> Document.RunningLine? {
    guard !margin.isEmpty else { return nil }
    func text(_ inlines: [TemplateInline]) -> String {
      inlines.map { inline -> String in
        guard case .text(let text, let type) = inline else { return "" }
        return type.isValue ? Document.RunningLine.literal(text) : text
      }.joined()
    }
    return Document.RunningLine(left: text(margin.left), centre: text(margin.centre), right: text(margin.right))
  }

  private func colour(_ colour: TemplateColour) -> Colour {
    switch colour {
    case .fixed(let hex): Colour(hex: hex)
    case .named(let name): colours[name].map { Colour(hex: $0.light) } ?? .black
    }
  }

  private static func alignment(_ alignment: TemplateAlignment) -> Alignment {
    switch alignment {
    case .left: .left
    case .center: .centre
    case .right: .right
    case .justify: .justified
    }
  }
}
