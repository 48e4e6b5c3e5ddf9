import Testing

@testable import PDF

@Suite struct FilterTests {
  func decode(_ data: [UInt8], _ dictionary: PDFDictionary, limit: Int = 1 << 20) throws(PDFError) -> [UInt8] {
    var limits = PDFLimits()
    limits.decodedStreamBytesMax = limit
    return try FilterChain(limits: limits).decode(data[...], dictionary: dictionary)
  }

  @Test(
    "text filters are undone",
    arguments: [
      ("AHx", "48 65 6C6c 6F>", "Hello"), ("ASCIIHexDecode", "7>", "p"), ("A85", "87cURD]i,\"Ebo80~>", "Hello World!"),
      ("ASCII85Decode", "z~>", "\0\0\0\0"), ("RL", "\u{2}abc\u{80}", "abc"),
    ])
  func text(_ name: String, _ data: String, _ expected: String) throws {
    let bytes = data.unicodeScalars.map { UInt8($0.value) }
    #expect(try decode(bytes, ["Filter": .name(PDFName(name))]) == Array(expected.utf8))
  }

  @Test("run lengths repeat")
  func runLength() throws {
    #expect(try decode([254, 65, 0, 66, 128, 9], ["Filter": .name("RunLengthDecode")]) == Array("AAAB".utf8))
    #expect(throws: PDFError(.filterDataInvalid, "")) { try decode([5, 1], ["Filter": .name("RL")]) }
    #expect(throws: PDFError(.filterDataInvalid, "")) { try decode([200], ["Filter": .name("RL")]) }
  }

  @Test("the LZW example of §7.4.4.2 is read")
  func lzw() throws {
    let data: [UInt8] = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01]
    #expect(try decode(data, ["Filter": .name("LZWDecode")]) == [45, 45, 45, 45, 45, 65, 45, 45, 45, 66])
    #expect(throws: PDFError(.filterDataInvalid, "")) { try decode([0xFF, 0xFF, 0xFF], ["Filter": .name("LZW")]) }
  }

  @Test("deflate round trip, chains and bombs")
  func flate() throws {
    let data = [UInt8](repeating: 7, count: 100_000)
    let deflated = Flate.deflate(data)
    #expect(try decode(deflated, ["Filter": .name("FlateDecode")]) == data)
    #expect(try decode(deflated, ["Filter": .name("FlateDecode")], limit: 100_000) == data)
    #expect(throws: PDFError(.limitExceeded, "")) { try decode(deflated, ["Filter": .name("Fl")], limit: 99_999) }
    let twice = Flate.deflate(deflated)
    #expect(try decode(twice, ["Filter": .array([.name("Fl"), .name("FlateDecode")])]) == data)
    #expect(throws: PDFError(.filterDataInvalid, "")) {
      try decode(Array(deflated.dropLast(20)), ["Filter": .name("Fl")])
    }
    #expect(throws: PDFError(.filterDataInvalid, "")) { try decode([1, 2, 3], ["Filter": .name("Fl")]) }
    #expect(throws: PDFError(.filterDataInvalid, "")) { try decode([], ["Filter": .name("Fl")]) }
    #expect(throws: PDFError(.limitExceeded, "")) {
      try decode(deflated, ["Filter": .array(Array(repeating: .name("Fl"), count: 9))])
    }
    #expect(throws: PDFError(.filterUnsupported, "")) { try decode([1], ["Filter": .name("DCTDecode")]) }
  }

  @Test(
    "predictors are undone",
    arguments: [
      (12, 3, [2, 1, 2, 3, 2, 1, 1, 1], [1, 2, 3, 2, 3, 4]), (15, 2, [1, 5, 1, 4, 1, 1], [5, 6, 6, 7]),
      (10, 2, [0, 9, 9], [9, 9]), (13, 2, [3, 4, 4, 3, 4, 4], [4, 6, 6, 10]),
      (2, 3, [1, 1, 1, 2, 2, 2], [1, 2, 3, 2, 4, 6]),
      (11, 4, [1, 5, 1], [5, 6]),
    ] as [(Int, Int, [UInt8], [UInt8])])
  func predictors(_ predictor: Int, _ columns: Int, _ data: [UInt8], _ expected: [UInt8]) throws {
    let parameters: PDFDictionary = ["Predictor": .integer(predictor), "Columns": .integer(columns)]
    #expect(try Predictor(parameters).undo(data, limits: .standard) == expected)
  }

  @Test(
    "predictor parameters out of range are refused without using memory",
    arguments: [
      ["Predictor": .integer(12), "Columns": .integer(0)], ["Predictor": .integer(12), "Columns": .integer(1 << 40)],
      ["Predictor": .integer(12), "BitsPerComponent": .integer(3)], ["Predictor": .integer(99)],
    ] as [PDFDictionary])
  func badPredictors(_ parameters: PDFDictionary) {
    #expect(throws: PDFError(.filterDataInvalid, "")) { try Predictor(parameters).undo([1, 2, 3], limits: .standard) }
  }

  @Test("a huge row does not reserve memory for a small stream")
  func hugeRow() throws {
    let parameters: PDFDictionary = ["Predictor": .integer(12), "Columns": .integer(1 << 24), "Colors": .integer(32)]
    #expect(try Predictor(parameters).undo([2, 7, 8], limits: .standard) == [7, 8])
  }
}
