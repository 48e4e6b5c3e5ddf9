import HeqiDomain
import Testing

@testable import HeqiAPI

@Suite("Queries of the API: every fault names its field (40001)")
struct QueryReaderTests {
  private func refusal(_ values: [String: String], _ read: (QueryReader) throws -> Void) -> String? {
    do {
      try read(QueryReader(values))
      return nil
    } catch let error as ClientError {
      return error.code == .parameter ? error.field : "\(error)"
    } catch { return "\(error)" }
  }

  @Test(
    "a value out of its bounds is refused, also an empty one",
    arguments: [
      ("limit", "0"), ("limit", "101"), ("limit", "+1"), ("limit", ""), ("limit", "x"), ("status", "signed"), ("status", ""), ("after", "1"), ("after", ""),
      ("mobile", "123"), ("mobile", ""), ("from", "yesterday"), ("to", "2026-02-30"), ("bizId", "a\u{7}"),
      ("bizId", String(repeating: "长", count: 65)), ("bizId", "\u{FFFD}"),
    ])
  func contracts(_ name: String, _ value: String) {
    #expect(refusal([name: value]) { _ = try ContractListQuery($0) } == name)
  }

  @Test("bounds themselves are taken")
  func taken() throws {
    let query = try ContractListQuery(
      QueryReader(["limit": "100", "status": "SIGNED", "from": "2026-01-31", "to": "2026-01-31T08:00:00Z", "bizId": String(repeating: "长", count: 64)]))
    #expect(query.limit == 100 && query.status == .signed && query.after == nil)
    #expect(try ContractListQuery(QueryReader([:])).limit == 20)
  }

  @Test("only active versions are listed by category")
  func templates() throws {
    #expect(refusal(["active": "false", "category": "A"]) { _ = try TemplateListQuery($0) } == "active")
    #expect(refusal(["active": "yes"]) { _ = try TemplateListQuery($0) } == "active")
    #expect(refusal(["after": "a b"]) { _ = try TemplateListQuery($0) } == "after")
    #expect(String(describing: try TemplateListQuery(QueryReader(["active": "true", "category": "A"])).filter) == "activeOfCategory(\"A\")")
  }
}
