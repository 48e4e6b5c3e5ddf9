import Testing

@testable import Office

@Suite("Reading identity cards")
struct CardReaderTests {
  @Test(
    "name and number are taken from noisy text, a number only with the right check character",
    arguments: [
      ("姓名 李小明\n性别 男\n公民身份号码  11010519491231002X", "李小明", "11010519491231002X"),
      ("姓 名 欧阳娜娜\n号码 1101 0519 4912 3100 2x", "欧阳娜娜", "11010519491231002X"),
      ("姓名: 买买提江·吾斯曼 \nl1010519491231OO2X", "买买提江·吾斯曼", "11010519491231002X"),
      ("姓名 李\n110105194912310021", nil, nil),
      ("", nil, nil), ("11010519491331002X", nil, nil),
    ] as [(String, String?, String?)])
  func text(text: String, name: String?, number: String?) {
    #expect(CardReader.reading(text) == CardReading(name: name, number: number))
  }

  @Test("a clear picture of a card gives name and number")
  func picture() async throws {
    let bench = try OfficeBench()
    defer { bench.remove() }
    let font = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
    let card = try await bench.picture([
      "-size", "1000x630", "xc:#e8eef5", "-font", font, "-fill", "black", "-pointsize", "42",
      "-draw", "text 60,110 '姓名  李小明'", "-draw", "text 60,210 '性别  男   民族  汉'",
      "-draw", "text 60,560 '公民身份号码   11010519491231002X'", "JPEG:-",
    ])
    let reading = try await CardReader(workers: bench.workers).read(card)
    #expect(reading.number == "11010519491231002X")
    #expect(reading.name == "李小明")
    #expect(bench.leftovers == [])
  }

  @Test("a picture without a card is a reading without values")
  func nothing() async throws {
    let bench = try OfficeBench()
    defer { bench.remove() }
    let blank = try await bench.picture(["-size", "400x300", "xc:white", "PNG:-"])
    #expect(try await CardReader(workers: bench.workers).read(blank) == CardReading(name: nil, number: nil))
  }
}
