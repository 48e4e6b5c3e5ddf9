/// Pictures as a PDF, one A4 page each, the JPEG bytes embedded as they are.
public enum ImagePages {
  /// Pages in one file.
  public static let pagesMax = 100
  private static let page = (width: 595.276, height: 841.89)
  private static let margin = 28.0

  /// A PDF 1.7 file of `images`, each centred on an upright or, when it is wider than high, a lying page.
  /// - Throws: `imageUnsupported` for anything but JPEG, `imageTooLarge` for none or more than 100 pictures.
  public static func pdf(_ images: [ReencodedImage]) throws(OfficeError) -> [UInt8] {
    guard !images.isEmpty, images.count <= pagesMax else {
      throw OfficeError(.imageTooLarge, "A file takes 1 to \(pagesMax) pictures.")
    }
    var objects: [[UInt8]] = [Array("<</Type/Catalog/Pages 2 0 R>>".utf8), []]
    var kids = ""
    for image in images {
      guard image.kind == .jpeg else {
        throw OfficeError(.imageUnsupported, "Only JPEG pictures can become pages; re-encode the picture first.")
      }
      let lying = image.width > image.height
      let (width, height) = lying ? (page.height, page.width) : (page.width, page.height)
      let scale = min((width - 2 * margin) / Double(image.width), (height - 2 * margin) / Double(image.height))
      let (w, h) = (Double(image.width) * scale, Double(image.height) * scale)
      let place = "\(two(w)) 0 0 \(two(h)) \(two((width - w) / 2)) \(two((height - h) / 2))"
      let content = "q \(place) cm /Im0 Do Q"
      let number = objects.count + 1
      let space = components(image.bytes) == 1 ? "DeviceGray" : "DeviceRGB"
      kids += "\(number) 0 R "
      objects.append(
        Array(
          """
          <</Type/Page/Parent 2 0 R/MediaBox[0 0 \(two(width)) \(two(height))]\
          /Resources<</XObject<</Im0 \(number + 2) 0 R>>>>/Contents \(number + 1) 0 R>>
          """.utf8))
      objects.append(Array("<</Length \(content.utf8.count)>>stream\n\(content)\nendstream".utf8))
      objects.append(
        Array(
          """
          <</Type/XObject/Subtype/Image/Width \(image.width)/Height \(image.height)/BitsPerComponent 8\
          /ColorSpace/\(space)/Filter/DCTDecode/Length \(image.bytes.count)>>stream\n
          """.utf8) + image.bytes + Array("\nendstream".utf8))
    }
    objects[1] = Array("<</Type/Pages/Count \(images.count)/Kids[\(kids)]>>".utf8)
    return file(objects)
  }

  private static func file(_ objects: [[UInt8]]) -> [UInt8] {
    var bytes = Array("%PDF-1.7\n%".utf8) + [0xE5, 0x90, 0x88, 0x0A]
    var table = ""
    for (index, object) in objects.enumerated() {
      let digits = String(bytes.count)
      table += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
      bytes += Array("\(index + 1) 0 obj\n".utf8) + object + Array("\nendobj\n".utf8)
    }
    let start = bytes.count
    let size = objects.count + 1
    bytes += Array("xref\n0 \(size)\n0000000000 65535 f \n\(table)trailer\n<</Size \(size)/Root 1 0 R>>\n".utf8)
    bytes += Array("startxref\n\(start)\n%%EOF\n".utf8)
    return bytes
  }

  /// Two decimals.
  private static func two(_ value: Double) -> String {
    let scaled = Int((value * 100).rounded())
    let rest = scaled % 100
    return "\(scaled / 100)." + (rest < 10 ? "0\(rest)" : "\(rest)")
  }

  /// Colour components in the first frame header; our own encoder wrote it.
  private static func components(_ bytes: [UInt8]) -> Int {
    var at = 2
    while at + 9 < bytes.count, bytes[at] == 0xFF {
      if (0xC0...0xC2).contains(bytes[at + 1]) { return Int(bytes[at + 9]) }
      at += 2 + (Int(bytes[at + 2]) << 8 | Int(bytes[at + 3]))
    }
    return 3
  }
}
