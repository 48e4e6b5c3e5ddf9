import HeqiApplication
import HeqiDomain
import Testing

@testable import HeqiAPI

@Suite("POST /template (M-010, M-016)")
struct TemplateRequestTests {
  static func body(_ more: String = "", content: String = #""<p>a</p>""#) -> [UInt8] {
    Array(#"{"name":"协议","contentType":"HTML","content":\#(content)\#(more)}"#.utf8)
  }

  @Test("the least request gets usual values")
  func defaults() throws {
    let request = try TemplateRequest(body: Self.body())
    #expect(request.templateID == nil && request.version == nil && request.category == "GENERAL" && !request.isActive)
    #expect(request.variables.isEmpty && request.signers == TemplateSigners() && request.content == "<p>a</p>")
  }

  @Test("components may be sent as JSON; the same JSON gives the same text, whatever its order")
  func components() throws {
    let one = try TemplateRequest(body: Self.body(content: #"{"components":[{"type":"rule","x":1}],"size":12}"#))
    let other = try TemplateRequest(body: Self.body(content: #"{"size":12,"components":[{"x":1,"type":"rule"}]}"#))
    #expect(one.content == other.content && one.content == #"{"components":[{"type":"rule","x":1}],"size":12}"#)
  }

  @Test(
    "each fault names its field",
    arguments: [
      (body(#","templateId":"a/b""#), "templateId"), (body(#","version":"\#(String(repeating: "1", count: 33))""#), "version"),
      (body(#","category":"\#(String(repeating: "c", count: 33))""#), "category"), (body(#","active":"yes""#), "active"),
      (body(content: "1"), "content"), (body(content: "\"\""), "content"), (body(#","variableDefinitions":[{"key":"1"}]"#), "variableDefinitions[0].key"),
      (body(#","signerConfig":{"maxSigners":51}"#), "signerConfig.maxSigners"), (Array(#"{"name":"a","content":"b"}"#.utf8), "contentType"),
      (Array(#"{"contentType":"HTML","content":"b"}"#.utf8), "name"),
    ])
  func faults(_ body: [UInt8], _ field: String) {
    #expect(throws: ClientError(.parameter, field: field)) { try TemplateRequest(body: body) }
  }

  @Test("lists are limited to what has an index")
  func lists() throws {
    func query(_ values: [String: String]) throws(ClientError) -> TemplateListQuery { try TemplateListQuery(QueryReader(values)) }
    #expect(String(describing: try query([:]).filter) == "newest")
    #expect(String(describing: try query(["active": "true"]).filter) == "active")
    #expect(String(describing: try query(["category": "X"]).filter) == "activeOfCategory(\"X\")")
    #expect(String(describing: try query(["active": "false"]).filter) == "newest")
    #expect(throws: ClientError(.parameter, field: "active")) { try query(["category": "X", "active": "false"]) }
    #expect(throws: ClientError(.parameter, field: "limit")) { try query(["limit": "101"]) }
    #expect(throws: ClientError(.parameter, field: "after")) { try query(["after": "a b"]) }
  }
}
