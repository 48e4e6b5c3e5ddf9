import PDF

/// Writes PDF files for tests byte by byte, legal or not, keeping the offsets it needs for cross-references.
struct TestFile {
  var bytes: [UInt8]
  /// Offsets of the objects written since the last cross-reference section.
  var offsets: [(number: Int, generation: Int, offset: Int)] = []
  /// Where the last section began.
  var lastSection: Int?
  var size = 1

  init(header: String = "%PDF-1.7\n%\u{E2}\u{E3}\u{CF}\u{D3}\n") { bytes = Array(header.utf8) }

  mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func object(_ number: Int, generation: Int = 0, _ body: String) {
    offsets.append((number, generation, bytes.count))
    size = max(size, number + 1)
    raw("\(number) \(generation) obj\n\(body)\nendobj\n")
  }

  mutating func stream(_ number: Int, _ dictionary: String, _ data: [UInt8], length: String? = nil) {
    offsets.append((number, 0, bytes.count))
    size = max(size, number + 1)
    raw("\(number) 0 obj\n<<\(dictionary)/Length \(length ?? String(data.count))>>\nstream\n")
    bytes.append(contentsOf: data)
    raw("\nendstream\nendobj\n")
  }

  /// A classic table over the objects since the last one.
  mutating func table(_ trailer: String = "/Root 1 0 R", previous: Int? = nil, free: [Int] = [], marker: Bool = true) {
    let start = bytes.count
    raw("xref\n")
    if lastSection == nil { raw("0 1\n0000000000 65535 f \n") }
    for number in free { raw("\(number) 1\n0000000000 00001 f \n") }
    for item in offsets.sorted(by: { $0.number < $1.number }) {
      raw("\(item.number) 1\n\(pad(item.offset, 10)) \(pad(item.generation, 5)) n \n")
    }
    let link = (previous ?? lastSection).map { "/Prev \($0)" } ?? ""
    raw("trailer\n<<\(trailer)/Size \(size)\(link)>>\n")
    close(start, marker: marker)
  }

  mutating func close(_ start: Int, marker: Bool = true) {
    if marker { raw("startxref\n\(start)\n%%EOF\n") }
    lastSection = start
    offsets = []
  }

  /// A cross-reference stream; `compressed` maps object numbers to (stream, index).
  mutating func crossReferenceStream(
    _ trailer: String = "/Root 1 0 R", compressed: [Int: (stream: Int, index: Int)] = [:], close: Bool = true
  ) {
    let start = bytes.count
    size = max(size, (compressed.keys.max() ?? 0) + 1)
    let own = size
    size += 1
    var rows: [(Int, [UInt8])] = offsets.map { ($0.number, row(1, $0.offset, $0.generation)) }
    if lastSection == nil { rows.append((0, row(0, 0, 65535))) }
    for (number, place) in compressed { rows.append((number, row(2, place.stream, place.index))) }
    rows.append((own, row(1, start, 0)))
    rows.sort { $0.0 < $1.0 }
    let index = rows.map { "\($0.0) 1" }.joined(separator: " ")
    let link = lastSection.map { "/Prev \($0)" } ?? ""
    let data = rows.flatMap(\.1)
    raw(
      "\(own) 0 obj\n<</Type/XRef\(trailer)/Size \(size)\(link)/W[1 4 2]/Index[\(index)]/Length \(data.count)>>\nstream\n"
    )
    bytes.append(contentsOf: data)
    raw("\nendstream\nendobj\n")
    if close { self.close(start) } else { offsets = [] }
  }

  /// An object stream holding `objects` in order.
  mutating func objectStream(_ number: Int, _ objects: [(number: Int, body: String)], extra: String = "") {
    var header = ""
    var body = ""
    for object in objects {
      header += "\(object.number) \(body.utf8.count) "
      body += object.body + " "
    }
    stream(
      number, "/Type/ObjStm/N \(objects.count)/First \(header.utf8.count)\(extra)", Array((header + body).utf8))
  }

  private func row(_ type: UInt8, _ second: Int, _ third: Int) -> [UInt8] {
    [type] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: second >> $0) }
      + [UInt8(truncatingIfNeeded: third >> 8), UInt8(truncatingIfNeeded: third)]
  }

  func pad(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  func open(password: String = "") throws(PDFError) -> PDFDocument { try PDFDocument(bytes, password: password) }
}

extension TestFile {
  /// Objects 1 to 4: catalog, page tree, one page 200 × 100, its content.
  mutating func onePage(page: String = "", catalog: String = "", content: String = "0 0 10 10 re f") {
    object(1, "<</Type/Catalog/Pages 2 0 R\(catalog)>>")
    object(2, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 200 100]>>")
    object(3, "<</Type/Page/Parent 2 0 R/Resources<<>>/Contents 4 0 R\(page)>>")
    stream(4, "", Array(content.utf8))
  }

  /// A small legal file with a classic table.
  static func classic(page: String = "", catalog: String = "", id: Bool = true) -> TestFile {
    var file = TestFile()
    file.onePage(page: page, catalog: catalog)
    file.table("/Root 1 0 R" + (id ? "/ID[<00112233445566778899AABBCCDDEEFF><00112233445566778899AABBCCDDEEFF>]" : ""))
    return file
  }

  /// The same file with a cross-reference stream, catalog, tree and page inside an object stream.
  static func compressed() -> TestFile {
    var file = TestFile()
    file.stream(4, "", Array("0 0 10 10 re f".utf8))
    file.objectStream(
      5,
      [
        (1, "<</Type/Catalog/Pages 2 0 R>>"), (2, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 200 100]>>"),
        (3, "<</Type/Page/Parent 2 0 R/Resources<<>>/Contents 4 0 R>>"),
      ])
    file.crossReferenceStream(compressed: [1: (5, 0), 2: (5, 1), 3: (5, 2)])
    return file
  }

  /// A file whose table hides the catalog's tree in an object stream that only newer readers look up (§7.5.8.4).
  static func hybrid() -> TestFile {
    var file = TestFile()
    file.onePage()
    let visible = file.offsets
    file.offsets = []
    file.objectStream(5, [(6, "(hidden)")])
    let streamStart = file.bytes.count
    file.crossReferenceStream(compressed: [6: (5, 0)], close: false)
    file.offsets = visible
    file.table("/Root 1 0 R/XRefStm \(streamStart)")
    return file
  }

  /// What a well-known word processor writes: a table, then an empty hybrid section whose stream relists everything.
  /// Without `marker` the table has no `startxref` of its own. `moved` makes the stream put object 4 elsewhere.
  static func wordProcessor(marker: Bool = true, moved: Bool = false) -> TestFile {
    var file = TestFile()
    file.onePage()
    file.objectStream(5, [(6, "(hidden)")])
    let kept = file.offsets
    if moved {
      file.offsets.removeAll { $0.number == 4 }
      file.stream(4, "", Array("9 9 20 20 re f".utf8))
    }
    let streamStart = file.bytes.count
    file.crossReferenceStream(compressed: [6: (5, 0)], close: false)
    file.offsets = kept
    file.table(free: [6], marker: marker)
    let start = file.bytes.count
    let previous = file.lastSection ?? 0
    file.raw("xref\n0 0\ntrailer\n<</Root 1 0 R/Size \(file.size)/Prev \(previous)/XRefStm \(streamStart)>>\n")
    file.close(start)
    return file
  }
}
