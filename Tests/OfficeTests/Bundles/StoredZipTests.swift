import Testing

@testable import Office

@Suite("Stored ZIP files")
struct StoredZipTests {
  @Test("what was put in comes out under its name, empty files and Chinese names included")
  func roundTrip() throws {
    let entries = [
      StoredZip.Entry("合同/contract.pdf", Array(repeating: 7, count: 70_000)), .init("empty", []), .init("a/b.txt", Array("text".utf8)),
    ]
    let bytes = try StoredZip.bytes(entries)
    let archive = try ZipArchive(bytes)
    #expect(archive.names == entries.map(\.name))
    #expect(try StoredZip.bytes(entries) == bytes)
    #expect(bytes.count == entries.reduce(22) { $0 + $1.bytes.count + 76 + 2 * $1.name.utf8.count })
  }

  @Test("an archive without entries is one")
  func empty() throws {
    #expect(try ZipArchive(StoredZip.bytes([])).names.isEmpty)
  }
}
