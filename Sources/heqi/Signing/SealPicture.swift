internal import HeqiServer
internal import PAdES
internal import PDF

/// A seal file as the one-page PDF that an appearance takes: PDF as it is, PNG with its transparency, JPEG untouched.
enum SealPicture {
  /// Octets of a seal file that are read.
  static let octetCountMax = 32 << 20

  /// Reads a seal. - Throws: `CommandRefusal` naming the file and the remedy.
  static func appearance(_ path: String) throws(CommandRefusal) -> SignatureAppearance {
    do {
      return SignatureAppearance(pdf: try pdf(FileBytes.read(path, octetCountMax: octetCountMax)))
    } catch {
      throw CommandRefusal(error, file: path)
    }
  }

  /// The PDF of a picture, told apart by its first octets.
  static func pdf(_ bytes: [UInt8]) throws -> [UInt8] {
    if bytes.starts(with: Array("%PDF-".utf8)) {
      _ = try PDFDocument(bytes).currentView.page(at: 0)
      return bytes
    }
    if bytes.starts(with: PNGPicture.magic) { return try PNGPicture(bytes).pdf() }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return try jpeg(bytes) }
    throw CommandRefusal("the seal is no PDF, PNG or JPEG file. Save it as one of these.")
  }

  /// ISO/IEC 10918-1 §B.2.2: the frame header holds size and components.
  private static func jpeg(_ bytes: [UInt8]) throws -> [UInt8] {
    let damaged = CommandRefusal("the JPEG picture is damaged. Save it again.")
    var at = 2
    while at + 9 < bytes.count {
      guard bytes[at] == 0xFF else { throw damaged }
      let marker = bytes[at + 1]
      if marker == 0xFF {
        at += 1
        continue
      }
      let length = Int(bytes[at + 2]) << 8 | Int(bytes[at + 3])
      if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
        let height = Int(bytes[at + 5]) << 8 | Int(bytes[at + 6])
        let width = Int(bytes[at + 7]) << 8 | Int(bytes[at + 8])
        let spaces = [1: "DeviceGray", 3: "DeviceRGB"]
        guard let space = spaces[Int(bytes[at + 9])], width > 0, height > 0 else {
          throw CommandRefusal("the JPEG picture is neither grey nor RGB. Save it as RGB.")
        }
        let entries = "/ColorSpace /\(space) /BitsPerComponent 8 /Filter /DCTDecode"
        return PictureFile(width: width, height: height, entries: entries, data: bytes).bytes
      }
      guard length >= 2, marker != 0xDA else { throw damaged }
      at += 2 + length
    }
    throw damaged
  }
}

/// A PDF of one page that is one picture, one pixel a point; object 5 is the picture.
struct PictureFile {
  static let picture = PDFReference(5)

  let bytes: [UInt8]

  /// - Parameter entries: colour space, depth and filter of the image dictionary.
  init(width: Int, height: Int, entries: String, data: [UInt8]) {
    let content = "q \(width) 0 0 \(height) 0 0 cm /Im0 Do Q"
    let objects: [[UInt8]] = [
      Array("<< /Type /Catalog /Pages 2 0 R >>".utf8),
      Array("<< /Type /Pages /Kids [3 0 R] /Count 1 >>".utf8),
      Array(
        ("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 \(width) \(height)] /Contents 4 0 R "
          + "/Resources << /XObject << /Im0 5 0 R >> >> >>").utf8),
      Array("<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream".utf8),
      Array(
        ("<< /Type /XObject /Subtype /Image /Width \(width) /Height \(height) \(entries) "
          + "/Length \(data.count) >>\nstream\n").utf8) + data + Array("\nendstream".utf8),
    ]
    var out = Array("%PDF-1.7\n%".utf8) + [0xE5, 0x90, 0x88, 0x0A]
    var table = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for (index, object) in objects.enumerated() {
      let digits = String(out.count)
      table += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
      out += Array("\(index + 1) 0 obj\n".utf8) + object + Array("\nendobj\n".utf8)
    }
    let start = out.count
    table += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
    bytes = out + Array(table.utf8)
  }
}
