/// Works out how a field looks that has a value and no appearance of its own: readers draw it from `/V`, `/DA`, `/Q` and
/// `/MK` (ISO 32000-2 §12.7.4.3, §12.5.6.19), and so does the rewriter, once and for all readers.
struct FieldLook {
  /// The form's own entries, for what fields inherit.
  let form: PDFDictionary
  let drawing: FieldTextDrawing?

  /// Bits of `/Ff` (§12.7.5.2 to §12.7.5.4).
  private enum Flag {
    static let multiline = 1 << 12, password = 1 << 13, radio = 1 << 15, pushButton = 1 << 16, combo = 1 << 17
    static let comb = 1 << 24
  }

  /// Whether the field shows its value as text, and nothing else.
  static func isLine(_ field: PDFFormField) -> Bool {
    field.kind == .text || (field.kind == .choice && field.flags & Flag.combo != 0)
  }

  /// What is drawn: operators in the page's coordinates, and a picture of the text.
  struct Drawn {
    var under = ""
    var picture: (matrix: PDFMatrix, form: PDFReference)?
  }

  /// The look of `field` in `widget`; nil when it shows nothing. Throws `contentUnsupported` when it cannot be drawn.
  func draw(
    _ field: PDFFormField, _ widget: PDFDictionary, in update: inout IncrementalUpdate
  ) throws(PDFError) -> Drawn? {
    guard let rect = try update.rectangle(widget["Rect"]), !rect.isEmpty else { return nil }
    let characteristics = try update.dictionary("MK", of: widget) ?? PDFDictionary()
    let degrees = try update.value("R", of: characteristics)?.integerValue ?? 0
    let turns = ((degrees / 90) % 4 + 4) % 4
    let matrix = AppearanceStream.uprightToBox(PDFRectangle(0, 0, rect.width, rect.height), turns: turns, unit: 1)
      .then(.translation(rect.minX, rect.minY))
    let upright = turns % 2 == 0 ? (rect.width, rect.height) : (rect.height, rect.width)
    var drawn = Drawn()
    drawn.under = try ground(rect, characteristics, widget, in: update)
    switch field.kind {
    case .text, .choice:
      guard let text = try text(of: field, in: update), !text.isEmpty else { break }
      guard field.flags & Flag.password == 0 || field.kind == .choice else {
        throw Self.refusal("A password stands in a form field. Take it out, or print the form to a new PDF.")
      }
      guard Self.isLine(field) else {
        throw Self.refusal("A filled list has no appearance. Print the form to a new PDF and upload that.")
      }
      drawn.picture = (matrix, try picture(text, field, widget, upright, in: &update))
    case .button where field.flags & Flag.pushButton == 0:
      if try isOn(field, widget, in: update) {
        drawn.under += try mark(field, characteristics, upright, matrix, in: update)
      }
    default: break
    }
    return drawn.under.isEmpty && drawn.picture == nil ? nil : drawn
  }

  static func refusal(_ message: String) -> PDFError { PDFError(.contentUnsupported, message) }

  // MARK: value

  /// The text of `/V`: what a choice displays, a text as it is.
  func text(of field: PDFFormField, in source: some PDFObjectSource) throws(PDFError) -> String? {
    guard let value = field.value else { return nil }
    var text: String
    switch try source.resolve(value) {
    case .string(let string): text = string.text
    case .name(let name): text = name.text
    case .stream(let stream): text = PDFString(try source.data(of: stream)).text
    case .array(let parts):
      var texts: [String] = []
      for part in parts { if let string = try source.resolve(part).stringValue { texts.append(string.text) } }
      text = texts.joined(separator: "\n")
    default: return nil
    }
    if field.kind == .choice {
      for option in try source.array("Opt", of: field.dictionary) ?? [] {
        guard case .array(let pair) = try source.resolve(option), pair.count == 2,
          try source.resolve(pair[0]).stringValue?.text == text
        else { continue }
        text = try source.resolve(pair[1]).stringValue?.text ?? text
        break
      }
    }
    return text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
  }

  /// The value in `field`, in `widget`, or in the fields above it, or in the form.
  private func inherited(
    _ key: PDFName, _ field: PDFFormField, _ widget: PDFDictionary, in source: some PDFObjectSource
  ) throws(PDFError) -> PDFObject? {
    var node: PDFDictionary? = widget
    for _ in 0..<32 {
      guard let current = node else { break }
      if let value = try source.value(key, of: current) { return value }
      node = try source.dictionary("Parent", of: current)
    }
    if let value = try source.value(key, of: field.dictionary) { return value }
    return try source.value(key, of: form)
  }

  private func isOn(
    _ field: PDFFormField, _ widget: PDFDictionary, in source: some PDFObjectSource
  ) throws(PDFError) -> Bool {
    if let state = try source.value("AS", of: widget)?.nameValue { return state != "Off" }
    guard field.widgets.count == 1, let value = field.value, let name = try source.resolve(value).nameValue else {
      return false
    }
    return name != "Off"
  }

  // MARK: text

