import Testing

@testable import Office

@Suite("Picture headers (drill 26)")
struct ImageHeaderTests {
  private func png(_ width: UInt32, _ height: UInt32) -> [UInt8] {
    func word(_ value: UInt32) -> [UInt8] { [24, 16, 8, 0].map { UInt8(value >> $0 & 255) } }
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52] + word(width)
      + word(height) + [8, 6, 0, 0, 0, 0, 0, 0, 0]
  }

  @Test(
    "40 million pixels pass, one row more does not, whatever the shape",
    arguments: [
      (8_000, 5_000, nil), (8_000, 5_001, .imageTooLarge), (30_000, 30_000, .imageTooLarge),
      (1, 1_000_000_000, .imageTooLarge), (0, 5, .imageUnsupported), (.max, .max, .imageUnsupported),
    ] as [(UInt32, UInt32, OfficeError.Code?)])
  func pixels(width: UInt32, height: UInt32, expected: OfficeError.Code?) {
    do throws(OfficeError) {
      let header = try ImageHeader(png(width, height))
      #expect(expected == nil && header.width == Int(width) && header.height == Int(height))
    } catch { #expect(error.code == expected) }
  }

  @Test("anything but JPEG and PNG is refused by its first bytes")
  func others() {
    for text in ["", "GIF89a..........", "<svg xmlns=\"x\"/>", "%PDF-1.7", "push graphic-context", "P6 1 1 255 abc"] {
      #expect(throws: OfficeError(.imageUnsupported, "")) { try ImageHeader(Array(text.utf8)) }
    }
  }

  @Test("every cut and every changed byte of a JPEG header is answered, never a trap")
  func cuts() {
    let jpeg: [UInt8] = [
      0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xFF, 0xC2, 0, 17, 8, 0, 10, 0, 20, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ]
    #expect((try? ImageHeader(jpeg))?.width == 20)
    for count in jpeg.indices { _ = try? ImageHeader(Array(jpeg.prefix(count))) }
    for position in jpeg.indices {
      for value in [0, 1, 0x7F, 0xD9, 0xFF] as [UInt8] {
        var changed = jpeg
        changed[position] = value
        _ = try? ImageHeader(changed)
      }
    }
  }

  @Test("a file of more than 20 MiB is refused before it is read")
  func bytes() {
    #expect(throws: OfficeError(.imageTooLarge, "")) { try ImageHeader([UInt8](repeating: 0xFF, count: (20 << 20) + 1)) }
  }
}

@Suite("Pictures packed anew")
struct ImageReencoderTests {
  @Test("pictures come out within the side asked for, never enlarged, in the format asked for")
  func sizes() async throws {
    let bench = try OfficeBench()
    defer { bench.remove() }
    let reencoder = ImageReencoder(workers: bench.workers)
    let jpeg = try await bench.picture(["-size", "1200x600", "gradient:red-blue", "JPEG:-"])
    let small = try await reencoder.reencode(jpeg, as: .png, sideMax: 300)
    #expect(small.kind == .png && small.width == 300 && small.height == 150)
    let same = try await reencoder.reencode(small.bytes, as: .jpeg, sideMax: 2_000)
    #expect(same.kind == .jpeg && same.width == 300 && same.height == 150)
    #expect(bench.leftovers == [])
  }

  @Test("comments and metadata of the sender do not survive")
  func metadata() async throws {
    let bench = try OfficeBench()
    defer { bench.remove() }
    let jpeg = try await bench.picture(["-size", "60x60", "gradient:", "-comment", "SECRET-PLACE", "JPEG:-"])
    #expect(String(decoding: jpeg, as: Unicode.ASCII.self).contains("SECRET-PLACE"))
    let clean = try await ImageReencoder(workers: bench.workers).reencode(jpeg, as: .jpeg)
    #expect(!String(decoding: clean.bytes, as: Unicode.ASCII.self).contains("SECRET-PLACE"))
  }

  @Test("a header that promises a picture over rubbish is refused by the worker, not by a crash")
  func rubbish() async throws {
    let bench = try OfficeBench()
    defer { bench.remove() }
    var png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
    png += [0, 0, 0, 9, 0, 0, 0, 9, 8, 6, 0, 0, 0, 1, 2, 3, 4] + [UInt8](repeating: 0xAB, count: 200)
    let code = await OfficeBench.code { () throws(OfficeError) in
      _ = try await ImageReencoder(workers: bench.workers).reencode(png, as: .png)
    }
    #expect(code == .unreadable || code == .imageUnsupported)
    #expect(bench.leftovers == [])
  }

  @Test("pictures become pages that poppler reads, one each, lying when they are wide")
  func pages() async throws {
    let bench = try OfficeBench()
    defer { bench.remove() }
    let reencoder = ImageReencoder(workers: bench.workers)
    let wide = try await reencoder.reencode(
      try await bench.picture(["-size", "400x200", "gradient:red-blue", "JPEG:-"]), as: .jpeg)
    let grey = try await reencoder.reencode(
      try await bench.picture(["-size", "200x400", "gradient:", "JPEG:-"]), as: .jpeg)
    let pdf = try ImagePages.pdf([wide, grey])
    let summary = try await PageRenderer(workers: bench.workers).summary(of: pdf)
    #expect(summary.pageCount == 2)
    #expect(summary.pages[0].width > summary.pages[0].height && summary.pages[1].width < summary.pages[1].height)
    let image = try await PageRenderer(workers: bench.workers).image(of: pdf, page: 2, width: 200)
    #expect(!image.isEmpty)
    #expect(throws: OfficeError(.imageTooLarge, "")) { try ImagePages.pdf([]) }
  }
}
