import HeqiDomain
import Testing

@testable import HeqiAPI

@Suite("Bodies of the API: every fault names its field (40001)")
struct RequestObjectTests {
  private static func object(_ json: String) throws -> RequestObject { try RequestObject(body: Array(json.utf8)) }

  @Test("what is no JSON object is refused as the body", arguments: ["", "[]", "1", "{", "{\"a\":}", "\u{FF}"])
  func noObject(_ json: String) {
    #expect(throws: ClientError(.parameter, field: "body")) { try Self.object(json) }
  }

  @Test("nesting beyond 32 levels is refused before anything parses it")
  func nesting() throws {
    let deep = { (levels: Int) in String(repeating: "{\"a\":", count: levels) + "1" + String(repeating: "}", count: levels) }
    _ = try Self.object(deep(32))
    #expect(throws: ClientError(.parameter, field: "body")) { try Self.object(deep(33)) }
    _ = try Self.object("{\"a\":\"" + String(repeating: "[", count: 500) + "\"}")
  }

  @Test("texts have a length, and no control characters")
  func texts() throws {
    let object = try Self.object(#"{"ok":"中文","empty":"","null":null,"number":1,"bell":"\u0007"}"#)
    #expect(try object.text("ok", max: 2) == "中文")
    #expect(throws: ClientError(.parameter, field: "ok")) { try object.text("ok", max: 1) }
    for name in ["empty", "null", "absent"] { #expect(throws: ClientError(.parameter, field: name)) { try object.text(name, max: 9) } }
    for name in ["number", "bell"] { #expect(throws: ClientError(.parameter, field: name)) { try object.text(name, max: 9) } }
  }

  @Test("nested faults carry their path")
  func paths() throws {
    let signers = try Self.object(#"{"signers":[{"name":"a"},{"name":5}]}"#).objects("signers", max: 9)
    #expect(throws: ClientError(.parameter, field: "signers[1].name")) { try signers[1].text("name", max: 9) }
    #expect(throws: ClientError(.parameter, field: "signers")) {
      try Self.object(#"{"signers":[{},{}]}"#).objects("signers", max: 1)
    }
    #expect(throws: ClientError(.parameter, field: "signers[0]")) { try Self.object(#"{"signers":[1]}"#).objects("signers", max: 1) }
  }

  @Test("integers stay in their range and are integers")
  func integers() throws {
    let object = try Self.object(#"{"low":0,"high":8,"half":1.5,"text":"1"}"#)
    #expect(try object.integer("absent", in: 1...7) == nil)
    for name in ["low", "high", "half", "text"] {
      #expect(throws: ClientError(.parameter, field: name)) { try object.integer(name, in: 1...7) }
    }
  }

  @Test("one provider may be a text, several an array (B-20)")
  func texts_or_array() throws {
    #expect(try Self.object(#"{"p":"TSA"}"#).texts("p", max: 3, length: 9) == ["TSA"])
    #expect(try Self.object(#"{"p":["TSA","LOCAL_CA"]}"#).texts("p", max: 3, length: 9) == ["TSA", "LOCAL_CA"])
    #expect(throws: ClientError(.parameter, field: "p")) { try Self.object(#"{"p":[1]}"#).texts("p", max: 3, length: 9) }
  }
}