  private func picture(
    _ text: String, _ field: PDFFormField, _ widget: PDFDictionary, _ upright: (width: Double, height: Double),
    in update: inout IncrementalUpdate
  ) throws(PDFError) -> PDFReference {
    guard let drawing else {
      throw Self.refusal("A filled form field has no appearance. Print the form to a new PDF and upload that.")
    }
    let style = try style(field, widget, in: update)
    let isComb = field.kind == .text && field.flags & (Flag.comb | Flag.multiline) == Flag.comb
    let cells = isComb ? try inherited("MaxLen", field, widget, in: update)?.integerValue : nil
    let quadding = try inherited("Q", field, widget, in: update)?.integerValue ?? 0
    let page = try drawing(
      FieldText(
        text: text, width: upright.width, height: upright.height, size: style.size, red: style.red, green: style.green,
        blue: style.blue, alignment: FieldText.Alignment(rawValue: quadding) ?? .left,
        isMultiline: field.kind == .text && field.flags & Flag.multiline != 0,
        cellCount: cells.flatMap { (1...1000).contains($0) ? $0 : nil }))
    return try update.importPage(of: try PDFDocument(page)).reference
  }

  /// Font size and colour of the default appearance string.
  private func style(
    _ field: PDFFormField, _ widget: PDFDictionary, in source: some PDFObjectSource
  ) throws(PDFError) -> (size: Double, red: Double, green: Double, blue: Double) {
    var style = (size: 0.0, red: 0.0, green: 0.0, blue: 0.0)
    guard let string = try inherited("DA", field, widget, in: source)?.stringValue else { return style }
    var scanner = ContentScanner(string.bytes, limits: source.limits)
    while let (name, operands) = try? scanner.next() {
      let numbers = operands.compactMap(\.numberValue)
      switch name {
      case "Tf": style.size = min(max(numbers.last ?? 0, 0), 1000)
      case "g" where numbers.count == 1, "rg" where numbers.count == 3, "k" where numbers.count == 4:
        let colour = Self.rgb(numbers)
        (style.red, style.green, style.blue) = (colour[0], colour[1], colour[2])
      default: break
      }
    }
    return style
  }

  private static func rgb(_ numbers: [Double]) -> [Double] {
    let parts = numbers.map { min(max($0, 0), 1) }
    return switch parts.count {
    case 1: [parts[0], parts[0], parts[0]]
    case 3: parts
    default: (0..<3).map { (1 - parts[$0]) * (1 - parts[3]) }
    }
  }

  // MARK: ground and marks

  /// Background and border (§12.5.6.19 `/BG`, `/BC`; §12.5.4 `/W`).
  private func ground(
    _ rect: PDFRectangle, _ characteristics: PDFDictionary, _ widget: PDFDictionary, in source: some PDFObjectSource
  ) throws(PDFError) -> String {
    let box = [rect.minX, rect.minY, rect.width, rect.height]
    var text = ""
    if let colour = try colour("BG", of: characteristics, in: source) {
      text += "q \(Self.join(colour)) rg \(Self.join(box)) re f Q\n"
    }
    let border = try source.dictionary("BS", of: widget)
    let width = try border.flatMap { (border) throws(PDFError) in try source.value("W", of: border)?.numberValue } ?? 1
    if let colour = try colour("BC", of: characteristics, in: source), width > 0, width < min(rect.width, rect.height) / 2 {
      let inner = [rect.minX + width / 2, rect.minY + width / 2, rect.width - width, rect.height - width]
      text += "q \(Self.join(colour)) RG \(Self.join([width])) w \(Self.join(inner)) re S Q\n"
    }
    return text
  }

  private func colour(
    _ key: PDFName, of characteristics: PDFDictionary, in source: some PDFObjectSource
  ) throws(PDFError) -> [Double]? {
    let numbers = try source.array(key, of: characteristics)?.compactMap(\.numberValue) ?? []
    return [1, 3, 4].contains(numbers.count) ? Self.rgb(numbers) : nil
  }

  /// The mark of a check box or a radio button, by its ZapfDingbats character: what it is, not whose font it is.
  private func mark(
    _ field: PDFFormField, _ characteristics: PDFDictionary, _ upright: (width: Double, height: Double),
    _ matrix: PDFMatrix, in source: some PDFObjectSource
  ) throws(PDFError) -> String {
    let given = try source.value("CA", of: characteristics)?.stringValue?.text
    let side = min(upright.width, upright.height)
    let place = PDFMatrix.scale(side, side)
      .then(.translation((upright.width - side) / 2, (upright.height - side) / 2)).then(matrix)
    let shape =
      switch given ?? (field.flags & Flag.radio != 0 ? "l" : "4") {
      case "l": Self.disc
      case "n": ".25 .25 .5 .5 re f"
      case "u": ".5 .2 m .8 .5 l .5 .8 l .2 .5 l f"
      case "8": ".1 w .22 .22 m .78 .78 l S .22 .78 m .78 .22 l S"
      default: ".1 w .18 .52 m .4 .24 l .82 .8 l S"
      }
    return "q 0 g 0 G \(place.operatorText) \(shape) Q\n"
  }

  /// A circle of four curves.
  private static let disc =
    ".78 .5 m .78 .6546 .6546 .78 .5 .78 c .3454 .78 .22 .6546 .22 .5 c .22 .3454 .3454 .22 .5 .22 c .6546 .22 .78 .3454 .78 .5 c f"

  private static func join(_ numbers: [Double]) -> String { numbers.map(PDFMatrix.text).joined(separator: " ") }
}
