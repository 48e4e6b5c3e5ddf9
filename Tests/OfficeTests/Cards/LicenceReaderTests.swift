import Testing

@testable import Office

@Suite("Reading business licences")
struct LicenceReaderTests {
  @Test("name, representative and candidates for the code are taken from noisy text", arguments: [
    ("营业执照\n统一社会信用代码 91350100M000100Y43\n名 称 示例科技（厦门）有限公司 类型\n法定代表人 叶小三", "示例科技（厦门）有限公司类型", "叶小三", "91350100M000100Y43"),
    ("企业名称：示例商行\n经营者：买买提·吾斯曼\n代码:9135O1OOM0001OOY43", "示例商行", "买买提·吾斯曼", "91350100M000100Y43"),
    ("负责人 陈 例\n", nil, "陈例", nil), ("", nil, nil, nil),
  ] as [(String, String?, String?, String?)])
  func text(text: String, name: String?, representative: String?, code: String?) {
    let reading = LicenceReader.reading(text)
    #expect(reading.name == name && reading.legalRepresentative == representative)
    #expect(code.map { reading.codes.contains($0) } ?? reading.codes.isEmpty)
  }

  @Test("a clear picture of a licence gives all three")
  func picture() async throws {
    let bench = try OfficeBench()
    defer { bench.remove() }
    let font = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
    let licence = try await bench.picture([
      "-size", "1400x900", "xc:white", "-font", font, "-fill", "black", "-pointsize", "44",
      "-draw", "text 500,110 '营业执照'", "-draw", "text 80,240 '统一社会信用代码  91350100M000100Y43'",
      "-draw", "text 80,360 '名称  示例科技有限公司'", "-draw", "text 80,480 '法定代表人  李小明'", "JPEG:-",
    ])
    let reading = try await LicenceReader(workers: bench.workers).read(licence)
    #expect(reading.codes.contains("91350100M000100Y43"))
    #expect(reading.name == "示例科技有限公司")
    #expect(reading.legalRepresentative == "李小明")
    #expect(bench.leftovers == [])
  }
}
