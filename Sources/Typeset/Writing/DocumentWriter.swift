internal import Graphics

/// Writes pages, fonts and pictures as a PDF 1.7 file with a classic cross-reference table, so that signatures can be
/// appended by every tool.
struct DocumentWriter {
  let document: Document
  let fonts: FontTable
  let images: [PixelImage]
  /// Content of the form behind every page.
  let watermark: [UInt8]?
  let structure: StructureTree
  /// Object bodies; object number is index + 1.
  private var objects: [[UInt8]] = []

  init(document: Document, fonts: FontTable, images: [PixelImage], watermark: [UInt8]?, structure: StructureTree) {
    self.structure = structure
    self.document = document
    self.fonts = fonts
    self.images = images
    self.watermark = watermark
  }

  /// The file for the given page contents.
  func write(_ pages: [[UInt8]]) throws(TypesetError) -> [UInt8] {
    var copy = self
    return try copy.assemble(pages)
  }

  private mutating func assemble(_ pages: [[UInt8]]) throws(TypesetError) -> [UInt8] {
    let catalog = reserve()
    let tree = reserve()
    let resources = reserve()
    let info = reserve()
    var kids = ""
    var numbers: [Int] = []
    for content in pages {
      // Level 3 is within a few per cent of level 6 on glyph codes and takes half the time.
      let stream = try add(stream: Deflate.compress(content, level: 3), "/Filter/FlateDecode")
      let page = add(
        "<</Type/Page/Parent \(tree) 0 R/MediaBox[0 0 595.276 841.89]/Resources \(resources) 0 R/Contents \(stream) 0 R/StructParents \(numbers.count)>>")
      numbers.append(page)
      kids += "\(page) 0 R "
    }
    set(tree, "<</Type/Pages/Count \(pages.count)/Kids[\(kids)]>>")
    var fontNames = ""
    for index in fonts.entries.indices { fontNames += "/F\(index) \(try add(font: index)) 0 R" }
    var imageNames = ""
    for (index, image) in images.enumerated() { imageNames += "/Im\(index) \(try add(image: image)) 0 R" }
    if let watermark {
      let form = add(
        stream: try Deflate.compress(watermark, level: 3),
        "/Type/XObject/Subtype/Form/BBox[0 0 595.276 841.89]/Filter/FlateDecode")
      imageNames += "/WM \(form) 0 R"
    }
    set(resources, "<</Font<<\(fontNames)>>/XObject<<\(imageNames)>>/ExtGState<<\(states)>>>>")
    let root = add(structure: structure, pages: numbers)
    let tagged = "/MarkInfo<</Marked true>>/StructTreeRoot \(root) 0 R"
    set(
      catalog,
      "<</Type/Catalog/Pages \(tree) 0 R/Lang(\(document.language.rawValue))/ViewerPreferences<</DisplayDocTitle true>>\(tagged)>>")
    let date = document.createdSeconds.map { "/CreationDate(\(Self.date($0)))" } ?? ""
    let producer = Self.text(document.producer)
    set(info, "<</Title\(Self.text(document.title))/Producer\(producer)/Creator\(producer)\(date)>>")
    return file(catalog: catalog, info: info)
  }

  /// One graphics state per opacity in use, named after its percentage.
  private var states: String {
    var percents: Set<Int> = []
    for case .image(let picture) in document.blocks {
      if case .drawing(let drawing) = picture.source, drawing.opacity < 1 {
        percents.insert(Int((drawing.opacity * 100).rounded()))
      }
    }
    return percents.sorted().map { percent in
      let value = percent == 100 ? "1" : "0.\(percent < 10 ? "0" : "")\(percent)"
      return "/GS\(percent)<</ca \(value)/CA \(value)>>"
    }.joined()
  }

  private mutating func add(image: PixelImage) throws(TypesetError) -> Int {
    let head = "/Type/XObject/Subtype/Image/Width \(image.width)/Height \(image.height)/BitsPerComponent 8"
    switch image.samples {
    case .jpeg(let bytes, let components):
      return add(stream: bytes, head + "/ColorSpace/\(components == 1 ? "DeviceGray" : "DeviceRGB")/Filter/DCTDecode")
    case .rgb(let samples, let alpha):
      var mask = ""
      if let alpha {
        let number = add(
          stream: try Deflate.compress(alpha, level: 6), head + "/ColorSpace/DeviceGray/Filter/FlateDecode")
        mask = "/SMask \(number) 0 R"
      }
      return add(
        stream: try Deflate.compress(samples, level: 6), head + "/ColorSpace/DeviceRGB/Filter/FlateDecode" + mask)
    }
  }

