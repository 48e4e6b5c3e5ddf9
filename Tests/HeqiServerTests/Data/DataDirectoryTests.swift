import Foundation
import HeqiServer
import Testing

@Suite("The data folder")
struct DataDirectoryTests {
  private func temporary() -> String {
    FileManager.default.temporaryDirectory.appendingPathComponent("heqi-test-\(UInt64.random(in: 0 ... .max))").path
  }

  @Test("preparing makes every folder for its owner only, and twice does no harm")
  func prepare() throws {
    let path = temporary()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let data = DataDirectory(path: path, replica: path + "/replica")
    try data.prepare()
    try data.prepare()
    for folder in [data.files, data.keys, data.cache, data.replica] {
      let attributes = try FileManager.default.attributesOfItem(atPath: folder)
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o700)
    }
    #expect(FileManager.default.fileExists(atPath: data.marker))
    #expect((data.freeBytes ?? 0) > 0)
  }

  @Test("a folder that cannot be made is named with a remedy")
  func unusable() throws {
    let path = temporary()
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(FileManager.default.createFile(atPath: path, contents: Data()))
    #expect { try DataDirectory(path: path, replica: path + "/replica").prepare() } throws: {
      "\($0)".contains(path) && "\($0)".contains("--data")
    }
  }

  @Test("the master key is made once, read back the same, and a damaged one is refused instead of replaced")
  func masterKey() throws {
    let path = temporary()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let file = path + "/master.key"
    let made = try DataDirectory.masterKey(file: file) { Array(repeating: 0xAB, count: $0) }
    let read = try DataDirectory.masterKey(file: file) { _ in [] }
    #expect(made == read && made.count == 32)
    #expect((try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    try "abc".write(toFile: file, atomically: true, encoding: .utf8)
    #expect(throws: DataDirectoryError.self) { try DataDirectory.masterKey(file: file) { Array(repeating: 1, count: $0) } }
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "abc")
  }
}
