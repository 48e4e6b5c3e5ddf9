import HeqiSQL
import Testing

@Suite struct SQLRowTests {
  let row = SQLRow(
    columns: ["t", "i", "b", "n", "two"], values: ["text", 1, .blob([7]), .null, 2])

  @Test("a missing column, NULL and a wrong kind are told by name and never by value", arguments: ["absent", "n", "i"])
  func errors(_ column: String) throws {
    let error = #expect(throws: SQLError(.decoding, "")) { try row.text(column) }
    #expect(error?.message.contains("“\(column)”") == true)
  }

  @Test("no getter reads another kind")
  func kinds() {
    #expect(throws: SQLError(.decoding, "")) { try row.integer("t") }
    #expect(throws: SQLError(.decoding, "")) { try row.blob("t") }
    #expect(throws: SQLError(.decoding, "")) { try row.bool("two") }
    #expect(throws: SQLError(.decoding, "")) { try row.real("t") }
  }

  @Test("optional getters give nil for NULL only")
  func optionals() throws {
    #expect(try row.optionalText("n") == nil)
    #expect(try row.optionalText("t") == "text")
    #expect(try row.optionalBool("i") == true)
    #expect(try row.optionalBlob("b") == [7])
    #expect(try row.real("i") == 1)
  }

  @Test("the description of a value shows its kind only")
  func description() {
    #expect("\(SQLValue.text("13800001234"))" == "<text>")
    #expect(SQLValue(String?.none) == .null)
    #expect(SQLValue(true) == .integer(1))
  }
}
