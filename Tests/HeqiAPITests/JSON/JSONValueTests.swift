import Foundation
import Testing

@testable import HeqiAPI

@Suite("JSON as the API writes it")
struct JSONValueTests {
  @Test(
    "what is written reads back the same, whatever the text",
    arguments: ["", "张三", "a\"b\\c", "line\nbreak\ttab\r", "\u{1}\u{1f}", "😀", "</script>"])
  func texts(_ text: String) throws {
    let bytes = JSONValue.object([("text", .string(text))]).bytes
    let read = try JSONDecoder().decode([String: String].self, from: Data(bytes))
    #expect(read == ["text": text])
  }

  @Test("members keep their order, and absent ones are left out")
  func order() {
    let value = JSONValue.members(["b": .int(1), "a": nil, "c": .bool(true)])
    #expect(String(decoding: value.bytes, as: UTF8.self) == #"{"b":1,"c":true}"#)
  }

  @Test("a number without end or name becomes null")
  func numbers() {
    #expect(JSONValue.array([.number(.infinity), .number(.nan), .number(0.5), .null]).bytes == Array("[null,null,0.5,null]".utf8))
  }
}
