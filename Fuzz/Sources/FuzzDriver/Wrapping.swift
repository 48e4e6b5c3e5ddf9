import PDF

/// Sound files around one damaged piece, so that damage reaches the reader of that piece.
enum Wrapping {
  /// The input is the value of object 4, which page and form name everywhere they can.
  static func body(_ piece: [UInt8]) -> [UInt8] {
    file { out in out.object(4, piece) }
  }

  /// The input is the cross-reference section.
  static func crossReference(_ piece: [UInt8]) -> [UInt8] {
    var out = Builder()
    out.base()
    let start = out.bytes.count
    out.bytes += piece
    out.text("\nstartxref\n\(start)\n%%EOF\n")
    return out.bytes
  }

  /// The input is the decoded content of an object stream that holds the whole document; its first byte is `/First`.
  static func objectStream(_ piece: [UInt8]) -> [UInt8] {
    var out = Builder()
    let data = Array(piece.dropFirst())
    out.stream(5, "/Type /ObjStm /N 4 /First \(piece.first ?? 0)", data)
    let start = out.bytes.count
    var rows: [UInt8] = [0, 0, 0, 255]
    for index in 0..<4 as Range<UInt8> { rows += [2, 0, 5, index] }
    rows += [1, 0, UInt8(truncatingIfNeeded: out.offsets[5] ?? 0), 0, 1, UInt8(start >> 8 & 255), UInt8(start & 255), 0]
    out.stream(6, "/Type /XRef /Root 1 0 R /Size 7 /W [1 2 1]", rows)
    out.text("startxref\n\(start)\n%%EOF\n")
    return out.bytes
  }

  /// The first byte chooses filters and parameters, the rest is the data of the page's content.
  static func filtered(_ piece: [UInt8]) -> [UInt8] {
    let filters = [
      "/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode",
      "[/ASCII85Decode /FlateDecode]", "[/RunLengthDecode /LZWDecode]", "[/ASCIIHexDecode /RunLengthDecode]",
    ]
    let parameters = [
      "", "/DecodeParms << /Predictor 12 /Columns 5 >>", "/DecodeParms << /Predictor 2 /Columns 3 /Colors 3 >>",
      "/DecodeParms << /Predictor 15 /Columns 7 /Colors 4 /BitsPerComponent 16 >>", "/DecodeParms << /EarlyChange 0 >>",
      "/DecodeParms << /Predictor 2 /BitsPerComponent 16 /Columns 2 >>", "/DecodeParms [null << /Predictor 10 >>]",
      "/DecodeParms << /Predictor 11 /BitsPerComponent 1 /Columns 33 >>",
    ]
    let choice = Int(piece.first ?? 0)
    return file { out in
      out.stream(4, "/Filter \(filters[choice & 7]) \(parameters[choice >> 3 & 7])", Array(piece.dropFirst()))
    }
  }

  /// A page for the text of a form field, as a drawer of fields gives it.
  static let fieldText: FieldTextDrawing = { (_) throws(PDFError) in filtered([3, 0x3E]) }

  private static func file(_ piece: (inout Builder) -> Void) -> [UInt8] {
    var out = Builder()
    out.base()
    piece(&out)
    out.close()
    return out.bytes
  }

  private struct Builder {
    var bytes = Array("%PDF-1.7\n".utf8)
    var offsets: [Int: Int] = [:]

    mutating func text(_ text: String) { bytes += Array(text.utf8) }

    mutating func object(_ number: Int, _ value: [UInt8]) {
      offsets[number] = bytes.count
      text("\(number) 0 obj\n")
      bytes += value
      text("\nendobj\n")
    }

    mutating func stream(_ number: Int, _ entries: String, _ data: [UInt8]) {
      object(number, Array("<< \(entries) /Length \(data.count) >>\nstream\n".utf8) + data + Array("\nendstream".utf8))
    }

    mutating func base() {
      object(1, Array("<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields 4 0 R >> /Names 4 0 R >>".utf8))
      object(2, Array("<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 9 9] >>".utf8))
      object(3, Array("<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Annots 4 0 R /Resources 4 0 R >>".utf8))
    }

    mutating func close() {
      let start = bytes.count
      text("xref\n0 5\n0000000000 65535 f \n")
      for number in 1...4 {
        let digits = String(offsets[number] ?? 0)
        text(String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n")
      }
      text("trailer\n<< /Root 1 0 R /Size 5 >>\nstartxref\n\(start)\n%%EOF\n")
    }
  }
}
