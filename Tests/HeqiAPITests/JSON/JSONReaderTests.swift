import Foundation
import Testing

@testable import HeqiAPI

@Suite("JSON of requests (RFC 8259)")
struct JSONReaderTests {
  private static func read(_ text: String) -> JSONValue? { JSONReader.read(Array(text.utf8)) }

  @Test(
    "what readers disagree on is refused",
    arguments: [
      "", " ", "{", "[1,]", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "01", "-", "1.", ".5", "1e", "+1", "NaN", "nul", "truex", "'a'", "\"a", "\"\\x\"",
      "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\\u12g4\"", "\"\u{1}\"", "[1] 2", "1e999", "{a:1}", "{\"a\" 1}", "// x\n1",
    ])
  func refused(_ text: String) { #expect(Self.read(text) == nil) }

  @Test("bytes that are no UTF-8 are refused, with and without escapes in the text")
  func encoding() {
    #expect(JSONReader.read([0x22, 0xFF, 0x22]) == nil)
    #expect(JSONReader.read([0x22, 0x5C, 0x6E, 0xC3, 0x22]) == nil)
    #expect(JSONReader.read([0xEF, 0xBB, 0xBF, 0x31]) == nil)
  }

  @Test("values of every kind")
  func values() {
    #expect(Self.read(" {\"a\" : [1, -2.5, 1E2, true, false, null, \"\"] } ") == .object([("a", .array([.integer(1), .number(-2.5), .number(100), .bool(true), .bool(false), .null, .string("")]))]))
    #expect(Self.read(#""\"\\\/\b\f\n\r\t\u4e2d\ud83d\ude00中""#) == .string("\"\\/\u{8}\u{C}\n\r\t中😀中"))
    #expect(Self.read("9223372036854775807") == .integer(.max))
    #expect(Self.read("9223372036854775808") == .number(9.223372036854775808e18))
    #expect(Self.read("-0") == .integer(0))
  }

  @Test("nesting has an end on both sides of the limit")
  func depth() {
    let nested = { (count: Int) in String(repeating: "[", count: count) + String(repeating: "]", count: count) }
    #expect(Self.read(nested(32)) != nil)
    #expect(Self.read(nested(33)) == nil)
    #expect(Self.read(nested(100_000)) == nil)
  }

  @Test("what this program writes, it reads back")
  func roundTrip() {
    let value = JSONValue.object([("a\"\\\u{1}", .array([.string("中\n"), .integer(-5), .bool(false), .null, .number(0.25)]))])
    #expect(JSONReader.read(value.bytes) == value)
  }
}
