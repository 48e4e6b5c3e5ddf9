import Testing

@testable import HeqiHTTPKit

@Suite("The YAML of openapi.yaml")
struct YAMLReaderTests {
  @Test(
    "what other readers would read differently is refused with its line",
    arguments: [
      ("a: 1\na: 2", 2), ("a: &x 1", 1), ("a: *x", 1), ("a: \"text\"", 1), ("a: text # remark", 1), ("a:\n    b: 1\n  c: 2", 3), ("a: [1, 2", 1),
      ("a: {b: 1} c", 1), ("just text", 1), ("a: {b: 1, b: 2}", 1), ("a: {b:1}", 1), ("a: 'open", 1), ("a: >", 1), ("a: b: c", 1),
    ])
  func refused(_ text: String, _ line: Int) {
    #expect(throws: YAMLError.self) { try YAMLReader.read(text) }
    do { _ = try YAMLReader.read(text) } catch { #expect(error.line == line, "\(error)") }
  }

  @Test("mappings, lists, flow, quotes and literal blocks")
  func read() throws {
    let value = try YAMLReader.read(
      """
      # remark
      name: Heqi

      list:
        - {a: 1, 'b c': [x, 'it''s', null], d: https://h.example/p}
        - key: 1.5
          other: '1'
        - plain
      text: |
        one
          two

        three
      '200':
      - yes it is
      flag: true
      """)
    #expect(value["name"]?.text == "Heqi")
    let list = value["list"]?.items ?? []
    #expect(list.count == 3 && list[2] == .text("plain"))
    #expect(list[0]["b c"] == .list([.text("x"), .text("it's"), .null]) && list[0]["d"]?.text == "https://h.example/p")
    #expect(list[1] == .map([("key", .number(1.5)), ("other", .text("1"))]))
    #expect(value["text"]?.text == "one\n  two\n\nthree\n")
    #expect(value["200"] == .list([.text("yes it is")]) && value["flag"]?.flag == true)
  }

  @Test("written as JSON it is the same for a JSON reader")
  func json() {
    let value = YAMLValue.map([("a", .list([.integer(1), .text("\"中\"\n")])), ("b", .map([])), ("c", .null)])
    #expect(value.json() == "{\n  \"a\": [\n    1,\n    \"\\\"中\\\"\\n\"\n  ],\n  \"b\": {},\n  \"c\": null\n}")
  }

  @Test("members of a schema are listed with their paths, limits and references")
  func members() throws {
    let description = try APIDescription(
      Array(
        """
        paths: {/x: {post: {operationId: x, tags: [t]}}}
        components:
          schemas:
            Word: {type: string, minLength: 1, maxLength: 9, description: A word.}
            Body:
              type: object
              required: [words]
              properties:
                words: {type: array, maxItems: 3, items: {type: object, required: [w], properties: {w: {$ref: '#/components/schemas/Word'}}}}
                kind: {enum: [a, b], default: a}
        """.utf8))
    let members = description.members(of: .map([("$ref", .text("#/components/schemas/Body"))]))
    #expect(members.map(\.path) == ["words", "words[].w", "kind"])
    #expect(members.map(\.isRequired) == [true, true, false])
    #expect(members.map(\.limits) == ["≤ 3", "1…9", "= a"] && members[2].type == "a | b" && members[1].text == "A word.")
    #expect(description.operations.map(\.id) == ["x"])
  }
}
