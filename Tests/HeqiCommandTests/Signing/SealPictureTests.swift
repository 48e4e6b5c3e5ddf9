import PDF
import Testing

@testable import heqi

/// PNG files made by hand: chunks around a zlib stream of stored blocks.
enum SamplePNG {
  static func rgba(_ width: Int = 2, _ height: Int = 2) -> [UInt8] {
    var rows: [UInt8] = []
    for row in 0..<height {
      rows.append(0)
      for column in 0..<width { rows += [200, 20, 30, UInt8(100 * row + column)] }
    }
    return file(width, height, depth: 8, kind: 6, rows: rows)
  }

  static func file(
    _ width: Int, _ height: Int, depth: UInt8, kind: UInt8, rows: [UInt8], extra: [UInt8] = [], interlace: UInt8 = 0
  ) -> [UInt8] {
    PNGPicture.magic + chunk("IHDR", number(width) + number(height) + [depth, kind, 0, 0, interlace]) + extra
      + chunk("IDAT", stored(rows)) + chunk("IEND", [])
  }

  static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] { number(body.count) + Array(name.utf8) + body + [0, 0, 0, 0] }

  private static func number(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(value >> (24 - 8 * $0) & 0xFF) } }

  private static func stored(_ data: [UInt8]) -> [UInt8] {
    var (a, b): (UInt32, UInt32) = (1, 0)
    for octet in data {
      a = (a + UInt32(octet)) % 65_521
      b = (b + a) % 65_521
    }
    let length = [UInt8(data.count & 0xFF), UInt8(data.count >> 8)]
    return [0x78, 0x01, 0x01] + length + length.map { ~$0 } + data + number(Int(b << 16 | a))
  }
}

@Suite struct SealPictureTests {
  private func picture(_ pdf: [UInt8]) throws -> (PDFView, PDFStream) {
    let view = try PDFDocument(pdf).currentView
    return (view, try #require(try view.object(PictureFile.picture).streamValue))
  }

  @Test("transparency becomes a soft mask, colours stay")
  func transparency() throws {
    let (view, stream) = try picture(SealPicture.pdf(SamplePNG.rgba()))
    #expect(try view.data(of: stream) == Array(repeating: [200, 20, 30], count: 4).flatMap(\.self))
    let mask = try #require(try view.value("SMask", of: stream.dictionary)?.streamValue)
    #expect(try view.data(of: mask) == [0, 1, 100, 101])
  }

  @Test("a palette keeps its indexes; its transparent entries become the mask")
  func palette() throws {
    let extra = SamplePNG.chunk("PLTE", [255, 0, 0, 0, 0, 0]) + SamplePNG.chunk("tRNS", [255, 0])
    // One row of five one-bit pixels: 0 1 0 1 1.
    let png = SamplePNG.file(5, 1, depth: 1, kind: 3, rows: [0, 0b0101_1000], extra: extra)
    let (view, stream) = try picture(SealPicture.pdf(png))
    let mask = try #require(try view.value("SMask", of: stream.dictionary)?.streamValue)
    #expect(try view.data(of: mask) == [255, 0, 255, 0, 0])
    #expect(try view.data(of: stream) == [0b0101_1000])
  }

  @Test("RGB and grey pictures are taken as they are", arguments: [(UInt8(2), 3), (UInt8(0), 1)])
  func opaque(kind: UInt8, channels: Int) throws {
    let row: [UInt8] = (0..<2 * channels).map { UInt8($0) }
    let (view, stream) = try picture(SealPicture.pdf(SamplePNG.file(2, 1, depth: 8, kind: kind, rows: [0] + row)))
    #expect(stream.dictionary["SMask"] == nil)
    #expect(try view.data(of: stream) == row)
  }

  @Test("a JPEG is embedded untouched with the size of its frame")
  func jpeg() throws {
    let frame: [UInt8] = [0xFF, 0xC0, 0, 17, 8, 0, 30, 0, 40, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]
    let bytes: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2] + frame + [0xFF, 0xD9]
    let (view, stream) = try picture(SealPicture.pdf(bytes))
    #expect(stream.dictionary["Width"]?.integerValue == 40)
    #expect(stream.dictionary["Height"]?.integerValue == 30)
    #expect(Array(try view.encodedBytes(of: stream)) == bytes)
  }

  @Test("damaged and foreign pictures are refused and never trap")
  func damaged() throws {
    let good = SamplePNG.rgba()
    for count in 0..<good.count - 12 {
      _ = try? SealPicture.pdf(Array(good.prefix(count)))
    }
    for index in good.indices {
      var bad = good
      bad[index] ^= 0xFF
      _ = try? SealPicture.pdf(bad)
    }
    for bytes in [
      Array("GIF89a".utf8), Array("%PDF-1.7 nothing".utf8), [0xFF, 0xD8, 0xFF, 0xDA, 0, 2, 0, 0, 0, 0, 0, 0],
      SamplePNG.file(1, 1, depth: 8, kind: 2, rows: [0, 1, 2, 3], interlace: 1),
      SamplePNG.file(9000, 9000, depth: 8, kind: 2, rows: [0]), SamplePNG.file(4, 4, depth: 8, kind: 6, rows: [0, 1, 2]),
    ] {
      #expect(throws: (any Error).self) { try SealPicture.pdf(bytes) }
    }
  }
}
