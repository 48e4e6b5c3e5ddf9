import HeqiHTTPKit
import Testing

@Suite("multipart parser")
struct MultipartParserTests {
  static let limits = MultipartLimits(parts: 3, headerBytes: 256, fieldBytes: 16, fileBytes: 32)
  static let sample = [
    "--XX", "Content-Disposition: form-data; name=\"title\"", "", "租赁",
    "--XX", "Content-Disposition: form-data; name=\"file\"; filename=\"C:\\tmp\\..\\a\u{202E}b.pdf\"", "Content-Type: application/pdf", "",
    "line one\r\n--X\r\ntwo", "--XX--", "",
  ].joined(separator: "\r\n")

  static func parse(_ text: String, pieces: Int = .max, limits: MultipartLimits = limits) throws -> [String] {
    var parser = MultipartParser(boundary: "XX", limits: limits)
    var seen: [String] = []
    var content: [UInt8] = []
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: min(pieces, bytes.count)) {
      for event in try parser.feed(bytes[start..<min(bytes.count, start + min(pieces, bytes.count))]) {
        switch event {
        case .head(let head): seen.append("\(head.name)|\(head.fileName ?? "-")|\(head.contentType ?? "-")")
        case .bytes(let bytes): content += bytes
        case .partEnd:
          seen.append(String(decoding: content, as: UTF8.self))
          content = []
        case .end: seen.append("end")
        }
      }
    }
    try parser.finish()
    return seen
  }

  @Test("a body cut anywhere gives the same parts", arguments: [1, 2, 3, 5, 7, 11, 64, 1000])
  func anyCut(pieces: Int) throws {
    #expect(
      try Self.parse(Self.sample, pieces: pieces)
        == ["title|-|-", "租赁", "file|ab.pdf|application/pdf", "line one\r\n--X\r\ntwo", "end"])
  }

  @Test("an empty part is empty, not missing")
  func emptyPart() throws {
    let text = "--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n\r\n\r\n--XX--\r\n"
    #expect(try Self.parse(text) == ["f||-", "", "end"])
    #expect(try Self.parse(text, pieces: 1) == ["f||-", "", "end"])
  }

  @Test(
    "a broken body is malformed",
    arguments: [
      "", "--XX\r\n", "nothing", "--XX\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XX--", "--XX\r\nno colon\r\n\r\nx\r\n--XX--",
      "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nunfinished", "--XXjunk\r\n",
    ])
  func malformed(text: String) {
    #expect(throws: MultipartError.malformed) {
      var parser = MultipartParser(boundary: "XX", limits: Self.limits)
      _ = try parser.feed(Array(text.utf8))
      try parser.finish()
    }
  }

  static func part(_ size: Int, file: Bool) -> String {
    "--XX\r\nContent-Disposition: form-data; name=\"a\"\(file ? "; filename=\"f\"" : "")\r\n\r\n\(String(repeating: "x", count: size))\r\n"
  }

  @Test("each limit holds on both sides")
  func limits() throws {
    #expect(try Self.parse(Self.part(16, file: false) + "--XX--").count == 3)
    #expect(throws: MultipartError.tooLarge) { try Self.parse(Self.part(17, file: false) + "--XX--") }
    #expect(try Self.parse(Self.part(32, file: true) + "--XX--", pieces: 3).count == 3)
    #expect(throws: MultipartError.tooLarge) { try Self.parse(Self.part(33, file: true) + "--XX--", pieces: 3) }
    let three = String(repeating: Self.part(1, file: false), count: 3)
    #expect(try Self.parse(three + "--XX--").count == 7)
    #expect(throws: MultipartError.tooLarge) { try Self.parse(three + Self.part(1, file: false) + "--XX--") }
    #expect(throws: MultipartError.tooLarge) { try Self.parse("--XX\r\nX: \(String(repeating: "h", count: 300))\r\n\r\n") }
  }

  @Test("the boundary is read bare and quoted, and refused when missing or odd")
  func boundaries() throws {
    #expect(try MultipartParser.boundary(of: "multipart/form-data; boundary=abc") == "abc")
    #expect(try MultipartParser.boundary(of: "Multipart/Form-Data; charset=utf-8; Boundary=\"a b\"") == "a")
    for bad in ["", "text/plain; boundary=a", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\(String(repeating: "x", count: 71))"] {
      #expect(throws: MultipartError.boundary) { try MultipartParser.boundary(of: bad) }
    }
  }
}
