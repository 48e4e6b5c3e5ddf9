import Testing

@testable import PDF

@Suite struct ObjectParserTests {
  func parse(_ text: String) throws(PDFError) -> PDFObject {
    var parser = ObjectParser(Array(text.utf8), limits: .standard)
    return try parser.object()
  }

  @Test(
    "every object form of §7.3 is read",
    arguments: [
      ("null", PDFObject.null), ("true", .boolean(true)), ("false ", .boolean(false)), ("17", .integer(17)),
      ("+17", .integer(17)), ("-98", .integer(-98)), ("0", .integer(0)), ("34.5", .real(34.5)), ("-3.62", .real(-3.62)),
      ("4.", .real(4)), ("-.002", .real(-0.002)), (".5", .real(0.5)), ("100000000000000000000", .real(1e20)),
      ("123456789012345", .integer(123_456_789_012_345)),
      ("/Name1", .name("Name1")), ("/", .name("")), ("/A#20B", .name("A B")), ("/paired#28#29", .name("paired()")),
      ("(a(b)c)", .string(Array("a(b)c".utf8))),
      ("(\\n\\r\\t\\b\\f\\(\\)\\\\)", .string([10, 13, 9, 8, 12, 40, 41, 92])),
      ("(\\0533)", .string(Array("+3".utf8))), ("(\\53)", .string(Array("+".utf8))),
      ("(a\\\nb)", .string(Array("ab".utf8))),
      ("(a\r\nb)", .string(Array("a\nb".utf8))), ("(\\q)", .string(Array("q".utf8))),
      ("<901FA>", .string([0x90, 0x1F, 0xA0])),
      ("< 4 1\n42 >", .string([0x41, 0x42])), ("<>", .string([])), ("12 0 R", .reference(PDFReference(12))),
      ("12 % comment\n3 R", .reference(PDFReference(12, 3))),
      ("[1 2 0 R 3]", .array([.integer(1), .reference(PDFReference(2)), .integer(3)])),
      ("[1 2 3]", .array([.integer(1), .integer(2), .integer(3)])), ("[]", .array([])),
      ("<</A 1/B<</C[true]>>>>", .dictionary(["A": .integer(1), "B": .dictionary(["C": .array([.boolean(true)])])])),
      ("<</A/B/C(d)>>", .dictionary(["A": .name("B"), "C": .string(Array("d".utf8))])),
      ("<</A 1/A 1>>", .dictionary(["A": .integer(1)])),
    ])
  func reads(_ text: String, _ expected: PDFObject) throws { #expect(try parse(text) == expected) }

  @Test(
    "what is not an object is refused, not guessed",
    arguments: [
      "", "  ", "%only a comment", "nul", "truex", "--5", "1e5", "1.2.3", "-", ".", "+", "(open", "((a)", "<41", "<4G>",
      "<</A>>", "<</A 1", "<</A 1>",
      "<<1 2>>", "[1 2", "]", ">>", "/A#", "/A#0", "/A#00", "/A#ZZ", "endobj", "R", "{", "<</A 1/A 2>>",
    ])
  func refuses(_ text: String) { #expect(throws: PDFError.self) { try parse(text) } }

  @Test("nesting is cut off at the limit, on both sides of it")
  func depth() throws {
    let deepest = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
    #expect(throws: Never.self) { try parse(deepest) }
    #expect(throws: PDFError(.depthExceeded, "")) { try parse("[" + deepest + "]") }
    #expect(throws: PDFError(.depthExceeded, "")) { try parse(String(repeating: "<</A", count: 5000)) }
  }

  @Test("reals keep their text, so rewriting is lossless", arguments: ["0.10", "-.5", "4.", "1.23456789"])
  func lossless(_ text: String) throws {
    var output: [UInt8] = []
    ObjectWriter.append(try parse(text), to: &output)
    #expect(String(decoding: output, as: UTF8.self) == text)
  }

  @Test(
    "what the writer writes the parser reads back",
    arguments: [
      PDFObject.name("a b#()/%é"), .string(Array(0...255)), .string(PDFString(Array(0...255), form: .hexadecimal)),
      .real(-0.12345), .real(1234567.5), .integer(Int(Int32.min)), .integer(0), .text("甲方 Party A"),
      .dictionary(["K": .array([.null, .boolean(false), .reference(PDFReference(7, 2))])]),
    ])
  func roundTrip(_ object: PDFObject) throws {
    var output: [UInt8] = []
    ObjectWriter.append(object, to: &output)
    var parser = ObjectParser(output, limits: .standard)
    #expect(try parser.object() == object)
  }

  @Test("a dictionary with many keys finds repeated ones without quadratic time")
  func manyKeys() throws {
    let body = (0..<50_000).map { "/K\($0) 1" }.joined()
    #expect(try parse("<<\(body)>>").dictionaryValue?.count == 50_000)
    #expect(throws: PDFError(.duplicateKey, "")) { try parse("<<\(body)/K7 2>>") }
  }
}

@Suite struct PDFNameTests {
  @Test("names of every length keep their bytes", arguments: 0...40)
  func lengths(_ count: Int) {
    let bytes = (0..<count).map { UInt8(65 + $0 % 26) }
    #expect(PDFName(bytes).bytes == bytes)
    #expect(PDFName(bytes) == PDFName(String(decoding: bytes, as: UTF8.self)))
    #expect(PDFName(bytes + [66]) != PDFName(bytes))
  }
}

@Suite struct PDFStringTests {
  @Test(
    "text strings are read in all three encodings",
    arguments: [
      (PDFString([0xFE, 0xFF, 0x75, 0x32]), "甲"), (PDFString([0xEF, 0xBB, 0xBF, 0xE7, 0x94, 0xB2]), "甲"),
      (PDFString([0x41, 0x80, 0xE9]), "A•é"), (PDFString(text: "甲方A"), "甲方A"), (PDFString(text: "plain"), "plain"),
      (PDFString(text: "𠮷"), "𠮷"),
    ])
  func text(_ string: PDFString, _ expected: String) { #expect(string.text == expected) }
}
