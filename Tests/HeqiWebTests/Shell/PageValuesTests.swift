@testable import HeqiWeb
import Mustache
import Testing

@Suite struct PageValuesTests {
  private struct Row {
    let name: String
    let note: String?
    let isHot: Bool
  }
  private struct Model {
    var title = "a < b"
    var missing: String?
    var count = 3
    var rows = [Row(name: "one", note: nil, isHot: true), Row(name: "two", note: "n", isHot: false)]
    var none: [Row] = []
    var words = ["x", "y"]
    var table = ["key": "value"]
    var first: Row? = Row(name: "first", note: nil, isHot: false)
    var note = "outer"
  }

  /// Both ways of reading a model must say the same.
  private func rendered(_ template: String) throws -> String {
    let compiled = try MustacheTemplate(string: template)
    let text = compiled.render(PageValues(Model()))
    #expect(text == compiled.render(Model()), "\(template)")
    return text
  }

  @Test("absent values show nothing and open no section")
  func absent() throws {
    #expect(try rendered("[{{missing}}{{#missing}}never{{/missing}}{{^missing}}absent{{/missing}}]") == "[absent]")
    #expect(try rendered("{{#none}}never{{/none}}{{^none}}empty{{/none}}") == "empty")
    #expect(try rendered("{{unknown}}{{rows.unknown}}") == "")
  }

  @Test("a name that a row lacks is looked for outside, as before")
  func outward() throws {
    #expect(try rendered("{{#rows}}{{name}}:{{note}};{{/rows}}") == "one:outer;two:n;")
  }

  @Test("texts are escaped, numbers, flags, lists of words, tables and structs are read")
  func kinds() throws {
    #expect(try rendered("{{title}} {{count}}") == "a &lt; b 3")
    #expect(try rendered("{{#rows}}{{#isHot}}{{name}}{{/isHot}}{{/rows}}") == "one")
    #expect(try rendered("{{#words}}{{.}},{{/words}}") == "x,y,")
    #expect(try rendered("{{table.key}}{{table.other}} {{first.name}}{{#first}}/{{name}}{{/first}}") == "value first/first")
  }
}