  private func file(catalog: Int, info: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(objects.reduce(1024) { $0 + $1.count + 40 })
    bytes += Array("%PDF-1.7\n%".utf8)
    bytes += [0xE5, 0x90, 0x88, 0xE5, 0xA5, 0x91, 0x0A]
    var offsets: [Int] = []
    for (index, object) in objects.enumerated() {
      offsets.append(bytes.count)
      bytes += Array("\(index + 1) 0 obj\n".utf8)
      bytes += object
      bytes += Array("\nendobj\n".utf8)
    }
    let id = Self.fingerprint(bytes)
    let table = bytes.count
    bytes += Array("xref\n0 \(objects.count + 1)\n0000000000 65535 f \n".utf8)
    for offset in offsets {
      let digits = String(offset)
      bytes += Array((String(repeating: "0", count: max(0, 10 - digits.count)) + digits + " 00000 n \n").utf8)
    }
    let trailer = "/Size \(objects.count + 1)/Root \(catalog) 0 R/Info \(info) 0 R/ID[<\(id)><\(id)>]"
    bytes += Array("trailer\n<<\(trailer)>>\nstartxref\n\(table)\n%%EOF\n".utf8)
    return bytes
  }
}

extension DocumentWriter {
  /// Takes the next object number.
  mutating func reserve() -> Int {
    objects.append([])
    return objects.count
  }

  mutating func set(_ number: Int, _ body: String) { objects[number - 1] = Array(body.utf8) }

  mutating func add(_ body: String) -> Int {
    objects.append(Array(body.utf8))
    return objects.count
  }

  /// A stream object; `entries` are the dictionary without `/Length`.
  mutating func add(stream: [UInt8], _ entries: String) -> Int {
    var body = Array("<<\(entries)/Length \(stream.count)>>stream\n".utf8)
    body.reserveCapacity(body.count + stream.count + 12)
    body += stream
    body += Array("\nendstream".utf8)
    objects.append(body)
    return objects.count
  }

  /// A text string in UTF-16BE with its byte order mark, as hexadecimal (ISO 32000-2 §7.9.2.2).
  static func text(_ string: String) -> String {
    var stream = ContentStream()
    stream.raw("<FEFF")
    for unit in string.utf16 { stream.hex(unit) }
    stream.raw(">")
    return String(decoding: stream.bytes, as: UTF8.self)
  }

  /// `D:YYYYMMDDHHmmSSZ` for seconds since 1970 (§7.9.4); days to civil date after Hinnant.
  static func date(_ seconds: Int64) -> String {
    let bounded = min(max(seconds, 0), 253_402_300_799)
    let (days, rest) = bounded.quotientAndRemainder(dividingBy: 86_400)
    let z = days + 719_468
    let era = z / 146_097
    let doe = z - era * 146_097
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100)
    let mp = (5 * doy + 2) / 153
    let month = mp < 10 ? mp + 3 : mp - 9
    let year = yoe + era * 400 + (month <= 2 ? 1 : 0)
    let parts = [month, doy - (153 * mp + 2) / 5 + 1, rest / 3600, rest / 60 % 60, rest % 60]
    return "D:\(year)" + parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined() + "Z"
  }

  /// A 128-bit identifier of the content for `/ID`: two FNV-1a hashes. Not a security measure.
  static func fingerprint(_ bytes: [UInt8]) -> String {
    var first: UInt64 = 0xCBF2_9CE4_8422_2325
    var second: UInt64 = 0x8422_2325_CBF2_9CE4
    for byte in bytes {
      first = (first ^ UInt64(byte)) &* 0x100_0000_01B3
      second = (second &+ UInt64(byte)) &* 0x100_0000_01B3
    }
    var stream = ContentStream()
    for value in [first, second] {
      for shift in [48, 32, 16, 0] as [UInt64] { stream.hex(UInt16(truncatingIfNeeded: value >> shift)) }
    }
    return String(decoding: stream.bytes, as: UTF8.self)
  }
}
