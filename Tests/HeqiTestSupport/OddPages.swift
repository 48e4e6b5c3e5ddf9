/// One page that lies on its side and one that shows its middle only, each with one word at (72, 500).
package enum OddPages {
  package static func bytes(_ word: String) -> [UInt8] {
    let content = "BT /F1 12 Tf 72 500 Td (\(word)) Tj ET"
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents 4 0 R"
    let objects = [
      "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 2/Kids[5 0 R 6 0 R]>>",
      "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", "<</Length \(content.utf8.count)>>stream\n\(content)\nendstream",
      page + "/Rotate 90>>", page + "/CropBox[40 60 535 802]>>",
    ]
    var text = "%PDF-1.7\n", table = ""
    for (index, object) in objects.enumerated() {
      let digits = String(text.utf8.count)
      table += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
      text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    let start = text.utf8.count
    text += "xref\n0 7\n0000000000 65535 f \n\(table)trailer\n<</Size 7/Root 1 0 R>>\nstartxref\n\(start)\n%%EOF\n"
    return Array(text.utf8)
  }
}
