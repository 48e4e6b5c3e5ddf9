import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
@testable import HeqiWeb
import Testing

@Suite("receivers as typed")
struct ReceiverRowsTests {
  private func form(_ rows: [(String, String, String)]) -> Form {
    Form(
      fields: rows.flatMap { [(name: "party", value: ""), (name: "name", value: $0.0), (name: "mobile", value: $0.1), (name: "email", value: $0.2)] })
  }

  @Test("a row needs a name and one good way to reach the person", arguments: [
    ("", "13812345678", ""), ("李明", "", ""), ("李明", "138", ""), ("李明", "", "nobody"), ("李明", "13812345678", "nobody"),
  ])
  func wrong(name: String, mobile: String, email: String) {
    #expect(ReceiverRows(form([(name, mobile, email)])).wrong == [0])
  }

  @Test("mobile or e-mail will do, and only the wrong rows are marked")
  func good() {
    let rows = ReceiverRows(form([(" 李明 ", "13812345678", ""), ("王芳", "", "wang@example.com"), ("周舟", "1", "")]))
    #expect(rows.wrong == [2])
    #expect(rows.rows.map(\.name) == ["李明", "王芳", "周舟"] && rows.rows.map(\.turn) == [1, 2, 3])
  }

  @Test("a chosen contact takes the empty row, needs no number and keeps its choice")
  func contact() throws {
    let now = Instant(seconds: 1_780_000_000)
    let account: ID<Account> = ID(at: now, random: [1])
    let contact = Contact(id: ID(at: now, random: [2]), of: .person(account), name: "李明", at: now)
    let empty = ReceiverRows(form([("", "", "")]))
    let chosen = try #require(empty.changed(by: "contact.\(contact.id)", contacts: [contact]))
    #expect(chosen.rows.map(\.name) == ["李明"] && chosen.wrong.isEmpty)
    #expect(chosen.receivers.first?.contactID == contact.id)
    let both = try #require(ReceiverRows(form([("王芳", "13812345678", "")])).changed(by: "contact.\(contact.id)", contacts: [contact]))
    #expect(both.rows.map(\.name) == ["王芳", "李明"] && both.rows.map(\.turn) == [1, 2])
    #expect(empty.changed(by: "contact.\(contact.id)", contacts: []) == empty, "another's contact chooses nobody")
    let company = Contact(id: ID(at: now, random: [3]), kind: .company, party: nil, name: "甲公司", mobile: Sensitive("13812345678"), createdAt: now)
    let row = try #require(empty.changed(by: "contact.\(company.id)", contacts: [company])?.rows.first)
    #expect(row.isCompany && row.mobile == "13812345678" && row.contactID.isEmpty)
  }

  @Test("rows can be added and removed, never the last one")
  func changes() throws {
    let one = ReceiverRows(form([("李明", "13812345678", "")]))
    let two = try #require(one.changed(by: "add"))
    #expect(two.rows.count == 2 && two.rows[1].name.isEmpty)
    #expect(two.changed(by: "remove.0")?.rows.count == 1)
    #expect(one.changed(by: "remove.0") == nil && one.changed(by: "remove.7") == nil && one.changed(by: "next") == nil)
    let full = ReceiverRows(form(Array(repeating: ("李明", "13812345678", ""), count: ContractLimits.receiversMax)))
    #expect(full.changed(by: "add") == nil)
  }

  @Test("a new round begins with one empty row, an old one with its people")
  func fromRound() throws {
    #expect(ReceiverRows(try ContractSample.round(receivers: [])).rows == [ReceiverRows.Row()])
    let rows = ReceiverRows(try ContractSample.round())
    #expect(rows.rows[0].mobile == "13812345678" && rows.receivers[0].partyID == ContractSample.receiver.id)
  }
}
