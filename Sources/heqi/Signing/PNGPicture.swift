internal import PDF

/// A PNG picture (ISO/IEC 15948), taken apart only as far as PDF needs: its samples are PDF's own Flate with
/// predictors, and transparency becomes a soft mask (ISO 32000-2 §11.6.5.2).
struct PNGPicture {
  static let magic: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  /// Pixels of one picture; a seal of 50 mm at 600 dpi has 1.4 million.
  static let pixelCountMax = 20_000_000

  let width: Int
  let height: Int
  let depth: Int
  let kind: UInt8
  private var data: [UInt8] = []
  private var palette: [UInt8] = []
  private var transparency: [UInt8] = []

  /// Reads chunks; their checksums are not judged. - Throws: `CommandRefusal` with a remedy.
  init(_ bytes: [UInt8]) throws(CommandRefusal) {
    let damaged = CommandRefusal("the PNG picture is damaged. Save it again.")
    func number(_ at: Int) -> Int { bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
    guard bytes.count > 33, bytes[12..<16].elementsEqual("IHDR".utf8) else { throw damaged }
    (width, height, depth, kind) = (number(16), number(20), Int(bytes[24]), bytes[25])
    guard (1...30_000).contains(width), (1...30_000).contains(height), width * height <= Self.pixelCountMax,
      [1, 2, 4, 8, 16].contains(depth), [0, 2, 3, 4, 6].contains(kind), kind == 0 || kind == 3 || depth >= 8
    else { throw CommandRefusal("the PNG picture is too large or of an unknown kind. Save it smaller, as 8-bit RGBA.") }
    guard bytes[28] == 0 else { throw CommandRefusal("the PNG picture is interlaced. Save it without interlacing.") }
    var at = 33
    while at + 12 <= bytes.count {
      let length = number(at)
      guard length <= bytes.count - at - 12 else { throw damaged }
      let body = bytes[at + 8..<at + 8 + length]
      switch String(decoding: bytes[at + 4..<at + 8], as: UTF8.self) {
      case "PLTE": palette = Array(body)
      case "tRNS": transparency = Array(body)
      case "IDAT": data += body
      default: break
      }
      at += 12 + length
    }
    guard !data.isEmpty, kind != 3 || (!palette.isEmpty && palette.count % 3 == 0 && palette.count <= 768) else {
      throw damaged
    }
  }

  /// Samples of a pixel in the file.
  private var channels: Int { [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][kind] ?? 1 }
  private var colourSpace: String {
    switch kind {
    case 3:
      let hex = palette.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      return "[/Indexed /DeviceRGB \(palette.count / 3 - 1) <\(hex)>]"
    case 2, 6: return "/DeviceRGB"
    default: return "/DeviceGray"
    }
  }

  /// The picture as a one-page PDF.
  func pdf() throws -> [UInt8] {
    let parameters = "<< /Predictor 15 /Colors \(channels) /BitsPerComponent \(depth) /Columns \(width) >>"
    let file = PictureFile(
      width: width, height: height,
      entries: "/ColorSpace \(colourSpace) /BitsPerComponent \(depth) /Filter /FlateDecode /DecodeParms \(parameters)",
      data: data)
    let document = try PDFDocument(file.bytes)
    guard let stream = try document.currentView.object(PictureFile.picture).streamValue else { return file.bytes }
    let samples = try document.currentView.data(of: stream)
    guard samples.count >= height * ((width * channels * depth + 7) / 8) else {
      throw CommandRefusal("the PNG picture ends too early. Save it again.")
    }
    guard let split = split(samples) else { return file.bytes }
    var update = try IncrementalUpdate(document)
    let mask = update.addStream(
      dictionary: [
        "Type": .name("XObject"), "Subtype": .name("Image"), "Width": .integer(width), "Height": .integer(height),
        "ColorSpace": .name("DeviceGray"), "BitsPerComponent": .integer(8),
      ], data: split.mask)
    var dictionary = stream.dictionary
    if let colours = split.colours {
      for key in ["Filter", "DecodeParms", "Length"] as [PDFName] { dictionary[key] = nil }
      dictionary["SMask"] = .reference(mask)
      update.setStream(PictureFile.picture, dictionary: dictionary, data: colours)
    } else {
      dictionary["SMask"] = .reference(mask)
      update.set(PictureFile.picture, .stream(PDFStream(dictionary: dictionary, encoded: data)))
    }
    return try update.serialize()
  }

  /// Opacity, 8 bits a pixel, and colours without it (nil: as they are); nil when nothing is transparent.
  private func split(_ samples: [UInt8]) -> (mask: [UInt8], colours: [UInt8]?)? {
    var mask: [UInt8] = []
    mask.reserveCapacity(width * height)
    if kind == 3, !transparency.isEmpty {
      let stride = (width * depth + 7) / 8
      for row in 0..<height {
        for column in 0..<width {
          let bit = column * depth
          let octet = samples[row * stride + bit / 8]
          let index = Int(octet >> UInt8(8 - depth - bit % 8)) & ((1 << depth) - 1)
          mask.append(index < transparency.count ? transparency[index] : 255)
        }
      }
      return (mask, nil)
    }
    guard kind == 4 || kind == 6 else { return nil }
    let (sample, pixel) = (depth / 8, channels * depth / 8)
    var colours: [UInt8] = []
    colours.reserveCapacity(width * height * (pixel - sample))
    for start in stride(from: 0, to: width * height * pixel, by: pixel) {
      colours += samples[start..<start + pixel - sample]
      mask.append(samples[start + pixel - sample])
    }
    return (mask, colours)
  }
}
