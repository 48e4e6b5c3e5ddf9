/// Small contracts for signing tests, written by hand so that no writer under test makes them.
enum SamplePDF {
  /// Pages of A4 with a line of text; classic cross-reference table.
  static func contract(pages: Int = 2, rotate: Int = 0) -> [UInt8] {
    let kids = (0..<pages).map { "\(4 + 2 * $0) 0 R" }.joined(separator: " ")
    var objects = [
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Kids [\(kids)] /Count \(pages) /MediaBox [0 0 595 842] >>",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for page in 0..<pages {
      objects.append(
        "<< /Type /Page /Parent 2 0 R /Rotate \(rotate) /Contents \(5 + 2 * page) 0 R "
          + "/Resources << /Font << /F1 3 0 R >> >> >>")
      let text = "BT /F1 12 Tf 50 780 Td (Contract page \(page + 1)) Tj ET"
      objects.append("<< /Length \(text.utf8.count) >>\nstream\n\(text)\nendstream")
    }
    return file(objects)
  }

  /// A round red seal of 40 mm as a one-page PDF.
  static func seal() -> [UInt8] {
    let content = "1 0 0 RG 3 w 56.7 5 m 56.7 108.4 l S 5 56.7 m 108.4 56.7 l S 10 10 93.4 93.4 re S"
    return file([
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 113.4 113.4] /Contents 4 0 R /Resources << >> >>",
      "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream",
    ])
  }

  /// A file of these objects, numbered from 1; the first is the catalog.
  static func file(_ objects: [String]) -> [UInt8] {
    var out = Array("%PDF-1.7\n%\u{E2}\u{E3}\n".utf8)
    var offsets: [Int] = []
    for (index, object) in objects.enumerated() {
      offsets.append(out.count)
      out += Array("\(index + 1) 0 obj\n\(object)\nendobj\n".utf8)
    }
    let start = out.count
    var table = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for offset in offsets {
      let digits = String(offset)
      table += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
    }
    let id = "<00112233445566778899AABBCCDDEEFF>"
    table += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R /ID [\(id) \(id)] >>\nstartxref\n\(start)\n%%EOF\n"
    return out + Array(table.utf8)
  }
}
