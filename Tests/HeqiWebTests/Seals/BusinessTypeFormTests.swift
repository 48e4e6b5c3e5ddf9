import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Testing

@testable import HeqiWeb

@Suite("The business type editor's form")
struct BusinessTypeFormTests {
  private let one = ID<Membership>(at: Instant(seconds: 1), random: [1])
  private let two = ID<Membership>(at: Instant(seconds: 1), random: [2])

  private func form(_ fields: [(String, String)]) -> BusinessTypeForm {
    BusinessTypeForm(Form(fields: fields.map { (name: $0.0, value: $0.1) }))
  }

  @Test("nodes keep their order, empty ones vanish, levels win over people")
  func nodes() throws {
    let rules = try form([
      ("name", "采购"), ("code", "CG"), ("handler", one.description), ("sealPlan.0.title", "法务"), ("sealPlan.0.kind", "legal"),
      ("sealPlan.0.mode", "any"), ("sealPlan.0.people", one.description), ("sealPlan.0.people", two.description),
      ("sealPlan.1.title", ""), ("sealPlan.2.title", "上级"), ("sealPlan.2.levels", "2"), ("sealPlan.2.people", one.description),
    ]).rules()
    #expect(
      rules.sealPlan.nodes == [
        ApprovalNode(title: "法务", kind: .legal, mode: .any, approvers: .people([one, two])),
        ApprovalNode(title: "上级", approvers: .levelByLevel(levels: 2)),
      ])
    #expect(rules.handlers == [one] && rules.numbering == nil && rules.initiationPlan.isEmpty)
  }

  @Test("rules shown in the form and sent back are the same")
  func roundTrip() throws {
    let rules = BusinessRules(
      name: "采购", code: "CG", numbering: try NumberingRule("{yyyy}{seq:4}", reset: .yearly), handlers: [one], ccViewers: [two],
      initiationPlan: ApprovalPlan([ApprovalNode(title: "财务", kind: .finance, approvers: .people([two]))]))
    #expect(try BusinessTypeForm(rules).rules() == rules)
  }

  @Test("a bad pattern is refused at its field, unless contracts are not numbered")
  func numbering() {
    let fields = [("name", "采购"), ("code", "CG"), ("pattern", "无流水号")]
    #expect(throws: BusinessTypeError(.numberingInvalid, Bilingual("", ""))) { try form(fields + [("numbered", "on")]).rules() }
    #expect(throws: Never.self) { try form(fields).rules() }
  }
}

@Suite("The seam seal form")
struct SeamFormTests {
  private let party = ID<ContractParty>(at: Instant(seconds: 1), random: [1])

  private func form(_ more: [(String, String)]) -> SeamForm {
    let base = [
      ("seamParty", party.description), ("seamPages", "all"), ("seamEdge", "left"), ("seamTop", "100"), ("seamGroup", "20"),
      ("pageHeight", "842"),
    ]
    return SeamForm(Form(fields: (more + base).map { (name: $0.0, value: $0.1) }))
  }

  @Test("millimetres from the top become points from the bottom")
  func added() throws {
    let seam = try #require(try form([]).changed([], by: "seam")?.first)
    #expect(abs(seam.middle - (842 - 100 * 72 / 25.4)) < 1e-9 && seam.edge == .left && seam.pages == .all && seam.group == 20)
    #expect(try form([("seamPages", "some"), ("seamList", "1-3,5")]).changed([], by: "seam")?.first?.pages == .some([1, 2, 3, 5]))
  }

  @Test("what is no page list or no number is refused", arguments: [("seamPages", "some"), ("seamTop", "x"), ("seamGroup", "")])
  func refused(name: String, value: String) {
    #expect(throws: ContractError(.seamInvalid)) { try form([(name, value)]).changed([], by: "seam") }
  }

  @Test("a removal takes the one it names; other buttons leave seams alone")
  func removed() throws {
    let seams = (1...2).map { number in
      SeamSeal(
        id: ID(at: Instant(seconds: 1), random: [UInt8(number)]), partyID: party, pages: .all, middle: Double(number) * 100)
    }
    #expect(try form([]).changed(seams, by: "seamRemove.0")?.map(\.middle) == [200])
    #expect(try form([]).changed(seams, by: "seamRemove.9") == nil)
    #expect(try form([]).changed(seams, by: "next") == nil)
  }
}
