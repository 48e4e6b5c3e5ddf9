import Testing

@testable import Office

@Suite("Page images and page sizes")
struct PageRendererTests {
  @Test("sizes are those of the page as shown, rotation applied")
  func summary() async throws {
    let bench = try OfficeBench()
    defer { bench.remove() }
    let summary = try await PageRenderer(workers: bench.workers).summary(of: SmallPDF.bytes(["one", "two"]))
    #expect(summary.pageCount == 2 && !summary.isEncrypted)
    #expect(summary.pages[0] == .init(width: 600, height: 800, rotation: 0))
    #expect(summary.pages[1] == .init(width: 800, height: 600, rotation: 90))
  }

  @Test("an image has the width asked for, in both formats")
  func images() async throws {
    let bench = try OfficeBench()
    defer { bench.remove() }
    let renderer = PageRenderer(workers: bench.workers)
    let pdf = SmallPDF.bytes(["one", "two"])
    let sizes = try await renderer.withPages(of: pdf) { pages throws(OfficeError) in
      let upright = try ImageHeader(try await pages.image(page: 1, width: 300, format: .png))
      let turned = try ImageHeader(try await pages.image(page: 2, width: 400))
      return [upright, turned]
    }
    #expect(sizes[0].kind == .png && sizes[0].width == 300 && sizes[0].height == 400)
    #expect(sizes[1].kind == .jpeg && sizes[1].width == 400 && sizes[1].height == 300)
    #expect(bench.leftovers == [])
  }

  @Test("a page that is not there, a width out of range, and bytes that are no PDF are refused")
  func refusals() async throws {
    let bench = try OfficeBench()
    defer { bench.remove() }
    let renderer = PageRenderer(workers: bench.workers)
    let pdf = SmallPDF.bytes(["one"])
    for (page, width) in [(2, 300), (0, 300), (-1, 300), (1, 5_000), (1, 0)] {
      let code = await OfficeBench.code { () throws(OfficeError) in
        _ = try await renderer.image(of: pdf, page: page, width: width)
      }
      #expect(code == .pageOutOfRange || code == .unreadable, "page \(page) width \(width)")
    }
    for bytes in [[], Array("no pdf".utf8), Array(pdf.prefix(60))] as [[UInt8]] {
      #expect(await OfficeBench.code { () throws(OfficeError) in _ = try await renderer.summary(of: bytes) } == .unreadable)
    }
    #expect(bench.leftovers == [])
  }
}

@Suite("Text of pages")
struct TextExtractorTests {
  @Test("text and word boxes come from the page, origin at the upper left")
  func words() async throws {
    let bench = try OfficeBench()
    defer { bench.remove() }
    let extractor = TextExtractor(workers: bench.workers)
    let pdf = SmallPDF.bytes(["Party A: sign here & now"])
    #expect(try await extractor.text(of: pdf).contains("Party A: sign here & now"))
    let pages = try await extractor.words(of: pdf)
    #expect(pages.count == 1 && pages[0].width == 600 && pages[0].height == 800)
    #expect(pages[0].words.map(\.text) == ["Party", "A:", "sign", "here", "&", "now"])
    let place = try #require(TextExtractor.find("sign here", in: pages).first)
    #expect(place.page == 1 && place.top > 80 && place.bottom < 110 && place.left > 130 && place.right > place.left)
  }

  @Test("places on turned and cropped pages are those of the page as shown")
  func turnedAndCropped() async throws {
    let bench = try OfficeBench()
    defer { bench.remove() }
    let pages = try await TextExtractor(workers: bench.workers).words(of: SmallPDF.bytes(["one", "two", "three"]))
    // The word begins at (72, 700) of the paper: 72 points below the top once turned, (22, 60) off the cropped corner.
    let turned = pages[1].shown(width: 800, height: 600)
    #expect(turned.width == 800 && turned.height == 600)
    #expect(abs(turned.words[0].top - 72) < 1 && turned.words[0].left > 690 && turned.words[0].right < 725)
    #expect(pages[2].width == 500 && pages[2].height == 680)
    #expect(abs(pages[2].words[0].left - 22) < 1 && pages[2].words[0].bottom > 55 && pages[2].words[0].bottom < 70)
    #expect(pages[2].shown(width: 500, height: 680) == pages[2])
    let unit = pages[0].shown(width: 1200, height: 1600)
    #expect(unit.words[0].left == 2 * pages[0].words[0].left, "a user unit of two makes everything twice as large")
  }

  @Test("a keyword is found across words and inside words, never across lines")
  func find() {
    func word(_ text: String, _ left: Double, _ top: Double) -> PageText.Word {
      .init(text: text, left: left, top: top, right: left + 10 * Double(text.count), bottom: top + 10)
    }
    let page = PageText(
      page: 3, width: 600, height: 800,
      words: [word("甲方(签", 0, 0), word("章):", 40, 0), word("乙方", 0, 50), word("签章", 0, 100)])
    #expect(
      TextExtractor.find("签章", in: [page]) == [
        KeywordPlace(page: 3, left: 30, top: 0, right: 50, bottom: 10),
        KeywordPlace(page: 3, left: 0, top: 100, right: 20, bottom: 110),
      ])
    #expect(TextExtractor.find("乙方签", in: [page]) == [])
    #expect(TextExtractor.find(" ", in: [page]) == [])
  }
}
