internal import Graphics

extension PageFlow {
  static let lineColour = Colour(hex: 0xD3CCC1)
  static let washColour = Colour(hex: 0xF4F1EA)

  /// One line of text with its upper left corner at `x`, `top`.
  mutating func draw(_ line: ShapedLine, x: Double, top: Double) {
    for placed in line.anchors {
      let anchor = placed.anchor
      anchors.append(
        Document.PlacedAnchor(
          name: anchor.name, page: pages.count, x: x + placed.x,
          y: Self.pageHeight - top - (line.height + anchor.height) / 2, width: anchor.width, height: anchor.height))
    }
    guard !line.runs.isEmpty else { return }
    beginMark()
    let page = pages.count - 1
    let baseline = Self.pageHeight - top - line.baseline
    pages[page].op("BT")
    for run in line.runs {
      pages[page].raw("/F")
      pages[page].number(Double(run.font))
      pages[page].number(run.size)
      pages[page].op("Tf")
      pages[page].fillColour(run.colour)
      pages[page].raw("1 0 0 1 ")
      pages[page].numbers(x + run.x + (run.glyphs.first?.x ?? 0), baseline)
      pages[page].op("Tm")
      show(run, page)
    }
    pages[page].op("ET")
    for run in line.runs {
      guard let length = run.underline else { continue }
      stroke(from: x + run.x, to: x + run.x + length, at: top + line.baseline + run.size * 0.16, colour: run.colour)
    }
  }

  /// The glyphs of a run; moves the pen only where Pango and the font's own advance differ.
  private mutating func show(_ run: GlyphRun, _ page: Int) {
    let file = shaper.fonts.entries[run.font].file
    var pen = run.glyphs.first?.x ?? 0
    var rise = 0.0
    pages[page].raw("[<")
    for glyph in run.glyphs {
      if abs(glyph.rise - rise) > 0.01 {
        pages[page].op(">]TJ")
        rise = glyph.rise
        pages[page].number(rise)
        pages[page].raw("Ts [<")
      }
      let gap = glyph.x - pen
      if abs(gap) > run.size * 0.002 {
        pages[page].raw(">")
        pages[page].number(-gap * 1000 / run.size)
        pages[page].raw("<")
        pen = glyph.x
      }
      pages[page].hex(glyph.id)
      pen += file.advance(glyph.id) * run.size / 1000
    }
    pages[page].op(">]TJ")
    if rise != 0 { pages[page].op("0 Ts") }
  }

  mutating func hairline(from x: Double, to end: Double, at top: Double) {
    artifact { $0.stroke(from: x, to: end, at: top, colour: Self.lineColour) }
  }

  private mutating func stroke(from x: Double, to end: Double, at top: Double, colour: Colour) {
    let page = pages.count - 1
    pages[page].numbers(colour.red, colour.green, colour.blue)
    pages[page].raw("RG 0.5 w 0 J ")
    pages[page].numbers(x, Self.pageHeight - top)
    pages[page].raw("m ")
    pages[page].numbers(end, Self.pageHeight - top)
    pages[page].op("l S")
  }

  mutating func box(x: Double, top: Double, width: Double, height: Double, colour: Colour) {
    artifact { flow in
      let page = flow.pages.count - 1
      flow.pages[page].fillColour(colour)
      flow.pages[page].numbers(x, Self.pageHeight - top - height, width, height)
      flow.pages[page].op("re f")
    }
  }

  /// A picture on a line of its own.
  mutating func place(_ picture: Picture) throws(TypesetError) {
    let points = Drawing.pointsPerMillimetre
    switch picture.source {
    case .drawing(let drawing):
      guard drawing.width > 0, drawing.height > 0 else { return }
      let wanted = min((picture.width ?? drawing.width) * points, width)
      let scale = fit(wanted / drawing.width, drawing.height)
      try makeRoom(drawing.height * scale)
      beginMark()
      let x = left + offset(drawing.width * scale, picture.alignment)
      let page = pages.count - 1
      pages[page].op("q")
      if drawing.opacity < 1 {
        pages[page].raw("/GS")
        pages[page].number((drawing.opacity * 100).rounded())
        pages[page].op("gs")
      }
      pages[page].drawing(drawing, Transform(a: scale, d: -scale, tx: x, ty: Self.pageHeight - y))
      pages[page].op("Q")
      y += drawing.height * scale + style.size * 0.5
    case .png(let bytes): try place(PixelImage(png: bytes), picture)
    case .jpeg(let bytes): try place(PixelImage(jpeg: bytes), picture)
    }
  }

  private mutating func place(_ image: PixelImage, _ picture: Picture) throws(TypesetError) {
    let wanted = min(picture.width.map { $0 * Drawing.pointsPerMillimetre } ?? width, width)
    let scale = fit(wanted / Double(image.width), Double(image.height))
    let size = (width: Double(image.width) * scale, height: Double(image.height) * scale)
    try makeRoom(size.height)
    beginMark()
    let number = images.firstIndex(of: image) ?? images.count
    if number == images.count { images.append(image) }
    let page = pages.count - 1
    pages[page].raw("q ")
    pages[page].number(size.width)
    pages[page].raw("0 0 ")
    pages[page].numbers(
      size.height, left + offset(size.width, picture.alignment), Self.pageHeight - y - size.height)
    pages[page].raw("cm /Im")
    pages[page].number(Double(number))
    pages[page].op("Do Q")
    y += size.height + style.size * 0.5
  }

  /// `scale`, or less when the picture would be higher than a page.
  private func fit(_ scale: Double, _ height: Double) -> Double {
    min(scale, (bottom - style.marginTop) / max(height, 1e-6))
  }

  private func offset(_ size: Double, _ alignment: Alignment) -> Double {
    switch alignment {
    case .left, .justified: 0
    case .centre: (width - size) / 2
    case .right: width - size
    }
  }
}
