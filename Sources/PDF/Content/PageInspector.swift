/// What a page draws, as far as the linter asks: text, fonts, and pictures laid over text.
struct PageInspector<Source: PDFObjectSource> {
  let source: Source
  let page: PDFPage
  /// Whether any text is shown.
  private(set) var showsText = false
  /// The largest part of the page, 0…1, that one picture covers after text was shown.
  private(set) var coverAfterText = 0.0
  /// Names of fonts that are used without being embedded.
  private(set) var missingFonts: Set<String> = []
  /// Operations looked at.
  private(set) var operations = 0
  private let operationsMax: Int
  /// Decoded content bytes looked at, forms counted as often as they are drawn.
  private(set) var decodedBytes = 0

  /// - Parameter operationsMax: what is left of the file's share; nil for all of it.
  init(_ page: PDFPage, in source: Source, operationsMax: Int? = nil) {
    self.operationsMax = operationsMax ?? source.limits.lintOperationsMax
    self.page = page
    self.source = source
  }

  mutating func inspect() throws(PDFError) {
    try run(try source.contentData(of: page), resources: page.resources, matrix: .identity, depth: 0)
  }

  /// Whether a single form shows text or pictures.
  static func isBlank(_ form: PDFStream, on page: PDFPage, in source: Source) throws(PDFError) -> Bool {
    var inspector = PageInspector(page, in: source)
    let resources = try source.dictionary("Resources", of: form.dictionary) ?? PDFDictionary()
    try inspector.run(try source.data(of: form), resources: resources, matrix: .identity, depth: 1)
    return !inspector.showsText
  }

  private mutating func run(
    _ data: [UInt8], resources: PDFDictionary, matrix: PDFMatrix, depth: Int
  ) throws(PDFError) {
    decodedBytes += data.count
    guard decodedBytes <= source.limits.decodedStreamBytesMax else { throw FilterChain.tooLarge(source.limits) }
    var scanner = ContentScanner(data, limits: source.limits)
    var current = matrix
    var stack: [PDFMatrix] = []
    while let (name, operands) = try scanner.next() {
      operations += 1
      guard operations <= operationsMax else {
        throw PDFError(.limitExceeded, "Page \(page.index + 1) draws more operations than can be looked at.")
      }
      switch name {
      case "q": if stack.count < 512 { stack.append(current) }
      case "Q": current = stack.popLast() ?? current
      case "cm":
        let numbers = operands.compactMap(\.numberValue)
        if numbers.count == 6 {
          current = PDFMatrix(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]).then(current)
        }
      case "Tj", "TJ", "'", "\"": showsText = true
      case "Tf": if let font = operands.first?.nameValue { try check(font, resources) }
      case "EI": note(PDFRectangle(0, 0, 1, 1), current)
      case "ID": note(PDFRectangle(0, 0, 1, 1), current)
      case "Do": if let picture = operands.first?.nameValue { try draw(picture, resources, current, depth) }
      default: break
      }
    }
  }

  private mutating func draw(
    _ name: PDFName, _ resources: PDFDictionary, _ matrix: PDFMatrix, _ depth: Int
  ) throws(PDFError) {
    guard let pictures = try source.dictionary("XObject", of: resources),
      case .stream(let stream) = try source.value(name, of: pictures)
    else { return }
    guard try source.value("Subtype", of: stream.dictionary)?.nameValue == "Form" else {
      note(PDFRectangle(0, 0, 1, 1), matrix)
      return
    }
    let own = try source.matrix(stream.dictionary["Matrix"]).then(matrix)
    if let box = try source.rectangle(stream.dictionary["BBox"]) { note(box, own) }
    guard depth < 8 else { return }
    let inner = try source.dictionary("Resources", of: stream.dictionary) ?? resources
    try run(try source.data(of: stream), resources: inner, matrix: own, depth: depth + 1)
  }

  private mutating func note(_ box: PDFRectangle, _ matrix: PDFMatrix) {
    guard showsText, let visible = matrix.apply(box).intersection(page.cropBox) else { return }
    let share = visible.width * visible.height / (page.cropBox.width * page.cropBox.height)
    coverAfterText = max(coverAfterText, share)
  }

  private mutating func check(_ name: PDFName, _ resources: PDFDictionary) throws(PDFError) {
    guard let fonts = try source.dictionary("Font", of: resources), let font = try source.dictionary(name, of: fonts)
    else { return }
    let kind = try source.value("Subtype", of: font)?.nameValue
    if kind == "Type3" { return }
    var described = font
    if kind == "Type0", let first = try source.array("DescendantFonts", of: font)?.first,
      let descendant = try source.resolve(first).dictionaryValue
    {
      described = descendant
    }
    let descriptor = try source.dictionary("FontDescriptor", of: described) ?? PDFDictionary()
    if descriptor["FontFile"] == nil, descriptor["FontFile2"] == nil, descriptor["FontFile3"] == nil {
      missingFonts.insert(try source.value("BaseFont", of: font)?.nameValue?.text ?? name.text)
    }
  }
}
